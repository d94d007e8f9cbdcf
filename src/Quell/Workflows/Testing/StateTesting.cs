using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.Tasks;
using Quell.Executions;
using Quell.Stacks.Deploying;
using Quell.Workflows.Running;
using Quell.Workflows.Tasks;

namespace Quell.Workflows.Testing;

/// <summary>
/// Runs one state without a state machine (API reference, "TestState"): with a mock nothing is called, without one a Task's call is made
/// through the gate in a session of the role.
/// </summary>
internal sealed class StateTesting(WorkflowEngine engine, TimeProvider time, string seed)
{
    public void AddTo(OperationTable table) => table.Add("stepfunctions", "TestState", TestState);

    private async ValueTask<CallResult> TestState(Call call, CancellationToken cancellationToken)
    {
        var test = StateTest.Read(call.Input);
        var identity = Identity(call, test);
        var exchange = new HttpExchange(test.RevealsSecrets);
        var trial = new StateTrial(test, identity, (pending, token) => InTime(pending, limit => Perform(call, identity, pending, exchange, limit), token));
        var verdict = await trial.Run(cancellationToken).ConfigureAwait(false);
        return new(verdict.ToJson(test, test.Level == "TRACE" ? exchange.ToJson() : JsonObject.Empty));
    }

    private async ValueTask<Signal> Perform(Call call, WorkflowIdentity identity, Pending pending, HttpExchange exchange, CancellationToken cancellationToken)
    {
        var order = new WorkOrder(0, Header(call, identity), pending);
        if (TaskResource.TryParse(order.Work.Spec.String("resource") ?? "", out var resource, out _)
            && resource is TaskResource.Integration { IsSdk: false, Service: "http" } request)
        {
            var arguments = order.Work.Spec["arguments"] ?? JsonObject.Empty;
            return Signals.Of(await engine.Http.Run(request, arguments, call.Scope.Region, cancellationToken, exchange).ConfigureAwait(false));
        }

        return await engine.Tasks.Perform(order, cancellationToken).ConfigureAwait(false)
            ?? throw new System.Diagnostics.UnreachableException("Who is answered later needs a mock.");
    }

    /// <summary>Gives the call up when the state's time, or that of a test, is over.</summary>
    private async ValueTask<Signal> InTime(Pending pending, Func<CancellationToken, ValueTask<Signal>> perform, CancellationToken cancellationToken)
    {
        var own = pending.Due is { } due ? due - time.GetUtcNow() : StateTrial.Longest;
        using var limit = new CancellationTokenSource(own < StateTrial.Longest ? own : StateTrial.Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await perform(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Signal.TimedOut.Instance;
        }
    }

    private static ExecutionHeader Header(Call call, WorkflowIdentity identity) => new()
    {
        Id = identity.ExecutionArn,
        Kind = WorkflowLanguage.Kind,
        Target = identity.StateMachineArn,
        Scope = call.Scope,
        Created = call.Time,
        Definition = "",
        Settings = new WorkflowSettings { RoleArn = identity.RoleArn, MachineName = identity.StateMachineName, Name = identity.ExecutionName, IsExpress = true }.ToJson(),
    };

    /// <summary>A test is an Express execution of a state machine that there is not.</summary>
    private WorkflowIdentity Identity(Call call, StateTest test)
    {
        var ids = new IdSource(seed, $"test-state/{call.RequestId}");
        var (machine, name) = (ids.Uuid(), ids.Uuid());
        return new()
        {
            ExecutionArn = call.Scope.Arn("states", $"express:{machine}:{name}").ToString(),
            ExecutionName = name,
            RoleArn = test.RoleArn,
            StateMachineArn = call.Scope.Arn("states", $"stateMachine:{machine}").ToString(),
            StateMachineName = machine,
            Region = call.Scope.Region,
            IsExpress = true,
            Seed = $"{seed}/{name}",
            Token = _ => ids.Uuid(),
            MapRunArn = (label, _) => call.Scope.Arn("states", $"mapRun:{machine}/{label}:{name}").ToString(),
            Clock = time,
        };
    }
}

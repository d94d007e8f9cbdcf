using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Executions;
using Quell.Stacks.Deploying;
using Quell.Workflows.Running;

namespace Quell.Workflows.Testing;

/// <summary>
/// Runs one state without a state machine (API reference, "TestState"): with a mock nothing is called, without one a Task's call is made
/// through the gate in a session of the role.
/// </summary>
internal sealed class StateTesting(TaskPerformer tasks, TimeProvider time, string seed)
{
    public void AddTo(OperationTable table) => table.Add("stepfunctions", "TestState", TestState);

    private async ValueTask<CallResult> TestState(Call call, CancellationToken cancellationToken)
    {
        var test = StateTest.Read(call.Input);
        var identity = Identity(call, test);
        var trial = new StateTrial(test, identity, (pending, token) => Perform(call, identity, pending, token));
        var verdict = await trial.Run(cancellationToken).ConfigureAwait(false);
        return new(verdict.ToJson(test, JsonObject.Empty));
    }

    private async ValueTask<Signal> Perform(Call call, WorkflowIdentity identity, Pending pending, CancellationToken cancellationToken)
    {
        var own = pending.Due is { } due ? due - time.GetUtcNow() : StateTrial.Longest;
        using var limit = new CancellationTokenSource(own < StateTrial.Longest ? own : StateTrial.Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var order = new WorkOrder(0, Header(call, identity), pending);
        try
        {
            return await tasks.Perform(order, either.Token).ConfigureAwait(false)
                ?? throw new System.Diagnostics.UnreachableException("Who is answered later needs a mock.");
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

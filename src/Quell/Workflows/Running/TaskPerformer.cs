using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Executions;
using Quell.Workflows.Tasks;

namespace Quell.Workflows.Running;

/// <summary>Does what Task states ask for: calls through the gate, HTTP requests, tasks for the workers of activities.</summary>
internal sealed class TaskPerformer(WorkflowCalls calls, HttpTask http, ActivityTasks activities, TimeProvider time) : IWorkPerformer
{
    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var spec = order.Work.Spec;
        var arguments = spec["arguments"] ?? JsonObject.Empty;
        if (!TaskResource.TryParse(spec.String("resource") ?? "", out var resource, out var error))
        {
            return new Signal.Failed("States.Runtime", error);
        }

        switch (resource)
        {
            case TaskResource.Activity:
                activities.Offer(order);
                return null;
            case TaskResource.Integration { IsSdk: false, Service: "http" } request:
                return Signals.Of(await http.Run(request, arguments, order.Header.Scope.Region, cancellationToken).ConfigureAwait(false));
            default:
                return await Call(order, resource, arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Cancel(WorkOrder order) => activities.Withdraw(order);

    private async ValueTask<Signal> Call(WorkOrder order, TaskResource resource, JsonValue arguments, CancellationToken cancellationToken)
    {
        var caller = new TaskCaller(order.Header.Id, order.Header.Target);
        if (!IntegrationCalls.TryPrepare(resource, arguments, caller, out var call, out var mistake))
        {
            return Signals.Of(mistake);
        }

        var pattern = (resource as TaskResource.Integration)?.Pattern ?? TaskPattern.RequestResponse;
        var requestId = calls.RequestId(order, "");
        var receipt = new AnswerReceipt(order.Run, order.Pending.Id, (result, refusal) => Told(call, pattern, requestId, result, refusal))
        {
            Form = pattern switch { TaskPattern.Sync => "sync", TaskPattern.Sync2 => "sync:2", _ => null },
        };
        try
        {
            var answer = await calls.Send(order, new(call.Service, call.Operation, call.Input, call.Body, order.IsTest ? null : receipt), "", cancellationToken).ConfigureAwait(false);
            return Told(pattern, IntegrationCalls.Outcome(call, answer));
        }
        catch (AwsException refusal)
        {
            return Signals.Of(IntegrationCalls.Failure(call, refusal, requestId));
        }
        finally
        {
            order.IsAnswerStored = receipt.IsWritten;
        }
    }

    private Signal Told(IntegrationCall call, TaskPattern pattern, string requestId, CallResult? result, AwsException? refusal) => refusal is not null
        ? Signals.Of(IntegrationCalls.Failure(call, refusal, requestId))
        : Told(pattern, IntegrationCalls.Outcome(call, new(result?.Output ?? JsonObject.Empty, null, requestId, time.GetUtcNow())));

    private static Signal Told(TaskPattern pattern, TaskOutcome outcome) =>
        pattern == TaskPattern.RequestResponse ? Signals.Of(outcome) : Signals.OfHandingOver(outcome);
}

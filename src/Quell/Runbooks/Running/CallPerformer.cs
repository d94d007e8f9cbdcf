using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Runbooks.Running;

/// <summary>Makes the API calls of steps, through the gate.</summary>
internal sealed class CallPerformer(RunbookCalls calls, TimeProvider time) : IWorkPerformer
{
    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        if (!ApiCall.TryRead(order.Work.Spec, out var call, out var failure))
        {
            return failure;
        }

        var requestId = calls.RequestId(order, "");
        var receipt = new AnswerReceipt(order.Run, order.Pending.Id, (result, refusal) => Told(call, result?.Output, refusal, requestId));
        try
        {
            var request = new RequestedCall(call.Service.Name, call.Operation.Name, call.Input, call.Body, receipt) { Region = order.Work.Spec.String("region") };
            return new Signal.Succeeded(call.Output(await calls.Send(order, request, "", cancellationToken).ConfigureAwait(false)));
        }
        catch (AwsException refusal)
        {
            return Failed(refusal);
        }
        finally
        {
            order.IsAnswerStored = receipt.IsWritten;
        }
    }

    public void Cancel(WorkOrder order)
    {
        // A call that is under way comes to its end; its answer is passed over.
    }

    private Signal Told(ApiCall call, JsonObject? result, AwsException? refusal, string requestId) =>
        refusal is not null ? Failed(refusal) : new Signal.Succeeded(call.Output(new(result ?? JsonObject.Empty, null, requestId, time.GetUtcNow())));

    private static Signal.Failed Failed(AwsException refusal) => new(refusal.Code, refusal.Message);
}

using Quell.Approvals;
using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Storage;

namespace Quell.Runbooks.Running;

/// <summary>Asks for an approval: writes down who is asked for what, and tells the topic that the step names.</summary>
internal sealed class ApprovalPerformer(RunbookCalls calls, Journal journal, TimeProvider time) : IWorkPerformer
{
    /// <summary>Characters of a message's subject (API reference of SNS, Publish).</summary>
    private const int LongestSubject = 100;

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var approval = Approval(order);
        await journal.Write(connection => ApprovalTable.Insert(connection, approval)).ConfigureAwait(false);
        if (order.Work.Spec.String("notificationArn") is not { Length: > 0 } topic)
        {
            return new Signal.Submitted(JsonObject.Empty);
        }

        var receipt = new AnswerReceipt(order.Run, order.Pending.Id, static (_, refusal) => Told(refusal));
        try
        {
            var subject = $"Approval request: {RunbookSettings.From(order.Header.Settings).DocumentName}";
            var request = new RequestedCall(
                "sns", "Publish",
                JsonObject.Of(("TopicArn", topic), ("Subject", subject[..Math.Min(subject.Length, LongestSubject)]), ("Message", ApprovalMessage.Of(approval, order.Header))), null, receipt);
            await calls.Send(order, request, "", cancellationToken).ConfigureAwait(false);
            return Told(null);
        }
        catch (AwsException refusal)
        {
            return Told(refusal);
        }
        finally
        {
            order.IsAnswerStored = receipt.IsWritten;
        }
    }

    public void Cancel(WorkOrder order) => _ = journal.Write(connection => ApprovalTable.Close(connection, order.Run, order.Pending.Id));

    private static Signal Told(AwsException? refusal) =>
        refusal is null ? new Signal.Submitted(JsonObject.Empty) : new Signal.Failed(refusal.Code, $"The request for an approval could not be sent: {refusal.Message}");

    private Approval Approval(WorkOrder order)
    {
        var spec = order.Work.Spec;
        return new()
        {
            Run = order.Run,
            Pending = order.Pending.Id,
            ExecutionId = order.Header.Id,
            Scope = order.Header.Scope,
            Step = spec.String("step") ?? "",
            Message = spec.String("message"),
            Approvers = [.. spec.Array("approvers").Items.OfType<JsonString>().Select(approver => approver.Value)],
            Minimum = (int)(spec.Long("minimum") ?? 1),
            Created = time.GetUtcNow(),
            Due = order.Pending.Due,
        };
    }
}

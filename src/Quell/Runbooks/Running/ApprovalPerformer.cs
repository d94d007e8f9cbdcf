using Quell.Approvals;
using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Storage;

namespace Quell.Runbooks.Running;

/// <summary>
/// Asks for an approval: writes down who is asked for what, and tells the topics that are among the approvers and the one that the step
/// names. Around a crash all but the last may be told twice.
/// </summary>
internal sealed class ApprovalPerformer(RunbookCalls calls, Journal journal, ApprovalLinks links, TimeProvider time) : IWorkPerformer
{
    /// <summary>Characters of a message's subject (API reference of SNS, Publish).</summary>
    private const int LongestSubject = 100;

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var approval = Approval(order);
        await journal.Write(connection => ApprovalTable.Insert(connection, approval)).ConfigureAwait(false);
        var topics = Topics(approval, order.Work.Spec.String("notificationArn"));
        foreach (var topic in topics.SkipLast(1))
        {
            if (await Tell(order, approval, topic, receipt: null, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return Told(refusal);
            }
        }

        if (topics.Count == 0)
        {
            return Told(null);
        }

        var receipt = new AnswerReceipt(order.Run, order.Pending.Id, static (_, refusal) => Told(refusal));
        var outcome = await Tell(order, approval, topics[^1], receipt, cancellationToken).ConfigureAwait(false);
        order.IsAnswerStored = receipt.IsWritten;
        return Told(outcome);
    }

    public void Cancel(WorkOrder order) => _ = journal.Write(connection => ApprovalTable.Close(connection, order.Run, order.Pending.Id));

    /// <summary>The step's own topic last, unless it is an approver itself.</summary>
    private static List<string> Topics(Approval approval, string? notified)
    {
        var topics = approval.Approvers.Where(Approver.IsTopic).Distinct().ToList();
        return notified is not { Length: > 0 } || topics.Contains(notified) ? topics : [.. topics, notified];
    }

    private async Task<AwsException?> Tell(WorkOrder order, Approval approval, string topic, AnswerReceipt? receipt, CancellationToken cancellationToken)
    {
        var link = approval.Approvers.Contains(topic) ? links.Of(approval, topic) : null;
        var subject = $"Approval request: {RunbookSettings.From(order.Header.Settings).DocumentName}";
        var request = new RequestedCall(
            "sns", "Publish",
            JsonObject.Of(("TopicArn", topic), ("Subject", subject[..Math.Min(subject.Length, LongestSubject)]), ("Message", ApprovalMessage.Of(approval, order.Header, link))), null, receipt);
        try
        {
            await calls.Send(order, request, receipt is null ? topic : "", cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (AwsException refusal)
        {
            return refusal;
        }
    }

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

using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Waits until enough of the approvers approve, or one rejects ("aws:approve").</summary>
internal sealed class AwsApprove() : RunbookAction("aws:approve")
{
    private const int MostApprovers = 10;
    private const int LongestMessage = 4_096;

    /// <summary>Seven days ("aws:approve").</summary>
    public override TimeSpan? Timeout { get; } = TimeSpan.FromSeconds(604_800);

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        var approvers = inputs.List("Approvers");
        var minimum = inputs.Whole("MinRequiredApprovals") ?? 1;
        var message = inputs.TextOrNull("Message");
        if (approvers.Length > MostApprovers)
        {
            throw StepException.Inputs($"There are {approvers.Length} Approvers; {MostApprovers} are allowed");
        }

        if (minimum < 1 || minimum > approvers.Length)
        {
            throw StepException.Inputs($"MinRequiredApprovals is {minimum}; with {approvers.Length} Approvers it is 1 to {approvers.Length}");
        }

        if (message?.Length > LongestMessage)
        {
            throw StepException.Inputs($"Message has {message.Length} characters; {LongestMessage} are allowed");
        }

        visit.TellWaiting("approval");
        visit.AwaitToken(RunbookWork.Approval, JsonObject.Of(
            ("approvers", JsonArray.From(approvers)), ("minimum", minimum), ("message", message), ("notificationArn", inputs.TextOrNull("NotificationArn"))));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var decision = output as JsonObject ?? JsonObject.Empty;
        var outputs = JsonObject.Of(("ApprovalStatus", decision["ApprovalStatus"]), ("ApproverDecisions", decision["ApproverDecisions"]));
        if (decision.String("ApprovalStatus") != "Approved")
        {
            visit.Keep(outputs);
            throw new StepException($"The request for approval was rejected. ApproverDecisions: {decision["ApproverDecisions"] ?? JsonArray.Empty}") { Error = "Rejected" };
        }

        visit.Succeed(decision, outputs);
    }
}

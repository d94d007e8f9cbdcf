using System.Text;
using Quell.Approvals;
using Quell.Executions;

namespace Quell.Runbooks.Running;

/// <summary>What people are told when they are asked for an approval.</summary>
internal static class ApprovalMessage
{
    /// <param name="link">By which whoever reads it decides; null where they do so as themselves.</param>
    public static string Of(Approval approval, ExecutionHeader header, string? link)
    {
        var settings = RunbookSettings.From(header.Settings);
        var text = new StringBuilder();
        text.AppendLine($"The runbook {settings.DocumentName} waits for an approval before it goes on.").AppendLine();
        if (approval.Message is { Length: > 0 } message)
        {
            text.AppendLine(message).AppendLine();
        }

        text.AppendLine($"Step: {approval.Step}")
            .AppendLine($"Execution: {settings.ExecutionId}")
            .AppendLine($"Account: {approval.Scope.Account}, region: {approval.Scope.Region}")
            .AppendLine($"Started by: {settings.Caller.Arn}")
            .AppendLine($"Approvals needed: {approval.Minimum} of {string.Join(", ", approval.Approvers)}");
        if (approval.Due is { } due)
        {
            text.AppendLine($"Until: {due.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        }

        text.AppendLine();
        return (link is null
            ? text.AppendLine("To decide:")
                .AppendLine($"  quell approve {approval.Id} --comment \"…\"")
                .AppendLine($"  quell deny {approval.Id} --comment \"…\"")
                .AppendLine($"  aws ssm send-automation-signal --automation-execution-id {settings.ExecutionId} --signal-type Approve --payload Comment=\"…\"")
            : text.AppendLine("To decide, open this link. It can be used once; whoever has it decides.").AppendLine().AppendLine(link)).ToString();
    }
}

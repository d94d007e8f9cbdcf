using Quell.Aws.Calls;
using Quell.Blobs;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Logs;
using Quell.Scripts;

namespace Quell.Runbooks.Running;

/// <summary>Runs the scripts of <c>aws:executeScript</c>. What they print goes to the log group that AWS uses, a stream a step.</summary>
internal sealed class ScriptPerformer(ScriptRunner scripts, RunbookCalls calls, BlobStore blobs, LogStore logs, TimeProvider time) : IWorkPerformer
{
    /// <summary>Where AWS sends the output of scripts (User Guide, "Logging Automation action output with CloudWatch Logs").</summary>
    public const string LogGroup = "/aws/ssm/automation/executeScript";

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var spec = order.Work.Spec;
        var attachment = spec.String("attachment");
        var settings = RunbookSettings.From(order.Header.Settings);
        var content = attachment is null ? null : AttachmentRecord.Find(settings.Attachments, attachment);
        if (attachment is not null && content is null)
        {
            return new Signal.Failed("InvalidAttachment", $"The document has no attachment {attachment}.");
        }

        var now = time.GetUtcNow();
        var due = order.Pending.Due is { } limit && limit - now < ScriptLimits.LongestRun ? limit - now : ScriptLimits.LongestRun;
        var result = await scripts.Run(
            new()
            {
                Runtime = spec.String("runtime") ?? "",
                Script = spec.String("script") ?? "",
                Handler = spec.String("handler"),
                InputPayload = spec.Object("payload") ?? JsonObject.Empty,
                Attachment = content is null ? null : new(attachment!, await Read(content, cancellationToken).ConfigureAwait(false)),
                Timeout = due,
                Scope = order.Header.Scope,
                Principal = calls.Caller(order.Header) with { InvokedBy = null },
                Cause = new CallCause(order.Header.Id, order.Header.EventId, order.Header.Rule),
                Attempt = order.Pending.Id,
                IsRepeated = order.IsResumed,
            },
            cancellationToken).ConfigureAwait(false);
        await Log(order, settings, result.Output).ConfigureAwait(false);
        return Told(result);
    }

    public void Cancel(WorkOrder order)
    {
        // The runner ends a script whose wait is cancelled.
    }

    private static Signal Told(ScriptResult result)
    {
        if (result.Fault is not { } fault)
        {
            return new Signal.Succeeded(JsonObject.Of(("Payload", result.Payload ?? JsonValue.Null), ("log", result.Output)));
        }

        var place = fault.Line is { } line ? $" (line {line} of the script)" : "";
        var what = $"{fault.Message}{place}";
        return new Signal.Failed(fault.Type, fault.Traceback.Length > 0 ? $"{fault.Traceback.TrimEnd()}\n\n{fault.Type} - {what}" : what);
    }

    private async Task Log(WorkOrder order, RunbookSettings settings, string output)
    {
        if (output.Length == 0)
        {
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        LogLine[] lines = [.. output.TrimEnd('\n').Split('\n').Select(line => new LogLine(now, line))];
        await logs.AppendOrReport(order.Header.Scope, LogGroup, $"{settings.ExecutionId}/{order.Work.Spec.String("step")}", lines).ConfigureAwait(false);
    }

    private async Task<byte[]> Read(IReadOnlyList<BlobSlice> slices, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var content = blobs.Open(slices);
        await using (content.ConfigureAwait(false))
        {
            await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return bytes.ToArray();
    }
}

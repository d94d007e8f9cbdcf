using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Workflows.Running;

/// <summary>The detail of <c>Step Functions Execution Status Change</c> (developer guide, "Automating Step Functions event delivery with EventBridge").</summary>
internal static class StatusChange
{
    /// <summary>Bytes of input and output together beyond which the event leaves them out.</summary>
    private const int MostData = 248 * 1024;

    public static JsonObject Detail(ExecutionHeader header, WorkflowSettings settings, Execution execution)
    {
        var (input, output) = (execution.Input?.ToSpelledString(), execution.Output?.ToSpelledString());
        var isIncluded = (input?.Length ?? 0) + (output?.Length ?? 0) <= MostData;
        var included = JsonObject.Of(("included", isIncluded));
        return JsonObject.Of(
            ("executionArn", header.Id),
            ("stateMachineArn", header.Target),
            ("stateMachineVersionArn", OrNull(settings.VersionArn)),
            ("stateMachineAliasArn", OrNull(settings.AliasArn)),
            ("name", settings.Name),
            ("status", ExecutionDescription.Status(execution.Status)),
            ("startDate", execution.Started.ToUnixTimeMilliseconds()),
            ("stopDate", execution.Ended is { } ended ? (JsonValue)ended.ToUnixTimeMilliseconds() : JsonValue.Null),
            ("input", isIncluded ? OrNull(input) : JsonValue.Null),
            ("output", isIncluded ? OrNull(output) : JsonValue.Null),
            ("inputDetails", included),
            ("outputDetails", output is null ? JsonValue.Null : included),
            ("error", OrNull(execution.Error)),
            ("cause", OrNull(execution.Cause)),
            ("redriveCount", execution.Redrives),
            ("redriveDate", execution.Redriven is { } redriven ? (JsonValue)redriven.ToUnixTimeMilliseconds() : JsonValue.Null),
            ("redriveStatus", ExecutionDescription.RedriveStatus(execution)),
            ("redriveStatusReason", OrNull(ExecutionDescription.RedriveReason(execution))));
    }

    private static JsonValue OrNull(string? text) => text is null ? JsonValue.Null : new JsonString(text);
}

using System.Globalization;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Workflows.Running;

/// <summary>An execution as DescribeExecution shows it (API reference, "DescribeExecution").</summary>
internal static class ExecutionDescription
{
    private static readonly JsonObject Included = JsonObject.Of(("included", true));
    private static readonly JsonObject NotIncluded = JsonObject.Of(("included", false));

    public static JsonObject Of(ExecutionHeader header, WorkflowSettings settings, Execution execution, bool withData = true) => JsonObject.Of(
        ("executionArn", header.Id),
        ("stateMachineArn", header.Target),
        ("name", settings.Name),
        ("status", Status(execution.Status)),
        ("startDate", Time(execution.Started)),
        ("stopDate", execution.Ended is { } ended ? (JsonValue)Time(ended) : null),
        ("input", withData ? execution.Input?.ToSpelledString() : null),
        ("inputDetails", withData ? Included : NotIncluded),
        ("output", withData ? execution.Output?.ToSpelledString() : null),
        ("outputDetails", execution.Output is null ? null : withData ? Included : NotIncluded),
        ("traceHeader", settings.TraceHeader),
        ("mapRunArn", header.MapRun),
        ("error", execution.Error),
        ("cause", execution.Cause),
        ("stateMachineVersionArn", settings.VersionArn),
        ("stateMachineAliasArn", settings.AliasArn),
        ("redriveCount", execution.Redrives),
        ("redriveDate", execution.Redriven is { } redriven ? (JsonValue)Time(redriven) : null),
        ("redriveStatus", RedriveStatus(execution)),
        ("redriveStatusReason", RedriveReason(execution)));

    public static string Status(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Running => "RUNNING",
        ExecutionStatus.Succeeded => "SUCCEEDED",
        ExecutionStatus.TimedOut => "TIMED_OUT",
        ExecutionStatus.Aborted => "ABORTED",
        _ => "FAILED",
    };

    /// <summary>Whether it could be driven again.</summary>
    public static string RedriveStatus(Execution execution) => RedriveReason(execution) is null ? "REDRIVABLE" : "NOT_REDRIVABLE";

    /// <summary>Why it cannot be driven again; null where it can.</summary>
    public static string? RedriveReason(Execution execution) => execution.Status switch
    {
        ExecutionStatus.Running => "Execution is RUNNING and cannot be redriven",
        ExecutionStatus.Succeeded => "Execution is SUCCEEDED and cannot be redriven",
        _ => null,
    };

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

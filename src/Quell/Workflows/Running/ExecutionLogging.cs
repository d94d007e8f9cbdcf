using System.Globalization;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Workflows;
using Quell.Executions;
using Quell.Logs;

namespace Quell.Workflows.Running;

/// <summary>
/// Writes histories to log groups as a state machine's logging configuration says (developer guide, "Using CloudWatch Logs to log
/// execution history in Step Functions").
/// </summary>
internal sealed class ExecutionLogging(LogStore logs)
{
    public void Write(ExecutionHeader header, WorkflowSettings settings, Transition transition)
    {
        var configuration = settings.Logging ?? JsonObject.Empty;
        var level = configuration.String("level") ?? "OFF";
        var withData = configuration.Bool("includeExecutionData") == true;
        var lines = transition.Events.Where(happened => IsLogged(happened.Type, level))
            .Select(happened => new LogLine(happened.Time.ToUnixTimeMilliseconds(), Line(header, happened, withData).ToString())).ToList();
        if (lines.Count == 0)
        {
            return;
        }

        foreach (var destination in configuration.Array("destinations").Objects)
        {
            if (Arn.TryParse(destination.Object("cloudWatchLogsLogGroup")?.String("logGroupArn"), out var arn) && arn.Resource.StartsWith("log-group:", StringComparison.Ordinal))
            {
                var group = arn.Resource["log-group:".Length..].TrimEnd('*').TrimEnd(':');
                var stream = string.Create(
                    CultureInfo.InvariantCulture, $"states/{settings.MachineName}/{header.Created.UtcDateTime:yyyy-MM-dd-HH-mm}/{header.Id[(header.Id.LastIndexOf(':') + 1)..]}");
                _ = logs.AppendOrReport(arn.Scope, group, stream, lines);
            }
        }
    }

    /// <summary>Which events a level has ("Log levels for Step Functions execution events").</summary>
    private static bool IsLogged(string type, string level) => level switch
    {
        "ALL" => true,
        "ERROR" => IsFailure(type),
        "FATAL" => type is "ExecutionAborted" or "ExecutionFailed" or "ExecutionTimedOut",
        _ => false,
    };

    private static bool IsFailure(string type) => type.EndsWith("Failed", StringComparison.Ordinal) || type.EndsWith("TimedOut", StringComparison.Ordinal)
        || type.EndsWith("Aborted", StringComparison.Ordinal) || type is "FailStateEntered";

    private static JsonObject Line(ExecutionHeader header, HistoryEvent happened, bool withData)
    {
        var shown = HistoryText.Of(happened, withData);
        var details = shown.Names.FirstOrDefault(name => name.EndsWith("Details", StringComparison.Ordinal));
        return JsonObject.Of(
            ("id", Text(happened.Id)),
            ("type", happened.Type),
            ("details", details is null ? JsonObject.Empty : shown[details]),
            ("previous_event_id", Text(happened.Previous)),
            ("event_timestamp", Text(happened.Time.ToUnixTimeMilliseconds())),
            ("execution_arn", header.Id));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

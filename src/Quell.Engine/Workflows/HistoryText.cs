using System.Globalization;
using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows;

/// <summary>
/// Events as GetExecutionHistory shows them (API reference, "HistoryEvent"): inputs, outputs and variables as JSON texts.
/// Timestamps are ISO 8601 texts.
/// </summary>
internal static class HistoryText
{
    private static readonly JsonObject NotTruncated = JsonObject.Of(("truncated", false));

    /// <summary>Types that have no details.</summary>
    private static readonly HashSet<string> Bare = new(StringComparer.Ordinal)
    {
        "ParallelStateStarted", "ParallelStateSucceeded", "ParallelStateFailed", "ParallelStateAborted", "MapStateSucceeded", "MapStateFailed",
        "MapStateAborted", "TaskStateAborted", "WaitStateAborted", "LambdaFunctionStarted", "MapRunSucceeded", "MapRunAborted",
    };

    /// <param name="withData">Whether inputs and outputs are shown.</param>
    public static JsonObject Of(HistoryEvent happened, bool withData = true)
    {
        var shown = JsonObject.Of(
            ("timestamp", happened.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            ("type", happened.Type), ("id", happened.Id), ("previousEventId", happened.Previous));
        return Bare.Contains(happened.Type) ? shown : shown.With(Member(happened.Type), Details(happened, withData));
    }

    private static string Member(string type) =>
        type.EndsWith("StateEntered", StringComparison.Ordinal) ? "stateEnteredEventDetails"
        : type.EndsWith("StateExited", StringComparison.Ordinal) ? "stateExitedEventDetails"
        : $"{char.ToLowerInvariant(type[0])}{type[1..]}EventDetails";

    private static JsonObject Details(HistoryEvent happened, bool withData)
    {
        var isExit = happened.Type.EndsWith("StateExited", StringComparison.Ordinal);
        var details = JsonObject.Of((NameMember(happened.Type), happened.Name));
        if (happened.Data is { } data)
        {
            var member = DataMember(happened.Type);
            details = withData ? details.With(member, data.ToSpelledString()) : details;
            details = member == "parameters" ? details : details.With($"{member}Details", NotTruncated);
        }

        if (!isExit)
        {
            return details.Merge(happened.Fields ?? JsonObject.Empty);
        }

        return happened.Fields is not { } assigned ? details : details
            .With("assignedVariables", withData ? JsonObject.From(assigned.Select(variable => KeyValuePair.Create(variable.Key, (JsonValue)variable.Value.ToString()))) : null)
            .With("assignedVariablesDetails", NotTruncated);
    }

    private static string NameMember(string type) => type switch
    {
        "EvaluationFailed" => "state",
        _ when type.StartsWith("LambdaFunction", StringComparison.Ordinal) || type.StartsWith("Activity", StringComparison.Ordinal) => "resource",
        _ => "name",
    };

    private static string DataMember(string type) => type switch
    {
        "TaskScheduled" => "parameters",
        "ExecutionStarted" or "LambdaFunctionScheduled" or "ActivityScheduled" => "input",
        _ => type.EndsWith("Entered", StringComparison.Ordinal) ? "input" : "output",
    };
}

using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>A runbook's steps as lines: one when a step begins to wait for somebody, one when it ends.</summary>
internal sealed class StepLines(TextWriter writer)
{
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);

    /// <summary>Shows what has changed of a step.</summary>
    public void Add(JsonObject step)
    {
        var (id, status) = (step.String("StepExecutionId") ?? "", step.String("StepStatus") ?? "");
        if (status is "Pending" or "InProgress" || (_shown.TryGetValue(id, out var before) && before == status))
        {
            return;
        }

        _shown[id] = status;
        writer.WriteLine($"{Mark(status)} {step.String("StepName"),-32} {step.String("Action"),-32} {Duration(step)}".TrimEnd());
        if (step.String("FailureMessage") is { } failure)
        {
            writer.WriteLine($"    {Listing.OneLine(failure)}");
        }
    }

    /// <summary>Shows what the execution came to.</summary>
    public void End(JsonObject execution)
    {
        writer.WriteLine();
        writer.WriteLine($"{execution.String("AutomationExecutionStatus")}{(execution.String("FailureMessage") is { } failure ? $": {Listing.OneLine(failure)}" : "")}");
        foreach (var (name, value) in execution.Object("Outputs") ?? JsonObject.Empty)
        {
            writer.WriteLine($"  {name} = {Listing.OneLine(value is JsonArray { Count: 1 } list && list[0] is JsonString text ? text.Value : value.ToString())}");
        }
    }

    private static string Mark(string status) => status switch
    {
        "Success" => "ok       ",
        "Failed" => "failed   ",
        "TimedOut" => "timed out",
        "Cancelled" => "cancelled",
        "Waiting" => "waiting  ",
        _ => status,
    };

    private static string Duration(JsonObject step) =>
        Time(step, "ExecutionStartTime") is { } started && Time(step, "ExecutionEndTime") is { } ended
            ? string.Create(CultureInfo.InvariantCulture, $"{(ended - started).TotalSeconds:0.000} s")
            : "";

    private static DateTimeOffset? Time(JsonObject step, string name) =>
        step.String(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}

using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>A runbook's steps as lines: one when a step begins to wait for somebody, one when it ends.</summary>
internal sealed class StepLines(TextWriter writer)
{
    /// <summary>Characters of a failure.</summary>
    private const int Longest = 600;

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
            writer.WriteLine($"    {Short(failure)}");
        }
    }

    /// <summary>Shows what the execution came to.</summary>
    public void End(JsonObject execution)
    {
        writer.WriteLine();
        writer.WriteLine($"{execution.String("AutomationExecutionStatus")}{(execution.String("FailureMessage") is { } failure ? $": {Short(failure)}" : "")}");
        foreach (var (name, value) in execution.Object("Outputs") ?? JsonObject.Empty)
        {
            writer.WriteLine($"  {name} = {Listing.OneLine(value is JsonArray { Count: 1 } list && list[0] is JsonString text ? text.Value : value.ToString())}");
        }
    }

    /// <summary>The beginning and the end of what went wrong: tracebacks are long. The whole is in the execution.</summary>
    private static string Short(string failure)
    {
        var line = Listing.OneLine(failure);
        return line.Length <= Longest ? line : $"{line[..(Longest / 3)]} … {line[^(Longest * 2 / 3)..]}";
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

using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Runbooks.Executing;

/// <summary>Which steps DescribeAutomationStepExecutions shows (API reference, StepExecutionFilter).</summary>
internal sealed class StepFilter(JsonArray filters)
{
    public bool Has(JsonObject step) => filters.Objects.All(filter => Has(filter, step));

    private static bool Has(JsonObject filter, JsonObject step)
    {
        var values = filter.Array("Values").Items.OfType<JsonString>().Select(value => value.Value).ToList();
        return filter.String("Key") switch
        {
            "StepName" => values.Contains(step.String("StepName") ?? ""),
            "StepExecutionStatus" => values.Contains(step.String("StepStatus") ?? ""),
            "StepExecutionId" => values.Contains(step.String("StepExecutionId") ?? ""),
            "Action" => values.Contains(step.String("Action") ?? ""),
            "ParentStepExecutionId" => values.Contains(step.Object("ParentStepDetails")?.String("StepExecutionId") ?? ""),
            "ParentStepIteration" => values.Contains(step.Object("ParentStepDetails")?["Iteration"]?.ToString() ?? ""),
            "ParentStepIteratorValue" => values.Contains(step.Object("ParentStepDetails")?.String("IteratorValue") ?? ""),
            "StartTimeBefore" => Time(step) is { } started && values.All(value => started < Parsed(value)),
            "StartTimeAfter" => Time(step) is { } started && values.All(value => started > Parsed(value)),
            var key => throw RunbookErrors.FilterKey(key ?? ""),
        };
    }

    private static DateTimeOffset? Time(JsonObject step) =>
        step.String("ExecutionStartTime") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    internal static DateTimeOffset Parsed(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : throw RunbookErrors.FilterValue($"{text} is no time such as 2026-01-31T12:00:00Z.");
}

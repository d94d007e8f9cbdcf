using System.Collections.Immutable;
using System.Globalization;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Executions;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>The steps of an automation as the API shows them (API reference, StepExecution), made of its history.</summary>
internal static class StepExecutions
{
    /// <summary>Steps that ran, in the order of their start, then the document's steps that did not.</summary>
    public static List<JsonObject> Of(IReadOnlyList<HistoryEvent> history, ExecutionHeader header, ImmutableArray<RunbookStep> all)
    {
        var steps = new Dictionary<int, JsonObject>();
        foreach (var happened in history)
        {
            if (happened.Type == RunbookEvents.StepStarted)
            {
                steps.Add(happened.Id, Begun(happened, header));
            }
            else if (happened.Fields?.Long("started") is { } started && steps.TryGetValue((int)started, out var step))
            {
                steps[(int)started] = Changed(step, happened);
            }
        }

        var begun = steps.Values.Select(step => step.String("StepName")).ToHashSet(StringComparer.Ordinal);
        return [.. steps.OrderBy(step => step.Key).Select(step => step.Value), .. all.Where(step => !begun.Contains(step.Name)).Select(step => Pending(step, header))];
    }

    /// <summary>The number of the event with which the step of that id began.</summary>
    /// <exception cref="AwsException"><c>AutomationStepNotFoundException</c>.</exception>
    public static int Started(IReadOnlyList<HistoryEvent> history, ExecutionHeader header, string? id) =>
        history.FirstOrDefault(happened => happened.Type == RunbookEvents.StepStarted && Id(header, happened.Id) == id)?.Id ?? throw RunbookErrors.NoStep(id ?? "");

    private static JsonObject Begun(HistoryEvent happened, ExecutionHeader header)
    {
        var fields = happened.Fields ?? JsonObject.Empty;
        return JsonObject.Of(
            ("StepName", happened.Name),
            ("Action", fields.String("action")),
            ("TimeoutSeconds", fields["timeoutSeconds"]),
            ("OnFailure", fields.String("onFailure")),
            ("MaxAttempts", fields["maxAttempts"]),
            ("ExecutionStartTime", Timestamps.ToNeutral(happened.Time)),
            ("StepStatus", AutomationStatus.InProgress),
            ("Inputs", happened.Data is JsonObject inputs ? ParameterMap.Texts(inputs) : null),
            ("StepExecutionId", Id(header, happened.Id)),
            ("OverriddenParameters", JsonObject.Empty),
            ("IsEnd", fields["isEnd"]),
            ("NextStep", fields.String("nextStep")),
            ("IsCritical", fields["isCritical"]),
            ("ParentStepDetails", fields.Long("loop") is { } loop
                ? JsonObject.Of(("StepExecutionId", Id(header, (int)loop)), ("StepName", fields.String("loopStep")), ("Action", "aws:loop"), ("Iteration", fields["iteration"]), ("IteratorValue", fields["iteratorValue"] is { } value ? ParameterMap.Plain(value) : null))
                : null));
    }

    private static JsonObject Changed(JsonObject step, HistoryEvent happened)
    {
        if (AutomationStatus.OfStep(happened.Type) is not { } status)
        {
            return step;
        }

        step = step.With("StepStatus", status);
        if (status == AutomationStatus.Waiting)
        {
            return step;
        }

        var fields = happened.Fields ?? JsonObject.Empty;
        step = step.With("ExecutionEndTime", Timestamps.ToNeutral(happened.Time))
            .With("ResponseCode", status == AutomationStatus.Success ? "0" : "1")
            .With("NextStep", fields.String("nextStep") ?? step.String("NextStep"));
        if (happened.Data is JsonObject outputs)
        {
            step = step.With("Outputs", ParameterMap.Of(outputs));
        }

        return fields.String("message") is not { } message ? step : step
            .With("FailureMessage", message)
            .With("FailureDetails", JsonObject.Of(
                ("FailureStage", fields.String("stage")), ("FailureType", fields.String("type")),
                ("Details", fields.String("error") is { } error ? JsonObject.Of(("ErrorCode", JsonArray.From([(JsonValue)error]))) : null)));
    }

    private static JsonObject Pending(RunbookStep step, ExecutionHeader header) => JsonObject.Of(
        ("StepName", step.Name),
        ("Action", step.Action),
        ("StepStatus", AutomationStatus.Pending),
        ("StepExecutionId", new IdSource(header.Id, "pending/" + step.Name).Uuid()),
        ("OverriddenParameters", JsonObject.Empty));

    private static string Id(ExecutionHeader header, int started) => new IdSource(header.Id, started.ToString(CultureInfo.InvariantCulture)).Uuid();
}

using System.Globalization;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Events;
using Quell.Executions;

namespace Quell.Runbooks.Running;

/// <summary>
/// The events that Systems Manager puts on the bus of an automation and its steps (User Guide, "Reference: Amazon EventBridge event
/// patterns and types for Systems Manager", the examples for Automation).
/// </summary>
internal static class AutomationNotices
{
    private const string OfExecution = "EC2 Automation Execution Status-change Notification";
    private const string OfStep = "EC2 Automation Step Status-change Notification";

    public static List<BusEvent> Of(ExecutionHeader header, Transition transition)
    {
        var settings = RunbookSettings.From(header.Settings);
        var notices = new List<BusEvent>();
        foreach (var happened in transition.Events)
        {
            if (AutomationStatus.OfStep(happened.Type) is { } ofStep && happened.Type != RunbookEvents.StepHeld)
            {
                var detail = Detail(settings, ofStep, StartOf(happened), happened.Time)
                    .With("StepName", happened.Name).With("Action", happened.Fields?.String("action"));
                notices.Add(Notice(header, settings, OfStep, detail, happened.Time));
            }

            if (AutomationStatus.OfExecution(happened.Type) is { } ofExecution)
            {
                var detail = Detail(settings, ofExecution, transition.Execution.Started, happened.Time).With("ExecutedBy", settings.Caller.Arn);
                notices.Add(Notice(header, settings, OfExecution, detail, happened.Time));
            }
        }

        return notices;
    }

    private static BusEvent Notice(ExecutionHeader header, RunbookSettings settings, string type, JsonObject detail, DateTimeOffset time) => new(
        header.Scope, "aws.ssm", type,
        [AutomationArn.Of(header.Scope, settings.ExecutionId), AutomationArn.Definition(header.Scope, NameOf(settings), settings.DocumentVersion)],
        detail, time);

    private static JsonObject Detail(RunbookSettings settings, string status, DateTimeOffset? started, DateTimeOffset time)
    {
        var isOver = status is not (AutomationStatus.InProgress or AutomationStatus.Waiting or AutomationStatus.Cancelling);
        return JsonObject.Of(
            ("ExecutionId", settings.ExecutionId),
            ("Definition", NameOf(settings)),
            ("DefinitionVersion", double.Parse(settings.DocumentVersion, CultureInfo.InvariantCulture)),
            ("Status", status),
            ("StartTime", started is { } start ? Written(start) : null),
            ("EndTime", isOver ? Written(time) : null),
            ("Time", started is { } from ? (JsonValue)(time - from).TotalMilliseconds : null));
    }

    private static string NameOf(RunbookSettings settings) => settings.DocumentName[(settings.DocumentName.LastIndexOf('/') + 1)..];

    /// <summary>When the step of an event began, which every event of a step but the first tells.</summary>
    private static DateTimeOffset? StartOf(HistoryEvent happened) => happened.Type == RunbookEvents.StepStarted ? happened.Time
        : happened.Fields?.String("startTime") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("MMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture);
}

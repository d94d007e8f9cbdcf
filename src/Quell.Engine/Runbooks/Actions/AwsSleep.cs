using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Workflows;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Waits for a duration or until a time; a time that has passed is no wait ("aws:sleep").</summary>
internal sealed class AwsSleep() : RunbookAction("aws:sleep")
{
    /// <summary>Seven days ("aws:sleep").</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(604_800);

    public override void Enter(StepVisit visit)
    {
        var due = visit.Inputs.TextOrNull("Duration") is { } duration ? visit.Now + Duration(duration)
            : (visit.Inputs.TextOrNull("Timestamp") ?? visit.Inputs.TextOrNull("TimeStamp")) is { } timestamp ? Time(timestamp)
            : throw StepException.Inputs("aws:sleep has a Duration or a Timestamp; here is neither");
        if (due - visit.Now > Longest)
        {
            throw StepException.Inputs($"A delay of more than {Longest.TotalSeconds} seconds (7 days) is not supported");
        }

        if (due <= visit.Now)
        {
            Due(visit);
        }
        else
        {
            visit.WaitUntil(due);
        }
    }

    public override void Due(StepVisit visit) => visit.Succeed(JsonObject.Empty);

    private static TimeSpan Duration(string text) => IsoDuration.TryParse(text, out var duration) && duration <= Longest ? duration
        : throw StepException.Inputs($"Duration is {text}; a duration of ISO 8601 of up to seven days is wanted: PT10M");

    private static DateTimeOffset Time(string text) => IsoTimestamp.TryParse(text, out var time) ? time
        : throw StepException.Inputs($"Timestamp is {text}; a time of ISO 8601 is wanted: 2020-01-01T01:00:00Z");
}

using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;

namespace Quell.Engine.Workflows.States;

/// <summary>Waits for a number of seconds or until a time.</summary>
internal sealed class WaitState(string name) : State(name, "Wait")
{
    /// <summary>The longest wait in seconds (developer guide, "Wait workflow state").</summary>
    private const long Longest = 99_999_999;

    public FieldValue? Seconds { get; init; }

    public FieldValue? Timestamp { get; init; }

    public override string AbortedEvent => "WaitStateAborted";

    public override void Enter(Visit visit)
    {
        visit.IsEvaluatedAfterEntering = true;
        var selected = Data.Select(visit);
        var due = Seconds is not null ? visit.Now + Delay(visit, Seconds, selected) : Time(visit, Timestamp!, selected);
        if (due <= visit.Now)
        {
            visit.Leave(selected);
        }
        else
        {
            visit.WaitUntil(due);
        }
    }

    public override void Resume(Visit visit, Pending pending, Signal signal) => visit.Leave(Data.Select(visit));

    private static TimeSpan Delay(Visit visit, FieldValue field, JsonValue selected)
    {
        var value = field.Evaluate(visit, selected, "number");
        if (value is not JsonNumber number || !number.TryAsLong(out var seconds))
        {
            throw Wrong(field, $"cannot be parsed as a long value: {Shown(field, value)}");
        }

        if (seconds < 0)
        {
            throw Wrong(field, $"references a negative value: {Shown(field, value)}");
        }

        return TimeSpan.FromSeconds(Math.Min(seconds, Longest));
    }

    private static DateTimeOffset Time(Visit visit, FieldValue field, JsonValue selected)
    {
        var value = field.Evaluate(visit, selected, "string");
        if (value is JsonString text && IsoTimestamp.TryParse(text.Value, out var time))
        {
            return time;
        }

        throw field is FieldValue.Expression
            ? new StateException(
                ErrorNames.QueryEvaluationError, $"The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: {FieldValue.Plain(value)}")
            {
                Location = field.Name,
            }
            : Wrong(field, $"does not reference a valid ISO-8601 extended offset date-time format string: {Shown(field, value)}");
    }

    private static StateException Wrong(FieldValue field, string what) => field is FieldValue.Expression
        ? new(ErrorNames.QueryEvaluationError, $"The {field.Name} field {what}") { Location = field.Name }
        : new(ErrorNames.Runtime, $"The {field.Name} parameter {what}");

    private static string Shown(FieldValue field, JsonValue value) =>
        field is FieldValue.Path path ? $"{path.Text} == {FieldValue.Plain(value)}" : FieldValue.Plain(value);
}

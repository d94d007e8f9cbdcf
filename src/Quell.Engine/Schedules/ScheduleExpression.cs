using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Quell.Engine.Schedules;

/// <summary>
/// When a rule runs by itself: <c>rate(value unit)</c> or <c>cron(fields)</c> (EventBridge user guide, "Setting a schedule
/// pattern for scheduled rules"). Pure: the clock is the caller's. Times are UTC, to the minute for cron.
/// </summary>
internal abstract class ScheduleExpression
{
    private ScheduleExpression()
    {
    }

    /// <summary>Reads an expression as PutRule takes it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ScheduleExpression? expression)
    {
        expression = Inner(text, "rate(") is { } rate ? ReadRate(rate)
            : Inner(text, "cron(") is { } cron && CronExpression.Parse(cron) is { } parsed ? new Cron(parsed)
            : null;
        return expression is not null;
    }

    /// <summary>The first time it is due after an instant; null where it is never due again.</summary>
    /// <param name="after">The due time is later than this.</param>
    /// <param name="start">Where a rate counts from: its first time is one period later. Cron does without it.</param>
    public abstract DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset start);

    private static string? Inner(string text, string opening) =>
        text.StartsWith(opening, StringComparison.Ordinal) && text.EndsWith(')') ? text[opening.Length..^1] : null;

    private static Rate? ReadRate(string inner)
    {
        if (inner.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var number, var unit]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
        {
            return null;
        }

        // "If the value is equal to 1, then the unit must be singular."
        TimeSpan? one = (unit, value) switch
        {
            ("minute", 1) or ("minutes", > 1) => TimeSpan.FromMinutes(1),
            ("hour", 1) or ("hours", > 1) => TimeSpan.FromHours(1),
            ("day", 1) or ("days", > 1) => TimeSpan.FromDays(1),
            _ => null,
        };
        return one is { } period && value <= TimeSpan.MaxValue / period ? new Rate(period * value) : null;
    }

    /// <summary>Every so often.</summary>
    internal sealed class Rate(TimeSpan period) : ScheduleExpression
    {
        public TimeSpan Period { get; } = period;

        public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset start)
        {
            var periods = after < start ? 1 : ((after - start).Ticks / Period.Ticks) + 1;
            return periods <= (DateTimeOffset.MaxValue - start).Ticks / Period.Ticks ? start + (periods * Period) : null;
        }
    }

    /// <summary>In the minutes that its fields name.</summary>
    internal sealed class Cron(CronExpression fields) : ScheduleExpression
    {
        public CronExpression Fields { get; } = fields;

        public override DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset start) =>
            Fields.Next(after.UtcDateTime) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;
    }
}

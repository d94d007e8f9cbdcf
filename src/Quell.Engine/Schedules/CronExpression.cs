namespace Quell.Engine.Schedules;

/// <summary>
/// The six fields of a cron expression: minutes, hours, day of month, month, day of week, year (EventBridge user guide, "Cron
/// expressions reference"). It works on wall-clock time without a zone, which is the caller's; one of the two day fields
/// is always <c>?</c>.
/// </summary>
internal sealed class CronExpression
{
    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronDays _days;
    private readonly CronField _months;
    private readonly CronField _years;

    private CronExpression(CronField minutes, CronField hours, CronDays days, CronField months, CronField years) =>
        (_minutes, _hours, _days, _months, _years) = (minutes, hours, days, months, years);

    /// <summary>Reads the fields, with white space between them; null where they are no expression.</summary>
    public static CronExpression? Parse(string text)
    {
        if (text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not
            [var minutes, var hours, var dayOfMonth, var month, var dayOfWeek, var year])
        {
            return null;
        }

        return CronField.Parse(minutes, CronRange.Minutes) is { } atMinutes
            && CronField.Parse(hours, CronRange.Hours) is { } atHours
            && CronField.Parse(month, CronRange.Months) is { } inMonths
            && CronField.Parse(year, CronRange.Years) is { } inYears
            && CronDays.Parse(dayOfMonth, dayOfWeek) is { } onDays
            ? new(atMinutes, atHours, onDays, inMonths, inYears)
            : null;
    }

    /// <summary>The first minute after an instant that the fields name; null where none comes.</summary>
    public DateTime? Next(DateTime after)
    {
        if (after.Date > LastDay)
        {
            return null;
        }

        var from = new DateTime(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0, after.Kind).AddMinutes(1);
        for (var month = new DateTime(from.Year, from.Month, 1, 0, 0, 0, after.Kind); month <= LastDay; month = month.AddMonths(1))
        {
            if (!_years.Has(month.Year))
            {
                // To December: the loop goes on to the next year.
                month = new DateTime(month.Year, 12, 1, 0, 0, 0, after.Kind);
            }
            else if (_months.Has(month.Month) && InMonth(month, from) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static DateTime LastDay => new(CronRange.Years.Last, 12, 31);

    private DateTime? InMonth(DateTime month, DateTime from)
    {
        var days = _days.In(month.Year, month.Month);
        for (var day = 1; day <= DateTime.DaysInMonth(month.Year, month.Month); day++)
        {
            var date = month.AddDays(day - 1);
            if ((days & (1u << day)) != 0 && date >= from.Date && OnDay(date, from) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private DateTime? OnDay(DateTime date, DateTime from)
    {
        var isFirst = date == from.Date;
        for (var hour = isFirst ? from.Hour : 0; hour < 24; hour++)
        {
            var first = isFirst && hour == from.Hour ? from.Minute : 0;
            if (_hours.Has(hour) && _minutes.First(first) is { } minute)
            {
                return date.AddMinutes((hour * 60) + minute);
            }
        }

        return null;
    }
}

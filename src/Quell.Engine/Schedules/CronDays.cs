using System.Globalization;

namespace Quell.Engine.Schedules;

/// <summary>
/// The days that the two day fields name: by the day of the month or by the day of the week, the other field being <c>?</c>.
/// <c>L</c>, <c>W</c> and <c>#</c> stand alone in their field (user guide: with <c>#</c> "you can define only one expression").
/// </summary>
internal abstract record CronDays
{
    private CronDays()
    {
    }

    /// <summary>Reads the fields; null where they are none, or where not exactly one of them is <c>?</c>.</summary>
    public static CronDays? Parse(string dayOfMonth, string dayOfWeek) => (dayOfMonth, dayOfWeek) switch
    {
        ("?", "?") => null,
        (_, "?") => OfMonth(dayOfMonth),
        ("?", _) => OfWeek(dayOfWeek),
        _ => null,
    };

    /// <summary>The days of a month: bit n is set where day n is one.</summary>
    public uint In(int year, int month)
    {
        var (length, first) = (DateTime.DaysInMonth(year, month), (int)new DateTime(year, month, 1).DayOfWeek + 1);
        return Days(length, first) & (uint)((1UL << (length + 1)) - 2);
    }

    /// <param name="length">The month's last day.</param>
    /// <param name="first">The day of the week of its first, 1 for Sunday to 7.</param>
    protected abstract uint Days(int length, int first);

    /// <summary>The day of the week of a day.</summary>
    private static int Weekday(int day, int first) => ((first - 1 + day - 1) % 7) + 1;

    private static CronDays? OfMonth(string text)
    {
        if (text is "L" or "LW")
        {
            return text == "L" ? new Last() : new LastWorkday();
        }

        return text.EndsWith('W')
            ? CronRange.DaysOfMonth.Value(text[..^1]) is { } day ? new Workday(day) : null
            : CronField.Parse(text, CronRange.DaysOfMonth) is { } field ? new Numbers(field) : null;
    }

    private static CronDays? OfWeek(string text)
    {
        if (text.Split('#') is [var named, var count])
        {
            return CronRange.DaysOfWeek.Value(named) is { } weekday
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 5
                ? new Nth(weekday, number)
                : null;
        }

        // The last day of the week is Saturday.
        return text == "L" ? new Weekdays(CronField.Parse("7", CronRange.DaysOfWeek)!)
            : text.EndsWith('L') ? CronRange.DaysOfWeek.Value(text[..^1]) is { } last ? new LastOf(last) : null
            : CronField.Parse(text, CronRange.DaysOfWeek) is { } field ? new Weekdays(field)
            : null;
    }

    /// <summary>Days by number.</summary>
    private sealed record Numbers(CronField Field) : CronDays
    {
        protected override uint Days(int length, int first) =>
            Enumerable.Range(1, length).Where(Field.Has).Aggregate(0u, (days, day) => days | (1u << day));
    }

    /// <summary><c>L</c>: the last day of the month.</summary>
    private sealed record Last : CronDays
    {
        protected override uint Days(int length, int first) => 1u << length;
    }

    /// <summary><c>LW</c>: the last day of the month from Monday to Friday.</summary>
    private sealed record LastWorkday : CronDays
    {
        protected override uint Days(int length, int first) => 1u << Nearest(length, length, first);
    }

    /// <summary><c>3W</c>: the day from Monday to Friday that is nearest to a day, within its month.</summary>
    private sealed record Workday(int Day) : CronDays
    {
        protected override uint Days(int length, int first) => Day > length ? 0 : 1u << Nearest(Day, length, first);
    }

    /// <summary>Days by the day of the week.</summary>
    private sealed record Weekdays(CronField Field) : CronDays
    {
        protected override uint Days(int length, int first) =>
            Enumerable.Range(1, length).Where(day => Field.Has(Weekday(day, first))).Aggregate(0u, (days, day) => days | (1u << day));
    }

    /// <summary><c>3#2</c>: the second Tuesday of the month.</summary>
    private sealed record Nth(int Day, int Count) : CronDays
    {
        protected override uint Days(int length, int first)
        {
            var day = 1 + ((Day - first + 7) % 7) + ((Count - 1) * 7);
            return day > length ? 0 : 1u << day;
        }
    }

    /// <summary><c>6L</c>: the last Friday of the month.</summary>
    private sealed record LastOf(int Day) : CronDays
    {
        protected override uint Days(int length, int first) => 1u << (length - ((Weekday(length, first) - Day + 7) % 7));
    }

    private static int Nearest(int day, int length, int first) => Weekday(day, first) switch
    {
        1 => day == length ? day - 2 : day + 1,
        7 => day == 1 ? day + 2 : day - 1,
        _ => day,
    };
}

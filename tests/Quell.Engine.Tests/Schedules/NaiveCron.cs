using System.Globalization;

namespace Quell.Engine.Tests.Schedules;

/// <summary>Says of one minute whether a cron expression names it, item by item as the user guide describes the fields.</summary>
internal sealed class NaiveCron(string fields)
{
    private static readonly string[] Days = ["", "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly string[] Months = ["", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private readonly string[] _fields = fields.Split(' ');
    private readonly Dictionary<(int Field, int Value), bool> _known = [];

    public bool Names(DateTime minute) =>
        Lists(0, minute.Minute, 0, 59, []) && Lists(1, minute.Hour, 0, 23, []) && Lists(3, minute.Month, 1, 12, Months)
        && Lists(5, minute.Year, 1970, 2199, []) && (_fields[2] == "?" ? IsDayOfWeek(minute.Date) : IsDayOfMonth(minute.Date));

    private bool IsDayOfMonth(DateTime date)
    {
        var last = DateTime.DaysInMonth(date.Year, date.Month);
        return _fields[2] switch
        {
            "L" => date.Day == last,
            "LW" => date == Closest(date, last),
            [.. var day, 'W'] => Number(day, []) <= last && date == Closest(date, Number(day, [])),
            _ => Lists(2, date.Day, 1, 31, []),
        };
    }

    /// <summary>Of the workdays of the month the one that is fewest days away; no two ever are equally near.</summary>
    private static DateTime Closest(DateTime month, int day) => Enumerable.Range(1, DateTime.DaysInMonth(month.Year, month.Month))
        .Select(each => new DateTime(month.Year, month.Month, each))
        .Where(each => each.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
        .MinBy(each => Math.Abs(each.Day - day));

    private bool IsDayOfWeek(DateTime date)
    {
        var weekday = (int)date.DayOfWeek + 1;
        return _fields[4] switch
        {
            "L" => weekday == 7,
            [.. var day, 'L'] => weekday == Number(day, Days) && date.AddDays(7).Month != date.Month,
            [.. var day, '#', var count] => weekday == Number(day, Days) && date.AddDays(-7 * (count - '1')).Month == date.Month
                && date.AddDays(-7 * (count - '0')).Month != date.Month,
            _ => Lists(4, weekday, 1, 7, Days),
        };
    }

    private bool Lists(int field, int value, int first, int last, string[] names)
    {
        if (!_known.TryGetValue((field, value), out var isListed))
        {
            isListed = _known[(field, value)] = _fields[field].Split(',').Any(item => Item(item, value, first, last, names));
        }

        return isListed;
    }

    private static bool Item(string item, int value, int first, int last, string[] names)
    {
        var parts = item.Split('/');
        var ends = parts[0].Split('-');
        var from = parts[0] == "*" ? first : Number(ends[0], names);
        var to = parts[0] == "*" ? last : ends.Length == 2 ? Number(ends[1], names) : parts.Length == 2 ? last : from;

        // Count up from the start, over the end where the range says so.
        for (var at = from; ; at = at == last ? first : at + 1)
        {
            var distance = at >= from ? at - from : at + (last - first + 1) - from;
            if (at == value && (parts.Length == 1 || distance % Number(parts[1], []) == 0))
            {
                return true;
            }

            if (at == to)
            {
                return false;
            }
        }
    }

    private static int Number(string text, string[] names) =>
        Array.IndexOf(names, text) is > 0 and var name ? name : int.Parse(text, CultureInfo.InvariantCulture);
}

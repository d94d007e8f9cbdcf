using System.Collections;
using System.Globalization;

namespace Quell.Engine.Schedules;

/// <summary>What a field may hold: the bounds of its numbers and the names that stand for some of them.</summary>
/// <param name="Wraps">Whether a range may run over the end, as <c>20-2</c> in the hours.</param>
internal sealed record CronRange(int First, int Last, string[] Names, bool Wraps = true)
{
    public static readonly CronRange Minutes = new(0, 59, []);
    public static readonly CronRange Hours = new(0, 23, []);
    public static readonly CronRange DaysOfMonth = new(1, 31, []);
    public static readonly CronRange Months = new(1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);
    public static readonly CronRange DaysOfWeek = new(1, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);
    public static readonly CronRange Years = new(1970, 2199, [], Wraps: false);

    /// <summary>A number or a name (in any case) as a number; null for what is neither, or out of bounds.</summary>
    public int? Value(string text)
    {
        var name = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name >= 0 ? First + name
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= First && number <= Last ? number
            : null;
    }
}

/// <summary>
/// A field as the set of its values: lists with <c>,</c>, ranges with <c>-</c>, all with <c>*</c>, increments with <c>/</c>.
/// A range whose start is above its end goes on from the beginning, as the user guide's <c>20-2</c> in the hours does.
/// </summary>
internal sealed class CronField
{
    private readonly CronRange _range;
    private readonly BitArray _values;

    private CronField(CronRange range) => (_range, _values) = (range, new BitArray(range.Last + 1));

    /// <summary>Reads a field; null where it is none.</summary>
    public static CronField? Parse(string text, CronRange range)
    {
        var field = new CronField(range);
        return text.Split(',').All(field.Add) ? field : null;
    }

    public bool Has(int value) => value <= _range.Last && _values[value];

    /// <summary>The first value that is not below another; null where there is none.</summary>
    public int? First(int least)
    {
        for (var value = least; value <= _range.Last; value++)
        {
            if (_values[value])
            {
                return value;
            }
        }

        return null;
    }

    private bool Add(string item)
    {
        var parts = item.Split('/');
        if (parts.Length > 2 || Step(parts) is not { } step || Bounds(parts) is not { } bounds)
        {
            return false;
        }

        var size = _range.Last - _range.First + 1;
        var length = bounds.Last >= bounds.First ? bounds.Last - bounds.First : bounds.Last + size - bounds.First;
        for (var offset = 0; offset <= length; offset += step)
        {
            _values[_range.First + ((bounds.First - _range.First + offset) % size)] = true;
        }

        return true;
    }

    // An increment above the field's size leaves its first value alone, and must not run over.
    private int? Step(string[] parts) => parts.Length == 1 ? 1
        : int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 ? Math.Min(step, _range.Last + 1)
        : null;

    private (int First, int Last)? Bounds(string[] parts)
    {
        if (parts[0] == "*")
        {
            return (_range.First, _range.Last);
        }

        var ends = parts[0].Split('-');
        if (ends.Length > 2 || _range.Value(ends[0]) is not { } first)
        {
            return null;
        }

        // 5/10 goes on to the end; 5 alone does not.
        return ends.Length == 1 ? (first, parts.Length == 2 ? _range.Last : first)
            : _range.Value(ends[1]) is { } last && (_range.Wraps || first <= last) ? (first, last)
            : null;
    }
}

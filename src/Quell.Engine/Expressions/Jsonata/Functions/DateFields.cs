namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A time by its parts, each of which may go beyond its bounds and then counts on in the next greater one: January 32nd is February 1st.</summary>
/// <param name="Year">Those of two digits are of the twentieth century.</param>
/// <param name="Month">From 1.</param>
/// <param name="Day">From 1, of the month.</param>
internal readonly record struct DateFields(double Year, double Month, double Day, double Hour, double Minute, double Second, double Milli)
{
    /// <summary>Further from 1970 there are no times.</summary>
    private const double MostMillis = 8.64e15;

    /// <summary>Puts parts together: what is greater than all that are given is that of now, what is smaller the least.</summary>
    /// <param name="values">By component specifier; P is 12 in the afternoon.</param>
    /// <exception cref="JsonataException">D3136: one is missing between two that are given, or weeks alone are given.</exception>
    public static DateFields Of(Dictionary<char, double> values, DateTimeOffset now)
    {
        if (!values.ContainsKey('H') && (values.ContainsKey('h') || values.ContainsKey('P')))
        {
            var hour = values.GetValueOrDefault('h');
            values['H'] = (hour == 12 ? 0 : hour) + values.GetValueOrDefault('P');
        }

        if (values.TryGetValue('d', out var day) && !values.ContainsKey('M') && !values.ContainsKey('D'))
        {
            (values['M'], values['D']) = (1, day);
            values.TryAdd('Y', now.Year);
        }

        var hasDate = values.ContainsKey('Y') || values.ContainsKey('M') || values.ContainsKey('D');
        if (!hasDate && "XxWw".Any(values.ContainsKey))
        {
            throw Missing();
        }

        const string Kinds = "YMDHmsf";
        Span<double> fields = [now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, now.Millisecond];
        var (first, last) = (Kinds.AsSpan().IndexOfAny([.. values.Keys]), Kinds.AsSpan().LastIndexOfAny([.. values.Keys]));
        for (var index = Math.Max(0, first); first >= 0 && index < fields.Length; index++)
        {
            fields[index] = values.TryGetValue(Kinds[index], out var value) ? value
                : index < last ? throw Missing()
                : index <= 2 ? 1 : 0;
        }

        return new(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]);
    }

    /// <returns>Milliseconds since 1970; NaN where that is no time.</returns>
    public double ToMillis()
    {
        var year = Year is >= 0 and <= 99 ? 1900 + Year : Year;
        var millis = (((((DayNumber(year, Month) + Day - 1) * 24) + Hour) * 60) + Minute) * 60_000 + (Second * 1000) + Math.Floor(Milli);
        return Math.Abs(millis) <= MostMillis ? millis : double.NaN;
    }

    /// <summary>The first of a month, in days since 1970, by the Gregorian calendar's rule of leap years.</summary>
    public static double DayNumber(double year, double month)
    {
        // Years from March to February, so that the leap day is the last.
        var months = (year * 12) + month - 3;
        var (from, index) = (Math.Floor(months / 12), months - (12 * Math.Floor(months / 12)));
        return (365 * from) + Math.Floor(from / 4) - Math.Floor(from / 100) + Math.Floor(from / 400) + Math.Floor(((153 * index) + 2) / 5) - 719_468;
    }

    private static JsonataException Missing() => new("D3136", "The date/time picture string is missing specifiers required to parse the timestamp");
}

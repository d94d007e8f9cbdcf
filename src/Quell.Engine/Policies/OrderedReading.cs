using System.Globalization;

namespace Quell.Engine.Policies;

/// <summary>Reads what has an order: numbers, and times as ISO 8601 texts or seconds since 1970.</summary>
internal static class OrderedReading
{
    private const NumberStyles Numbers = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // A year alone, or a date alone, is meant as its begin (W3C, "Date and Time Formats").
    private static readonly string[] Dates =
        ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static decimal? Number(string text) => decimal.TryParse(text, Numbers, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>Seconds since 1970.</returns>
    public static decimal? Date(string text) =>
        DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds() / 1000m
            : Number(text);
}

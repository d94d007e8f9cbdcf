using System.Globalization;

namespace Quell.Engine.Workflows;

/// <summary>
/// Reads timestamps as the Amazon States Language has them ("Timestamps"): RFC 3339 with a capital T between date and time, and a
/// capital Z or an offset. Seconds may be absent, as ISO 8601's extended offset date-time allows.
/// </summary>
internal static class IsoTimestamp
{
    private const int LongestFraction = 7;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var zone = text.EndsWith('Z') ? text.Length - 1 : text.Length - "+00:00".Length;
        if (zone < "0000-00-00T00:00".Length || (text[zone] is not ('Z' or '+' or '-')))
        {
            return false;
        }

        // Nanoseconds are taken and cut.
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var cut = point > 0 && zone - point - 1 > LongestFraction && text.AsSpan(point + 1, zone - point - 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? string.Concat(text.AsSpan(0, point + 1 + LongestFraction), text.AsSpan(zone))
            : text;
        return DateTimeOffset.TryParseExact(cut, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}

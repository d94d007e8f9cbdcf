using System.Globalization;

namespace Quell.Aws.Protocols;

/// <summary>
/// Timestamps on the wire and in the neutral form. The neutral form is ISO 8601 in UTC: <c>2026-11-20T16:00:00Z</c>, with milliseconds
/// where they are not zero.
/// </summary>
internal static class Timestamps
{
    public const string Iso8601 = "iso8601";
    public const string Rfc822 = "rfc822";
    public const string UnixTimestamp = "unixTimestamp";

    private static readonly string[] HttpFormats =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "ddd, d MMM yyyy HH:mm:ss 'GMT'", "ddd, dd MMM yyyy HH:mm:ss zzz", "ddd, dd-MMM-yy HH:mm:ss 'GMT'"];

    /// <summary>Reads epoch seconds (also with a fraction or exponent), ISO 8601 and RFC 822 dates.</summary>
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            var isInRange = seconds is > -62_135_596_800m and < 253_402_300_800m;
            time = isInRange ? DateTimeOffset.FromUnixTimeMilliseconds((long)decimal.Round(seconds * 1000)) : default;
            return isInRange;
        }

        return DateTimeOffset.TryParseExact(text, HttpFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            || (text.Length >= 8 && char.IsAsciiDigit(text[0]) && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time));
    }

    /// <summary>The neutral text.</summary>
    public static string ToNeutral(DateTimeOffset time) => time.Millisecond == 0
        ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a time in one of the models' formats.</summary>
    /// <param name="withMilliseconds">Also where they are zero, as EC2 and S3 do; counts for ISO 8601 alone.</param>
    public static string Write(DateTimeOffset time, string format, bool withMilliseconds = false) => format switch
    {
        Rfc822 => time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture),
        UnixTimestamp => EpochSeconds(time),
        _ when withMilliseconds => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => ToNeutral(time),
    };

    private static string EpochSeconds(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return milliseconds % 1000 == 0
            ? (milliseconds / 1000).ToString(CultureInfo.InvariantCulture)
            : (milliseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
    }
}

using System.Globalization;

namespace Quell.Destinations;

/// <summary>Reads the header <c>Retry-After</c> (RFC 9110, section 10.2.3): seconds or a date.</summary>
internal static class RetryAfter
{
    /// <returns>How long to wait; below zero for "not again" (user guide, "API destination error codes"); null where it says nothing.</returns>
    public static TimeSpan? Read(string? header, DateTimeOffset now)
    {
        var text = header.AsSpan().Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            // Longer than any retry policy is long enough.
            return TimeSpan.FromSeconds(Math.Clamp(seconds, -1, 30L * 86_400));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? TimeSpan.FromTicks(Math.Max(0, (date - now).Ticks))
            : null;
    }
}

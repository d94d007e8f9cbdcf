using System.Globalization;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>"Date/Time functions" in ISO 8601 or by pictures, which are refused for reading.</summary>
internal static class TimeFunctions
{
    private static readonly string[] Formats =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public static Builtin[] All { get; } =
    [
        new("millis", "<:n>", (_, context) => context.Evaluation.Now.ToUnixTimeMilliseconds()),
        new("now", "<s?s?:s>", (a, context) => Format(context.Evaluation.Now.ToUnixTimeMilliseconds(), a[0], a[1])),
        new("fromMillis", "<n-s?s?:s>", (a, _) => a[0].IsUndefined ? default : Format(a[0].Number, a[1], a[2])),
        new("toMillis", "<s-s?:n>", (a, _) => a[0].Text is { } text ? Parse(text, a[1]) : default(Item)),
    ];

    private static JsonataException NoPictures() => new("D3137", "Pictures for reading dates and times are not supported");

    private static Item Format(double millis, Item picture, Item zone)
    {
        if (!(Math.Abs(millis) < 60_000_000_000_000))
        {
            throw Numbers.OutOfRange(millis);
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds((long)millis);
        if (zone.Text is not { } text)
        {
            return picture.Text is { } plain ? DatePicture.Format(at, plain) : at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        var offset = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours) && Math.Abs(hours) <= 1400
            ? new TimeSpan(hours / 100, hours % 100, 0)
            : throw new JsonataException("D3134", $"The timezone integer format specifier is not valid: \"{text}\"");
        return picture.Text is { } shown ? DatePicture.Format(at.ToOffset(offset), shown) : at.ToOffset(offset).ToString(offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }

    private static double Parse(string text, Item picture)
    {
        if (!picture.IsUndefined)
        {
            throw NoPictures();
        }

        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUnixTimeMilliseconds()
            : throw new JsonataException("D3110", $"The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given \"{text}\"");
    }
}

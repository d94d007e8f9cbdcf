using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>"Date/Time functions" in ISO 8601 or by pictures.</summary>
internal static partial class TimeFunctions
{
    /// <summary>Within these bounds a time has a year of four digits in every zone.</summary>
    private const double EarliestMillis = -62_100_000_000_000;

    private const double LatestMillis = 253_370_000_000_000;

    public static Builtin[] All { get; } =
    [
        new("millis", "<:n>", (_, context) => context.Evaluation.Now.ToUnixTimeMilliseconds()),
        new("now", "<s?s?:s>", (a, context) => Format(context.Evaluation.Now.ToUnixTimeMilliseconds(), a[0], a[1])),
        new("fromMillis", "<n-s?s?:s>", (a, _) => a[0].IsUndefined ? default : Format(a[0].Number, a[1], a[2])),
        new("toMillis", "<s-s?:n>", (a, context) => a[0].Text is not { } text ? default
            : a[1].Text is not { } picture ? Parse(text)
            : context.Evaluation.ReaderOf(picture).Read(text, context.Evaluation.Now) is { } millis ? millis : default(Item)),
    ];

    private static Item Format(double millis, Item picture, Item zone)
    {
        if (millis is not (> EarliestMillis and < LatestMillis))
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

    private static double Parse(string text)
    {
        var match = Iso().Match(text);
        double Part(int group, double other) => match.Groups[group] is { Success: true } part ? double.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : other;
        var (month, day, hour, minute, second) = (Part(2, 1), Part(3, 1), Part(4, 0), Part(5, 0), Part(6, 0));
        var isTime = match.Success && month is >= 1 and <= 12 && day is >= 1 and <= 31 && (hour <= 23 || (hour == 24 && minute == 0 && second == 0 && Part(7, 0) == 0));
        if (!isTime)
        {
            throw new JsonataException("D3110", $"The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given \"{text}\"");
        }

        var offset = (Part(9, 0) * 60) + Part(10, 0);
        var days = DateFields.DayNumber(Part(1, 0), month) + day - 1;
        var minutes = (((days * 24) + hour) * 60) + minute - (match.Groups[8].ValueSpan is "-" ? -offset : offset);
        return (minutes * 60_000) + (second * 1000) + Math.Floor(Part(7, 0) * 1000);
    }

    [GeneratedRegex(@"^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T([0-9]{2}):([0-5][0-9]):([0-5][0-9])(\.[0-9]+)?)?(?:([-+])([0-2][0-9]):?([0-5][0-9])|Z)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}

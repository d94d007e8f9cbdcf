namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A picture for numbers of one sign, cut into its parts.</summary>
/// <param name="Whole">Digits and separators left of the decimal separator.</param>
/// <param name="Fraction">Those right of it.</param>
/// <param name="Exponent">The digits of the exponent; null for none.</param>
internal sealed record DecimalPictureParts(string Prefix, string Whole, string Fraction, string? Exponent, string Suffix)
{
    public bool HasPercent { get; private init; }

    public bool HasPerMille { get; private init; }

    /// <exception cref="JsonataException">D3081 to D3093: the picture is none. Of several mistakes the last in this order counts.</exception>
    public static DecimalPictureParts Read(string text, DecimalFormat format)
    {
        var (start, end) = Active(text, format);
        var active = text[start..end];
        var at = active.IndexOf(format.Exponent, StringComparison.Ordinal);
        var mantissa = at < 0 ? active : active[..at];
        var point = mantissa.IndexOf(format.Decimal, StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var parts = new DecimalPictureParts(text[..start], whole, point < 0 ? "" : mantissa[(point + 1)..], at < 0 ? null : active[(at + 1)..], text[end..])
        {
            HasPercent = Times(text, format.Percent) > 0,
            HasPerMille = Times(text, format.PerMille) > 0,
        };
        return parts.Mistake(text, active, format) is var (code, message) ? throw new JsonataException(code, message) : parts;
    }

    /// <summary>From the first to the last character that means something: between them there may be no other. All of it where there is none.</summary>
    private static (int Start, int End) Active(string text, DecimalFormat format)
    {
        var start = 0;
        while (start < text.Length && !format.IsActive(text[start]))
        {
            start++;
        }

        var end = text.Length;
        while (end > start && !format.IsActive(text[end - 1]))
        {
            end--;
        }

        if (start == text.Length)
        {
            return (0, text.Length);
        }

        // An exponent's separator belongs to it, also where the exponent itself is forgotten.
        return (start, end < text.Length && text[end] == format.Exponent ? end + 1 : end);
    }

    private static int Times(string text, string part) => part.Length == 0 ? 0 : text.Split(part).Length - 1;

    private (string Code, string Message)? Mistake(string text, string active, DecimalFormat format)
    {
        var mantissa = Exponent is null ? active : active[..^(Exponent.Length + 1)];
        var (grouping, point) = (format.Grouping, format.Decimal);
        return Exponent is not null && !(Exponent.Length > 0 && Exponent.All(format.IsDigit)) ? ("D3093", "The exponent of a picture must be one or more digits and nothing else")
            : Exponent is not null && (HasPercent || HasPerMille) ? ("D3092", "A picture with an exponent must not have a percent or per-mille sign")
            : Follows(Fraction, format.Optional, format.IsDigit) ? ("D3091", "An optional digit must not come before a digit in the fraction of a picture")
            : Follows(Whole, format.IsDigit, format.Optional) ? ("D3090", "A digit must not come before an optional digit in the whole part of a picture")
            : active.Contains($"{grouping}{grouping}", StringComparison.Ordinal) ? ("D3089", "Two grouping separators must not be next to each other")
            : !mantissa.Contains(point, StringComparison.Ordinal) && Whole.EndsWith(grouping) ? ("D3088", "The whole part of a picture must not end with a grouping separator")
            : active.Contains($"{grouping}{point}", StringComparison.Ordinal) || active.Contains($"{point}{grouping}", StringComparison.Ordinal) ? ("D3087", "A grouping separator must not be next to the decimal separator")
            : active.Any(character => !format.IsActive(character) && character != format.Exponent) ? ("D3086", "Between the digits of a picture there must be no other characters")
            : !mantissa.Any(format.IsDigitOrOptional) ? ("D3085", "A picture must have a digit")
            : HasPercent && HasPerMille ? ("D3084", "A picture must not have both a percent and a per-mille sign")
            : Times(text, format.PerMille) > 1 ? ("D3083", "A picture must not have more than one per-mille sign")
            : Times(text, format.Percent) > 1 ? ("D3082", "A picture must not have more than one percent sign")
            : text.Count(character => character == point) > 1 ? ("D3081", "A picture must not have more than one decimal separator")
            : null;
    }

    private static bool Follows(string part, char first, Func<char, bool> second) => part.IndexOf(first, StringComparison.Ordinal) is >= 0 and var at && part.Skip(at).Any(second);

    private static bool Follows(string part, Func<char, bool> first, char second) => part.LastIndexOf(second) is >= 0 and var at && part.Take(at).Any(first);
}

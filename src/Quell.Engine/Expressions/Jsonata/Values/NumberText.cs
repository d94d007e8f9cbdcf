using System.Globalization;

namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>Numbers as ECMAScript writes them (ECMA-262, Number::toString).</summary>
internal static class NumberText
{
    /// <summary>The shortest text that reads back as the number.</summary>
    public static string Of(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : Layout(Shortest(number));

    /// <summary>The text of the number, rounded to 15 digits where it has a fraction, which is what casts to strings give.</summary>
    public static string Rounded(double number) => number == Math.Floor(number)
        ? Of(number)
        : Of(double.Parse(number.ToString("E14", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));

    /// <summary>The number with its decimal point moved that many places to the right, in its decimal digits: 1.005 by 2 is 100.5.</summary>
    public static double Shift(double number, int places)
    {
        if (!double.IsFinite(number))
        {
            return number;
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = (text.Length > 1 ? int.Parse(text[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0) + places;
        return double.Parse($"{text[0]}E{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The power of ten of the number's first digit.</summary>
    public static int ExponentOf(double number)
    {
        var text = Shortest(number);
        return int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static string Shortest(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var at = text.IndexOf('E', StringComparison.Ordinal);
        var (mantissa, exponent) = at < 0 ? (text, 0) : (text[..at], int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var sign = mantissa.StartsWith('-') ? "-" : "";
        mantissa = mantissa[sign.Length..];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var trimmed = digits.TrimStart('0');
        return $"{sign}{trimmed}E{exponent + whole - 1 - (digits.Length - trimmed.Length)}";
    }

    /// <param name="scientific">Digits, perhaps with a point after the first, and an exponent.</param>
    private static string Layout(string scientific)
    {
        var sign = scientific.StartsWith('-') ? "-" : "";
        var at = scientific.IndexOf('E', StringComparison.Ordinal);
        var digits = scientific[sign.Length..at].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (digits.Length == 0)
        {
            return "0";
        }

        return sign + exponent switch
        {
            >= 21 or < -6 => $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}",
            < 0 => $"0.{new string('0', -exponent - 1)}{digits}",
            _ when digits.Length <= exponent + 1 => digits.PadRight(exponent + 1, '0'),
            _ => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
        };
    }
}

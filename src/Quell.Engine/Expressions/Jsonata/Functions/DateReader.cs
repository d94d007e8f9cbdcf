using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>Reads times by a picture: the inverse of <see cref="DatePicture"/>.</summary>
internal sealed class DateReader
{
    /// <summary>Characters that a picture may have.</summary>
    private const int LongestPicture = 1_000;

    private static readonly string Word = $"(?:{string.Join('|', NumberWords.All)})";

    private readonly Regex _pattern;
    private readonly List<DateComponent> _components = [];

    private DateReader(string picture)
    {
        var parts = DateComponent.Read(picture);
        var pattern = new StringBuilder(@"\A");
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index].Component is not { } component)
            {
                pattern.Append(Regex.Escape(parts[index].Text));
                continue;
            }

            _components.Add(component);
            pattern.Append('(').Append(Pattern(component, isJoined: index + 1 < parts.Count && parts[index + 1].Component is not null)).Append(')');
        }

        _pattern = new(pattern.Append(@"\z").ToString(), RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
    }

    /// <exception cref="JsonataException">D313…: the picture is none.</exception>
    public static DateReader Compile(string picture) => picture.Length > LongestPicture
        ? throw new JsonataException("U1002", $"A picture for reading must not have more than {LongestPicture} characters")
        : new(picture);

    /// <returns>Milliseconds since 1970; null where the text does not fit the picture, or names no time.</returns>
    /// <param name="now">Gives what is greater than all that the picture has.</param>
    /// <exception cref="JsonataException">D3136: between two components of the picture one is missing.</exception>
    public double? Read(string text, DateTimeOffset now)
    {
        var match = _pattern.Match(text);
        if (!match.Success || _components.Count == 0)
        {
            return null;
        }

        var values = new Dictionary<char, double>();
        for (var index = 0; index < _components.Count; index++)
        {
            values[_components[index].Kind] = Value(_components[index], match.Groups[index + 1].Value);
        }

        var time = DateFields.Of(values, now);
        var millis = time.ToMillis();
        return double.IsFinite(millis) ? millis - (60_000 * values.GetValueOrDefault('Z', values.GetValueOrDefault('z'))) : null;
    }

    private static string Pattern(DateComponent component, bool isJoined)
    {
        switch (component.Kind)
        {
            case 'Z' or 'z':
                return (component.Kind == 'z' ? "GMT" : "") + ZonePattern(component);
            case 'P':
                return "[ap]m";
            case 'C' or 'E':
                throw component.NoName();
        }

        if (component.IsName)
        {
            return component.Kind is 'M' or 'x' or 'F' ? @"\p{L}+" : throw component.NoName();
        }

        var picture = IntegerPicture.Of(component.Presentation, component.IsOrdinal);
        return picture.IsDecimal ? DecimalPattern(picture, component, isJoined)
            : picture.Primary[0] is 'W' or 'w' ? $"{Word}(?:(?:[- ]|, | and ){Word})*"
            : picture.Primary[0] is 'I' or 'i' ? "[MDCLXVI]+"
            : "[a-z]+";
    }

    private static string DecimalPattern(IntegerPicture picture, DateComponent component, bool isJoined)
    {
        // Where another component follows at once, only the width tells where this one ends.
        var digits = $"[{picture.Zero}-{(char)(picture.Zero + 9)}{Regex.Escape(picture.Separators)}]";
        return digits + (isJoined ? $"{{{Math.Max(picture.Mandatory, component.Least)}}}" : "+") + (component.IsOrdinal ? "(?:st|nd|rd|th)" : "");
    }

    private static string ZonePattern(DateComponent component)
    {
        var picture = IntegerPicture.Of(component.Presentation, false);
        var digits = picture.HasSeparators ? $"[-+][0-9]+{Regex.Escape(picture.Separators[..1])}[0-9]+" : "[-+][0-9]+";
        return component.Modifier == 't' ? $"(?:Z|{digits})" : digits;
    }

    private static double Value(DateComponent component, string text)
    {
        if (component.IsZone)
        {
            return Offset(text);
        }

        if (component.Kind == 'P')
        {
            return text[0] is 'p' or 'P' ? 12 : 0;
        }

        if (component.IsName)
        {
            var names = component.Kind == 'F' ? CultureInfo.InvariantCulture.DateTimeFormat.DayNames : CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;
            var found = Array.FindIndex(names, name => IsNamed(component, name, text));
            return component.Kind == 'F' ? 0 : found < 0 ? double.NaN : found + 1;
        }

        var picture = IntegerPicture.Of(component.Presentation, component.IsOrdinal);
        return component.Kind == 'f' && picture.IsDecimal
            ? picture.Read(text) * Math.Pow(10, 3 - text.Length)
            : picture.Read(picture.Primary[0] is 'A' ? text.ToUpperInvariant() : picture.Primary[0] is 'a' ? text.ToLowerInvariant() : text);
    }

    /// <summary>Whether the text is a name, or as much of it as the picture's widths allow.</summary>
    private static bool IsNamed(DateComponent component, string name, string text) =>
        name.Length > 0 && (name.Equals(text, StringComparison.OrdinalIgnoreCase)
            || (component.HasRange && text.Length >= component.Least && text.Length <= component.Most && name.StartsWith(text, StringComparison.OrdinalIgnoreCase)));

    private static double Offset(string text)
    {
        var sign = text.IndexOfAny(['+', '-']);
        if (sign < 0)
        {
            return 0;
        }

        var digits = text[(sign + 1)..];
        var at = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var (hours, minutes) = at >= 0 ? (digits[..at], digits[(at + 1)..])
            : digits.Length > 2 ? (digits[..^2], digits[^2..])
            : (digits, "0");
        var value = (60 * double.Parse(hours, CultureInfo.InvariantCulture)) + double.Parse(minutes, CultureInfo.InvariantCulture);
        return text[sign] == '-' ? -value : value;
    }
}

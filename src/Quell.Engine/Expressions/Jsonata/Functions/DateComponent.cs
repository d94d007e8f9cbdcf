using System.Globalization;
using System.Text;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A variable marker of a picture for dates and times (XPath and XQuery Functions and Operators 3.1, 9.8.4.1).</summary>
/// <param name="Kind">The component specifier: Y year, M month and so on.</param>
/// <param name="Presentation">The first presentation modifier, never empty.</param>
/// <param name="Modifier">The second, a blank for none.</param>
/// <param name="Least">The minimum width; 0 for none.</param>
/// <param name="Most">The maximum width; null for none.</param>
internal sealed record DateComponent(char Kind, string Presentation, char Modifier, int Least, int? Most)
{
    private const string Kinds = "YMDdFWwXxHhPmsfZzCE";

    public bool IsName => Presentation[0] is 'N' or 'n';

    public bool IsOrdinal => Modifier == 'o';

    public bool IsZone => Kind is 'Z' or 'z';

    /// <summary>Whether a maximum was written, or only a minimum.</summary>
    public bool HasRange { get; private init; }

    /// <summary>Cuts a picture into literal texts and components, in their order.</summary>
    /// <exception cref="JsonataException">D3132, D3135: the picture is none.</exception>
    public static List<(string Text, DateComponent? Component)> Read(string picture)
    {
        List<(string, DateComponent?)> parts = [];
        var literal = new StringBuilder();
        for (var index = 0; index < picture.Length; index++)
        {
            var isDouble = index + 1 < picture.Length && picture[index + 1] == picture[index];
            if (picture[index] != '[' || isDouble)
            {
                literal.Append(picture[index]);
                index += picture[index] is '[' or ']' && isDouble ? 1 : 0;
                continue;
            }

            var end = picture.IndexOf(']', index);
            var marker = end < 0
                ? throw new JsonataException("D3135", "No matching closing bracket ']' in date/time picture string")
                : string.Concat(picture[(index + 1)..end].Where(character => !char.IsWhiteSpace(character)));
            if (literal.Length > 0)
            {
                parts.Add((literal.ToString(), null));
                literal.Clear();
            }

            parts.Add(("", Parse(marker)));
            index = end;
        }

        if (literal.Length > 0)
        {
            parts.Add((literal.ToString(), null));
        }

        return parts;
    }

    public JsonataException NoName() => new("D3133", $"The 'name' modifier can only be applied to months and days in the date/time picture string, not {Kind}");

    private static DateComponent Parse(string marker)
    {
        var kind = marker.Length == 0 ? ' ' : marker[0];
        if (!Kinds.Contains(kind, StringComparison.Ordinal))
        {
            throw new JsonataException("D3132", $"Unknown component specifier {kind} in date/time picture string");
        }

        var comma = marker.LastIndexOf(',');
        var presentation = comma < 0 ? marker[1..] : marker[1..comma];
        var width = comma < 0 ? [] : marker[(comma + 1)..].Split('-');
        var least = width.Length > 0 && Width(width[0]) is { } min ? Math.Min(min, 100) : 0;
        var most = width.Length > 1 ? Width(width[1]) : width.Length == 1 && least > 0 ? least : null;
        var modifier = presentation.Length > 1 && presentation[^1] is 'a' or 't' or 'c' or 'o' ? presentation[^1] : ' ';
        presentation = modifier == ' ' || presentation.Length < 2 ? presentation : presentation[..^1];
        presentation = presentation.Length > 0 ? presentation : kind switch { 'F' or 'P' or 'C' or 'E' => "n", 'm' or 's' => "01", 'Z' or 'z' => "01:01", _ => "1" };
        return new(kind, presentation, modifier, least, most) { HasRange = width.Length > 1 };
    }

    private static int? Width(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var width) ? width : null;
}

using System.Globalization;
using System.Text;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A picture for dates and times (XPath and XQuery Functions and Operators 3.1, 9.8.4), for writing.</summary>
internal static class DatePicture
{
    private const string Digits = "YMDdFWwXxHhmsf";

    public static string Format(DateTimeOffset at, string picture)
    {
        var result = new StringBuilder();
        for (var index = 0; index < picture.Length; index++)
        {
            var isDouble = index + 1 < picture.Length && picture[index + 1] == picture[index];
            if (picture[index] is '[' or ']' && isDouble)
            {
                result.Append(picture[index++]);
            }
            else if (picture[index] == '[')
            {
                var end = picture.IndexOf(']', index);
                var marker = end < 0
                    ? throw new JsonataException("D3135", "No matching closing bracket ']' in date/time picture string")
                    : string.Concat(picture[(index + 1)..end].Where(character => !char.IsWhiteSpace(character)));
                result.Append(Component(at, marker));
                index = end;
            }
            else
            {
                result.Append(picture[index]);
            }
        }

        return result.ToString();
    }

    private static string Component(DateTimeOffset at, string marker)
    {
        var kind = marker.Length == 0 ? ' ' : marker[0];
        var comma = marker.LastIndexOf(',');
        var presentation = comma < 0 ? marker[Math.Min(1, marker.Length)..] : marker[1..comma];
        var width = comma < 0 ? [] : marker[(comma + 1)..].Split('-');
        var least = width.Length > 0 && int.TryParse(width[0], NumberStyles.None, CultureInfo.InvariantCulture, out var min) ? Math.Min(min, 100) : 0;
        int? most = width.Length > 1 && int.TryParse(width[1], NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : width.Length == 1 && least > 0 ? least : null;
        var modifier = presentation.Length > 1 && presentation[^1] is 'a' or 't' or 'c' or 'o' ? presentation[^1] : ' ';
        presentation = modifier == ' ' || presentation.Length < 2 ? presentation : presentation[..^1];
        presentation = presentation.Length > 0 ? presentation : kind switch { 'F' or 'P' or 'C' or 'E' => "n", 'm' or 's' => "01", 'Z' or 'z' => "01:01", _ => "1" };
        switch (kind)
        {
            case 'Z' or 'z':
                return Zone(at.Offset, presentation, modifier) is var zone && kind == 'z' ? "GMT" + zone : Zone(at.Offset, presentation, modifier);
            case 'P':
                return Cased(at.Hour < 12 ? "am" : "pm", presentation);
            case 'C' or 'E':
                return "ISO";
        }

        if (!Digits.Contains(kind, StringComparison.Ordinal))
        {
            throw new JsonataException("D3132", $"Unknown component specifier {kind} in date/time picture string");
        }

        return presentation[0] is 'N' or 'n' ? Name(at, kind, presentation, width.Length > 1 ? most : null) : Number(at, kind, presentation, modifier, least, most);
    }

    private static string Number(DateTimeOffset at, char kind, string presentation, char modifier, int least, int? most)
    {
        var picture = IntegerPicture.Of(presentation, modifier == 'o');
        double value = Value(at, kind);
        if (kind is 'Y' or 'X' && picture.IsDecimal)
        {
            var digits = most ?? (picture.Mandatory + picture.Optional is var all && all >= 2 ? all : 0);
            value = digits > 0 ? value % Math.Pow(10, digits) : value;
        }

        picture.Mandatory = Math.Max(picture.Mandatory, picture.IsDecimal ? least : 0);
        return picture.Format(value);
    }

    private static int Value(DateTimeOffset at, char kind)
    {
        // A week belongs to the month and the year that its Thursday is in.
        var weekday = at.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)at.DayOfWeek;
        var date = at.DateTime;
        return kind switch
        {
            'Y' => at.Year,
            'M' => at.Month,
            'D' => at.Day,
            'd' => at.DayOfYear,
            'F' => weekday,
            'W' => ISOWeek.GetWeekOfYear(date),
            'w' => ((date.AddDays(4 - weekday).Day - 1) / 7) + 1,
            'X' => ISOWeek.GetYear(date),
            'x' => date.AddDays(4 - weekday).Month,
            'H' => at.Hour,
            'h' => at.Hour % 12 == 0 ? 12 : at.Hour % 12,
            'm' => at.Minute,
            's' => at.Second,
            _ => at.Millisecond,
        };
    }

    private static string Name(DateTimeOffset at, char kind, string presentation, int? most)
    {
        var name = kind switch
        {
            'M' or 'x' => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(Value(at, kind)),
            'F' => at.DayOfWeek.ToString(),
            _ => throw new JsonataException("D3133", $"The 'name' modifier can only be applied to months and days in the date/time picture string, not {kind}"),
        };
        return Cased(most < name.Length ? name[..most.Value] : name, presentation);
    }

    private static string Cased(string text, string presentation) => presentation switch
    {
        "N" => text.ToUpperInvariant(),
        "n" => text.ToLowerInvariant(),
        _ => text,
    };

    private static string Zone(TimeSpan offset, string presentation, char modifier)
    {
        if (modifier == 't' && offset == TimeSpan.Zero)
        {
            return "Z";
        }

        var (hours, minutes) = (Math.Abs(offset.Hours), Math.Abs(offset.Minutes));
        var picture = IntegerPicture.Of(presentation, false);
        var sign = offset < TimeSpan.Zero ? "-" : "+";
        return sign + (picture.HasSeparators || picture.Mandatory is 3 or 4 ? picture.Format((hours * 100) + minutes)
            : picture.Mandatory > 4 ? throw new JsonataException("D3134", $"The timezone integer format specifier cannot have more than four digits")
            : picture.Format(hours) + (minutes > 0 ? $":{minutes:00}" : ""));
    }
}

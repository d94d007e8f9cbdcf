using System.Globalization;
using System.Text;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>A picture for dates and times (XPath and XQuery Functions and Operators 3.1, 9.8.4), for writing.</summary>
internal static class DatePicture
{
    public static string Format(DateTimeOffset at, string picture)
    {
        var result = new StringBuilder();
        foreach (var (text, component) in DateComponent.Read(picture))
        {
            result.Append(component is null ? text : Write(at, component));
        }

        return result.ToString();
    }

    private static string Write(DateTimeOffset at, DateComponent component) => component.Kind switch
    {
        'Z' => Zone(at.Offset, component),
        'z' => "GMT" + Zone(at.Offset, component),
        'P' => Cased(at.Hour < 12 ? "am" : "pm", component.Presentation),
        'C' or 'E' => "ISO",
        _ => component.IsName ? Name(at, component) : Number(at, component),
    };

    private static string Number(DateTimeOffset at, DateComponent component)
    {
        var picture = IntegerPicture.Of(component.Presentation, component.IsOrdinal);
        double value = Value(at, component.Kind);
        if (component.Kind is 'Y' or 'X' && picture.IsDecimal)
        {
            var digits = component.Most ?? (picture.Mandatory + picture.Optional is var all && all >= 2 ? all : 0);
            value = digits > 0 ? value % Math.Pow(10, digits) : value;
            picture.Mandatory = Math.Min(picture.Mandatory, component.Most ?? picture.Mandatory);
        }

        picture.Mandatory = Math.Max(picture.Mandatory, picture.IsDecimal ? component.Least : 0);
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

    private static string Name(DateTimeOffset at, DateComponent component)
    {
        var name = component.Kind switch
        {
            'M' or 'x' => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(Value(at, component.Kind)),
            'F' => at.DayOfWeek.ToString(),
            _ => throw component.NoName(),
        };
        return Cased(component.HasRange && component.Most < name.Length ? name[..component.Most.Value] : name, component.Presentation);
    }

    private static string Cased(string text, string presentation) => presentation switch
    {
        "N" => text.ToUpperInvariant(),
        "n" => text.ToLowerInvariant(),
        _ => text,
    };

    private static string Zone(TimeSpan offset, DateComponent component)
    {
        if (component.Modifier == 't' && offset == TimeSpan.Zero)
        {
            return "Z";
        }

        var (hours, minutes) = (Math.Abs(offset.Hours), Math.Abs(offset.Minutes));
        var picture = IntegerPicture.Of(component.Presentation, false);
        var sign = offset < TimeSpan.Zero ? "-" : "+";
        return sign + (picture.HasSeparators || picture.Mandatory is 3 or 4 ? picture.Format((hours * 100) + minutes)
            : picture.Mandatory > 4 ? throw new JsonataException("D3134", "The timezone integer format specifier cannot have more than four digits")
            : picture.Format(hours) + (minutes > 0 ? $":{minutes:00}" : ""));
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>"Numeric functions" and "Numeric aggregation functions", and casts to booleans.</summary>
internal static partial class NumberFunctions
{
    public static Builtin[] All { get; } =
    [
        Of("abs", Math.Abs), Of("floor", Math.Floor), Of("ceil", Math.Ceiling),
        Of("sqrt", number => number < 0 ? throw new JsonataException("D3060", "The sqrt function cannot be applied to a negative number") : Math.Sqrt(number)),
        new("number", "<(nsb)-:n>", (a, _) => Number(a[0])),
        new("round", "<n-n?:n>", (a, _) => a[0].IsUndefined ? default : (Item)Round(a[0].Number, a[1].IsUndefined ? 0 : (int)Math.Clamp(a[1].Number, -400, 400))),
        new("power", "<n-n:n>", (a, _) => Power(a[0], a[1])),
        new("random", "<:n>", (_, context) => context.Evaluation.Random.NextDouble()),
        new("formatBase", "<n-n?:s>", (a, _) => FormatBase(a[0], a[1])),
        new("formatInteger", "<n-s:s>", (a, context) => a[0].IsUndefined || a[1].Text is not { } picture ? default : (Item)context.Evaluation.Taken(IntegerPicture.Parse(picture).Format(a[0].Number))),
        new("formatNumber", "<n-so?:s>", (a, context) => a[0].IsUndefined || a[1].Text is not { } picture ? default : (Item)context.Evaluation.Taken(DecimalPicture.Format(a[0].Number, picture, a[2]))),
        new("parseInteger", "<s-s:n>", (a, _) => a[0].Text is { } text && a[1].Text is { } picture ? IntegerPicture.Parse(picture).Read(text) : default(Item)),
        new("boolean", "<x-:b>", (a, _) => a[0].AsBoolean() is { } value ? value : default(Item)),
        new("not", "<x-:b>", (a, _) => a[0].AsBoolean() is { } value ? !value : default(Item)),
        Aggregate("sum", (sum, number) => sum + number, 0),
        Aggregate("max", Math.Max, null),
        Aggregate("min", Math.Min, null),
        new("average", "<a<n>:n>", (a, _) => a[0].IsUndefined || a[0].Count == 0 ? default : (Item)(Total(a[0]) / a[0].Count)),
    ];

    private static Builtin Of(string name, Func<double, double> function) =>
        new(name, "<n-:n>", (a, _) => a[0].IsUndefined ? default : (Item)function(a[0].Number));

    private static Builtin Aggregate(string name, Func<double, double, double> step, double? empty) => new(name, "<a<n>:n>", (a, _) =>
    {
        if (a[0].IsUndefined || a[0].Count == 0)
        {
            return a[0].IsUndefined || empty is null ? default : (Item)empty.Value;
        }

        var result = a[0][0].Number;
        for (var index = 1; index < a[0].Count; index++)
        {
            result = step(result, a[0][index].Number);
        }

        return result;
    });

    private static double Total(Item array)
    {
        var total = 0d;
        for (var index = 0; index < array.Count; index++)
        {
            total += array[index].Number;
        }

        return total;
    }

    private static Item Number(Item item)
    {
        if (item.IsUndefined || item.IsNumber)
        {
            return item;
        }

        if (item.Text is not { } text)
        {
            return item.IsTrue() ? 1 : 0;
        }

        var radix = text is ['0', 'x' or 'X', ..] ? 16 : text is ['0', 'o' or 'O', ..] ? 8 : text is ['0', 'b' or 'B', ..] ? 2 : 10;
        if (radix != 10 && text.Length > 2 && text.Skip(2).All(digit => Digit(digit) < radix))
        {
            return text.Skip(2).Aggregate(0d, (value, digit) => (value * radix) + Digit(digit));
        }

        return Decimal().IsMatch(text) && double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
            ? number
            : throw new JsonataException("D3030", $"Unable to cast value to a number: \"{text}\"");
    }

    private static int Digit(char character) => char.IsAsciiHexDigit(character) ? Convert.ToInt32(character.ToString(), 16) : 99;

    /// <summary>To the nearest, a half to the even neighbour, of the number as it is written.</summary>
    public static double Round(double number, int precision)
    {
        var shifted = NumberText.Shift(number, precision);
        var result = Math.Floor(shifted + 0.5);
        if (Math.Abs(result - shifted) == 0.5 && Math.Abs(result % 2) == 1)
        {
            result--;
        }

        result = NumberText.Shift(result, -precision);
        return result == 0 ? 0 : result;
    }

    private static Item Power(Item number, Item exponent)
    {
        if (number.IsUndefined)
        {
            return default;
        }

        var result = Math.Pow(number.Number, exponent.Number);
        return double.IsFinite(result) ? result : throw new JsonataException("D3061", "The power function has resulted in a value that cannot be represented as a JSON number");
    }

    private static Item FormatBase(Item number, Item radix)
    {
        if (number.IsUndefined)
        {
            return default;
        }

        var by = radix.IsUndefined ? 10 : Round(radix.Number, 0);
        if (by is < 2 or > 36)
        {
            throw new JsonataException("D3100", "The radix of the formatBase function must be between 2 and 36");
        }

        var value = Round(number.Number, 0);
        var text = "";
        for (var rest = Math.Abs(value); rest >= 1; rest = Math.Floor(rest / by))
        {
            text = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % by)] + text;
        }

        return (value < 0 ? "-" : "") + (text.Length == 0 ? "0" : text);
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();
}

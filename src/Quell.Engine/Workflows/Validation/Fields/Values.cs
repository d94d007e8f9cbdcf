using System.Collections.Immutable;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>Checks of simple values. Those that a JSONata expression may stand for take one in a JSONata state.</summary>
internal static class Values
{
    /// <summary>The largest number of seconds and of attempts.</summary>
    public const int Largest = 99_999_999;

    public static void Anything(JsonValue value, Spot spot)
    {
        // Whatever it is, it is given as it stands.
    }

    public static void Text(JsonValue value, Spot spot) => Expect(value is JsonString, spot, "STRING");

    public static void Boolean(JsonValue value, Spot spot) => Expect(value is JsonBoolean, spot, "BOOLEAN");

    /// <summary>One of the texts.</summary>
    public static ValueCheck Enum(params ImmutableArray<string> allowed) => (value, spot) =>
    {
        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
        }
        else if (!allowed.Contains(text.Value))
        {
            spot.Schema(Texts.OneOf(allowed));
        }
    };

    /// <summary>A text that an expression may give.</summary>
    public static void Expressible(JsonValue value, Spot spot)
    {
        if (!spot.IsJsonata)
        {
            Text(value, spot);
            PathWarnings.NoPath(value, spot);
        }
        else if (value is JsonString text)
        {
            JsonataCheck.Text(text.Value, spot);
        }
        else
        {
            Text(value, spot);
        }
    }

    /// <summary>A whole number, or an expression that gives one.</summary>
    public static ValueCheck Integer(long least, long most = long.MaxValue) => (value, spot) =>
    {
        if (IsExpression(value, spot))
        {
            return;
        }

        if (value is JsonNumber number && IsWhole(number))
        {
            Bound(number.AsDouble, least, most, spot, bound => bound.ToString("0", CultureInfo.InvariantCulture));
        }
        else
        {
            spot.Schema("Expected value of type Integer");
        }
    };

    /// <summary>A number, or an expression that gives one.</summary>
    public static ValueCheck Number(double least, double most = double.MaxValue) => (value, spot) =>
    {
        if (IsExpression(value, spot))
        {
            return;
        }

        if (value is JsonNumber number)
        {
            Bound(number.AsDouble, least, most, spot, bound => bound.ToString("0.0", CultureInfo.InvariantCulture));
        }
        else
        {
            spot.Schema(Texts.Expected("NUMBER"));
        }
    };

    public static void Timestamp(JsonValue value, Spot spot)
    {
        if (IsExpression(value, spot))
        {
            return;
        }

        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
        }
        else if (!IsoTimestamp.TryParse(text.Value, out _))
        {
            spot.Schema("String does not match RFC3339 timestamp");
        }
    }

    /// <summary>An array that is not empty, with each of its items checked.</summary>
    public static ValueCheck Array(ValueCheck item) => (value, spot) =>
    {
        if (value is not JsonArray items)
        {
            spot.Schema(Texts.Expected("ARRAY"));
            return;
        }

        if (items.Count == 0)
        {
            spot.Schema(Texts.Empty);
        }

        for (var index = 0; index < items.Count; index++)
        {
            item(items[index], spot.Item(index));
        }
    };

    private static bool IsExpression(JsonValue value, Spot spot)
    {
        if (!spot.IsJsonata || value is not JsonString text || !JsonataCheck.IsMarked(text.Value))
        {
            return false;
        }

        JsonataCheck.Text(text.Value, spot);
        return true;
    }

    private static bool IsWhole(JsonNumber number) => number.TryAsLong(out _) || (double.IsInteger(number.AsDouble) && !number.Text.Contains('.', StringComparison.Ordinal));

    private static void Bound(double number, double least, double most, Spot spot, Func<double, string> shown)
    {
        if (number < least)
        {
            spot.Schema($"Minimum value is {shown(least)}");
        }
        else if (number > most)
        {
            spot.Schema($"Maximum value is {shown(most)}");
        }
    }

    private static void Expect(bool isIt, Spot spot, string kind)
    {
        if (!isIt)
        {
            spot.Schema(Texts.Expected(kind));
        }
    }
}

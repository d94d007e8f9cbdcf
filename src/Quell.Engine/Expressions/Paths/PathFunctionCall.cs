using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>
/// A function at the end of a path, applied to what the path leads to (json-path's README, "Functions"). The numeric ones take the
/// numbers of a list, and those that their arguments lead to.
/// </summary>
internal sealed record PathFunctionCall(string Name, ImmutableArray<FilterOperand> Arguments)
{
    private static readonly ImmutableArray<string> Names =
        ["min", "max", "avg", "stddev", "sum", "length", "size", "keys", "concat", "append", "first", "last", "index"];

    public static bool IsKnown(string name) => Names.Contains(name);

    /// <exception cref="PathException">It cannot be applied to the value.</exception>
    public JsonValue? Apply(JsonValue value, PathWalk walk)
    {
        var arguments = Arguments.Select(argument => walk.Find(argument, value)).OfType<JsonValue>().ToList();
        return Name switch
        {
            "length" or "size" => LengthOf(value),
            "keys" => value is JsonObject parent ? JsonArray.From(parent.Names) : null,
            "first" => value is JsonArray list ? JsonPath.At(list, 0) : null,
            "last" => value is JsonArray list ? JsonPath.At(list, -1) : null,
            "index" => value is JsonArray list ? JsonPath.At(list, Position(arguments)) : null,
            "append" => value is JsonArray list ? JsonArray.From(list.Items.AddRange(arguments)) : null,
            "concat" => Concat(value, arguments),
            _ => Aggregate(Numbers(value, arguments)),
        };
    }

    private static JsonValue? LengthOf(JsonValue value) => value switch
    {
        JsonArray array => array.Count,
        JsonObject parent => parent.Count,
        JsonString text => text.Value.Length,
        _ => null,
    };

    private static int Position(List<JsonValue> arguments) =>
        arguments is [JsonNumber number, ..] && number.TryAsLong(out var position) && position is >= int.MinValue and <= int.MaxValue
            ? (int)position
            : throw new PathException(PathException.Runtime, "The function index() wants a whole number");

    private static JsonString Concat(JsonValue value, List<JsonValue> arguments)
    {
        var parts = (value is JsonArray list ? list.Items.AsEnumerable() : [value]).Concat(arguments).OfType<JsonString>().ToList();
        return parts.Sum(part => (long)part.Value.Length) > PathReader.LongestText
            ? throw new PathException(PathException.Runtime, $"The function concat() gives more than {PathReader.LongestText} characters")
            : new JsonString(string.Concat(parts.Select(part => part.Value)));
    }

    private static List<double> Numbers(JsonValue value, List<JsonValue> arguments) =>
        [.. arguments.Prepend(value).SelectMany(part => part is JsonArray list ? list.Items.AsEnumerable() : [part])
            .OfType<JsonNumber>().Select(number => number.AsDouble)];

    private JsonNumber Aggregate(List<double> numbers)
    {
        if (numbers.Count == 0)
        {
            throw new PathException(PathException.Runtime, "Aggregation function attempted to calculate value using empty array");
        }

        var result = Name switch
        {
            "min" => numbers.Min(),
            "max" => numbers.Max(),
            "avg" => numbers.Average(),
            "sum" => numbers.Sum(),
            _ => Deviation(numbers),
        };
        return double.IsFinite(result)
            ? new JsonNumber(result)
            : throw new PathException(PathException.Runtime, $"The function {Name}() gives a number that is too large");
    }

    private static double Deviation(List<double> numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / numbers.Count);
    }
}

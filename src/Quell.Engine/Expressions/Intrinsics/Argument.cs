using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>Takes arguments as what a function wants them to be.</summary>
internal static class Argument
{
    public static JsonArray Array(JsonValue[] arguments, int position) => arguments[position] as JsonArray ?? throw Wrong(arguments, position, "an array");

    public static JsonObject Object(JsonValue[] arguments, int position) => arguments[position] as JsonObject ?? throw Wrong(arguments, position, "an object");

    public static string Text(JsonValue[] arguments, int position) => arguments[position] is JsonString text ? text.Value : throw Wrong(arguments, position, "a string");

    /// <summary>A number, rounded to the nearest whole one, halves upwards, as the guide says of them all.</summary>
    public static int Whole(JsonValue[] arguments, int position)
    {
        var value = arguments[position] is JsonNumber number ? Math.Floor(number.AsDouble + 0.5) : throw Wrong(arguments, position, "a number");
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw Wrong(arguments, position, "a number from -2147483648 to 2147483647");
    }

    private static IntrinsicException Wrong(JsonValue[] arguments, int position, string wanted)
    {
        var shown = arguments[position].ToString();
        return new($"Argument {position + 1} must be {wanted} but was: {(shown.Length > 200 ? shown[..200] + "…" : shown)}");
    }
}

using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Sandbox.Tests;

/// <summary>Reaches into JSON: <c>output.At("Vpcs.0.VpcId")</c>.</summary>
internal static class JsonReaching
{
    public static JsonValue? Reach(this JsonValue value, string path) => path.Split('.').Aggregate<string, JsonValue?>(
        value,
        (at, part) => at switch
        {
            JsonArray array => int.Parse(part, CultureInfo.InvariantCulture) is var n && n < array.Count ? array[n] : null,
            JsonObject parent => parent[part],
            _ => null,
        });

    /// <summary>The text, number or boolean there, as text.</summary>
    public static string At(this JsonValue value, string path) => value.Reach(path) switch
    {
        JsonString text => text.Value,
        JsonNumber number => number.Text,
        JsonBoolean boolean => boolean.Value ? "true" : "false",
        var other => throw new InvalidOperationException($"Nothing simple at {path}: {other} in {value}"),
    };

    /// <summary>The member of every object in the list there.</summary>
    public static IReadOnlyList<string> Each(this JsonValue value, string path, string member) =>
        [.. ((JsonArray)value.Reach(path)!).Objects.Select(item => item.At(member))];
}

using Quell.Engine.Json;

namespace Quell.Aws.Permissions;

/// <summary>Finds parameters by a path of member names, <c>Delete.Objects.Key</c>; of a list, those of each element.</summary>
internal static class ParameterPath
{
    /// <summary>The texts, numbers and booleans at the path, as text; a structure there counts as an empty text.</summary>
    public static IEnumerable<string> Values(JsonObject input, string path)
    {
        var found = path.Split('.').Aggregate((IEnumerable<JsonValue>)[input], static (values, name) => values.SelectMany(value => Members(value, name)));
        return found.SelectMany(Flat).Select(Text);
    }

    private static IEnumerable<JsonValue> Members(JsonValue value, string name) => Flat(value)
        .OfType<JsonObject>().Select(each => each[name]).OfType<JsonValue>();

    private static IEnumerable<JsonValue> Flat(JsonValue value) => value is JsonArray many ? many.Items : [value];

    private static string Text(JsonValue value) => value switch
    {
        JsonString text => text.Value,
        JsonNumber or JsonBoolean => value.ToString(),
        _ => "",
    };
}

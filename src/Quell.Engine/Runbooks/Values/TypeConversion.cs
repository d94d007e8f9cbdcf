using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>
/// Makes a value one of a type (Systems Manager User Guide, "Using action outputs as inputs"): texts become lists, whole numbers and
/// booleans; numbers and booleans texts and lists; a list of one element what that element is. Beyond that page, JSON texts become the
/// maps and lists that they are the text of, because parameters come as texts, and a text is made of whatever is in a list of texts.
/// </summary>
internal static class TypeConversion
{
    /// <returns>C# null where the value cannot be of the type.</returns>
    public static JsonValue? Convert(JsonValue value, RunbookType type) => type switch
    {
        RunbookType.String => Sole(value) is { } sole ? Text(sole) : Text(value),
        RunbookType.StringList => List(value),
        RunbookType.Integer => Whole(Sole(value) ?? value),
        RunbookType.Boolean => Flag(Sole(value) ?? value),
        RunbookType.StringMap => Map(value),
        _ => Maps(value),
    };

    /// <summary>A value as text: what is no text itself as its JSON.</summary>
    public static string Plain(JsonValue value) => value is JsonString text ? text.Value : value.ToString();

    private static JsonString? Text(JsonValue value) => value switch
    {
        JsonNull => null,
        JsonString text => text,
        _ => new JsonString(value.ToString()),
    };

    private static JsonArray? List(JsonValue value) => value switch
    {
        JsonNull => null,
        JsonArray { Items: var items } array when items.All(item => item is JsonString) => array,
        JsonArray array => JsonArray.From(array.Items.Select(item => (JsonValue)Plain(item))),
        JsonString text when Parsed(text.Value, '[') is JsonArray parsed => List(parsed),
        JsonObject => null,
        _ => [Plain(value)],
    };

    private static JsonNumber? Whole(JsonValue value) => value switch
    {
        JsonNumber number when number.TryAsLong(out var whole) => new(whole),
        JsonString text when long.TryParse(text.Value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var whole) => new(whole),
        _ => null,
    };

    private static JsonBoolean? Flag(JsonValue value) => value switch
    {
        JsonBoolean flag => flag,
        JsonString text when bool.TryParse(text.Value, out var flag) => JsonBoolean.Of(flag),
        _ => null,
    };

    private static JsonObject? Map(JsonValue value) => value switch
    {
        JsonObject map => map,
        JsonString text => Parsed(text.Value, '{') as JsonObject,
        JsonArray { Count: 1 } array => array[0] is JsonArray ? null : Map(array[0]),
        _ => null,
    };

    private static JsonArray? Maps(JsonValue value)
    {
        if (value is JsonString text)
        {
            return Parsed(text.Value, '[') is JsonArray parsed ? Maps(parsed) : Map(text) is { } map ? [map] : null;
        }

        if (value is not JsonArray array)
        {
            return null;
        }

        // The list as one text, as the command line makes it easy to give.
        if (array is [JsonString sole] && Parsed(sole.Value, '[') is JsonArray inner)
        {
            return Maps(inner);
        }

        var maps = array.Items.Select(item => item is JsonArray ? null : Map(item)).ToImmutableArray();
        return maps.Contains(null) ? null : JsonArray.From(maps.OfType<JsonValue>());
    }

    /// <summary>The one element of a list that is no list or map itself.</summary>
    private static JsonValue? Sole(JsonValue value) => value is JsonArray { Count: 1 } array && array[0] is not (JsonArray or JsonObject) ? array[0] : null;

    private static JsonValue? Parsed(string text, char first)
    {
        if (!text.AsSpan().TrimStart().StartsWith([first]))
        {
            return null;
        }

        try
        {
            return JsonValue.Parse(text);
        }
        catch (JsonSyntaxException)
        {
            // It begins as JSON does and is none: a text like any other.
            return null;
        }
    }
}

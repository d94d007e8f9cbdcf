using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>Developer guide, "Intrinsics for JSON data manipulation".</summary>
internal static class JsonIntrinsics
{
    /// <summary>Parses a text; a blank one is null, and the zero has no sign.</summary>
    public static JsonValue StringToJson(JsonValue[] arguments)
    {
        var text = Argument.Text(arguments, 0);
        if (string.IsNullOrWhiteSpace(text))
        {
            return JsonValue.Null;
        }

        try
        {
            var value = JsonValue.Parse(text);
            return text.Contains("-0", StringComparison.Ordinal) ? WithoutNegativeZero(value) : value;
        }
        catch (JsonSyntaxException wrong)
        {
            throw new IntrinsicException($"The text is not JSON: {wrong.Message}");
        }
    }

    public static JsonValue JsonToString(JsonValue[] arguments)
    {
        var text = arguments[0].ToString();
        return text.Length <= IntrinsicFunction.LargestResult ? text : throw new IntrinsicException("The text is larger than a state may hold");
    }

    /// <summary>Members of the second object win; objects inside are not merged, for AWS supports no deep merging.</summary>
    public static JsonObject Merge(JsonValue[] arguments)
    {
        var (first, second) = (Argument.Object(arguments, 0), Argument.Object(arguments, 1));
        return arguments[2] is JsonBoolean { Value: false }
            ? first.Merge(second)
            : throw new IntrinsicException("The third argument must be false: only shallow merging is supported");
    }

    private static JsonValue WithoutNegativeZero(JsonValue value) => value switch
    {
        JsonNumber { Text: "-0" } => new JsonNumber(0),
        JsonArray array => JsonArray.From(array.Items.Select(WithoutNegativeZero)),
        JsonObject parent => JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)parent)
            .Select(member => KeyValuePair.Create(member.Key, WithoutNegativeZero(member.Value)))),
        _ => value,
    };
}

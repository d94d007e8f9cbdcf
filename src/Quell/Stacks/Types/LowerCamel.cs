using Quell.Engine.Json;

namespace Quell.Stacks.Types;

/// <summary>Properties (<c>LogGroupArn</c>) as the parameters of an API that begins its names with a small letter (<c>logGroupArn</c>).</summary>
internal static class LowerCamel
{
    /// <summary>The value with every member's name, at any depth, in the API's spelling; null stays null.</summary>
    public static JsonValue? Of(JsonValue? value) => value switch
    {
        JsonObject parent => JsonObject.From(parent.Select(member =>
            KeyValuePair.Create(char.ToLowerInvariant(member.Key[0]) + member.Key[1..], Of(member.Value) ?? JsonValue.Null))),
        JsonArray items => JsonArray.From(items.Items.Select(item => Of(item) ?? JsonValue.Null)),
        _ => value,
    };
}

using Quell.Engine.Json;

namespace Quell.Stacks.Types;

/// <summary>Tags as templates and APIs have them, and what an update changes about them.</summary>
internal static class TagChanges
{
    /// <summary><c>[{"Key", "Value"}]</c> as <c>{key: value}</c>; null where there is none.</summary>
    public static JsonObject? Map(JsonValue? tags) => tags is JsonArray { Count: > 0 } list
        ? JsonObject.From(list.Objects.Select(tag => KeyValuePair.Create(tag.String("Key") ?? "", tag["Value"] ?? "")))
        : null;

    /// <summary>Removes the tags that an update drops, then sets those that it adds or changes.</summary>
    /// <param name="work">An update; its <c>Tags</c> are a list or a map.</param>
    /// <param name="remove">Given the keys.</param>
    /// <param name="set">Given keys and values.</param>
    public static async Task Apply(ResourceWork work, Func<JsonArray, Task> remove, Func<JsonObject, Task> set)
    {
        var before = Of(work.Before["Tags"]);
        var after = Of(work["Tags"]);
        var removed = JsonArray.From(before.Names.Where(key => !after.Has(key)));
        var changed = JsonObject.From(after.Where(tag => !tag.Value.Equals(before[tag.Key])));
        if (removed.Count > 0)
        {
            await remove(removed).ConfigureAwait(false);
        }

        if (changed.Count > 0)
        {
            await set(changed).ConfigureAwait(false);
        }
    }

    /// <summary><c>{key: value}</c> as <c>[{"Key", "Value"}]</c>.</summary>
    public static JsonArray List(JsonObject tags) =>
        JsonArray.From(tags.Select(tag => (JsonValue)JsonObject.Of(("Key", tag.Key), ("Value", tag.Value))));

    private static JsonObject Of(JsonValue? tags) => tags as JsonObject ?? Map(tags) ?? JsonObject.Empty;
}

using Quell.Engine.Json;

namespace Quell.Sandbox;

/// <summary>Tags as most services keep them: a list of keys with values, the key under the name that the service gives it.</summary>
/// <param name="Key">The member that has the key: <c>Key</c>, <c>TagKey</c>.</param>
internal sealed record TagList(string Key)
{
    public static readonly TagList Plain = new("Key");

    /// <summary>Tags of a resource at most, as AWS limits them everywhere.</summary>
    public const int Most = 50;

    /// <summary>The tags with others set, in the order in which they came.</summary>
    public JsonArray With(JsonArray tags, JsonArray added)
    {
        var keys = KeysOf(added).ToHashSet(StringComparer.Ordinal);
        return JsonArray.From([.. tags.Objects.Where(tag => !keys.Contains(tag.String(Key) ?? "")), .. added.Objects]);
    }

    public JsonArray Without(JsonArray tags, IEnumerable<string> removed)
    {
        var keys = removed.ToHashSet(StringComparer.Ordinal);
        return JsonArray.From(tags.Objects.Where(tag => !keys.Contains(tag.String(Key) ?? "")));
    }

    /// <summary>What is wrong with tags that a caller gives; null for nothing.</summary>
    public string? FaultOf(JsonArray tags) =>
        KeysOf(tags).FirstOrDefault(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } reserved
            ? $"aws: prefixed tag key names are not allowed for external use: {reserved}"
        : KeysOf(tags).GroupBy(key => key, StringComparer.Ordinal).FirstOrDefault(keys => keys.Count() > 1) is { } twice
            ? $"Duplicate tag key: {twice.Key}"
        : null;

    public IEnumerable<string> KeysOf(JsonArray tags) => tags.Objects.Select(tag => tag.String(Key) ?? "");
}

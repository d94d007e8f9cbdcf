using Quell.Engine.Json;
using Quell.Engine.Policies;

namespace Quell.Aws.Permissions;

/// <summary>
/// The tags in a call's parameters, however the service spells them (IAM User Guide, "aws:RequestTag/tag-key" and "aws:TagKeys").
/// </summary>
internal static class RequestTags
{
    private static readonly string[] KeyNames = ["Key", "key", "TagKey"];
    private static readonly string[] ValueNames = ["Value", "value", "TagValue"];

    public static void AddTo(PolicyContext context, JsonObject input)
    {
        var tags = Of(input).ToList();
        foreach (var (key, value) in tags)
        {
            context.Add($"aws:RequestTag/{key}", value);
        }

        context.Add("aws:TagKeys", [.. tags.Select(tag => tag.Key).Concat(Removed(input)).Distinct()]);
    }

    /// <summary>The types of what EC2 is to create and tag.</summary>
    public static IEnumerable<string> CreatedTypes(JsonObject input) =>
        input.Array("TagSpecifications").Objects.Where(each => each.Array("Tags").Count > 0).Select(each => each.String("ResourceType")).OfType<string>().Distinct();

    /// <summary>The tags of a value in the service's own form: a list of keys with values, or a map.</summary>
    public static IEnumerable<(string Key, string Value)> Read(JsonValue? tags) => tags switch
    {
        JsonArray list => list.Objects.Where(tag => First(tag, KeyNames) is not null).Select(tag => (First(tag, KeyNames) ?? "", First(tag, ValueNames) ?? "")),
        JsonObject map when map["TagSet"] is { } set => Read(set),
        JsonObject map => ((IEnumerable<KeyValuePair<string, JsonValue>>)map)
            .Where(member => member.Value is JsonString).Select(member => (member.Key, ((JsonString)member.Value).Value)),
        JsonString { Value: var query } => query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair),
        _ => [],
    };

    private static IEnumerable<(string Key, string Value)> Of(JsonObject input) =>
        input.Array("TagSpecifications").Objects.SelectMany(each => Read(each["Tags"]))
            .Concat(input.Names.Where(IsTags).SelectMany(name => Read(input[name])));

    private static bool IsTags(string name) => name is "Tags" or "tags" or "TagList" or "Tagging";

    private static IEnumerable<string> Removed(JsonObject input) => input.Array("TagKeys").Strings.Concat(input.Array("tagKeys").Strings);

    private static string? First(JsonObject tag, string[] names) => names.Select(tag.String).FirstOrDefault(value => value is not null);

    private static (string Key, string Value) Pair(string text) => text.Split('=', 2) is [var key, var value]
        ? (Uri.UnescapeDataString(key), Uri.UnescapeDataString(value))
        : (Uri.UnescapeDataString(text), "");
}

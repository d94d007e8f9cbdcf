using Quell.Engine.Json;

namespace Quell.Stacks;

/// <summary>
/// The tags that a resource gets from its stack (CloudFormation User Guide, "Resource tag"): the stack's own, and
/// <c>aws:cloudformation:stack-name</c>, <c>stack-id</c> and <c>logical-id</c>. The template's tags win.
/// </summary>
internal static class StackTags
{
    public static JsonObject Into(ResourceType type, JsonObject properties, Stack stack, string logicalId, JsonArray stackTags)
    {
        var inherited = stackTags.Objects.Select(tag => (Key: tag.String("Key") ?? "", Value: tag.String("Value") ?? ""));
        if (type.Tagging == StackTagging.ListWithSystemTags)
        {
            inherited = inherited.Concat(
            [
                ("aws:cloudformation:stack-name", stack.Name),
                ("aws:cloudformation:stack-id", stack.Id),
                ("aws:cloudformation:logical-id", logicalId),
            ]);
        }

        return type.Tagging switch
        {
            StackTagging.None => properties,
            StackTagging.Map => WithMap(properties, inherited),
            _ => WithList(properties, inherited),
        };
    }

    private static JsonObject WithMap(JsonObject properties, IEnumerable<(string Key, string Value)> inherited)
    {
        var tags = inherited.Aggregate(JsonObject.Empty, (all, tag) => all.With(tag.Key, tag.Value)).Merge(properties.Object("Tags") ?? JsonObject.Empty);
        return tags.Count == 0 ? properties : properties.With("Tags", tags);
    }

    private static JsonObject WithList(JsonObject properties, IEnumerable<(string Key, string Value)> inherited)
    {
        var own = properties.Array("Tags");
        var taken = own.Objects.Select(tag => tag.String("Key")).ToHashSet();
        var added = inherited.Where(tag => !taken.Contains(tag.Key)).Select(tag => (JsonValue)JsonObject.Of(("Key", tag.Key), ("Value", tag.Value)));
        var tags = JsonArray.From(own.Items.Concat(added));
        return tags.Count == 0 ? properties : properties.With("Tags", tags);
    }
}

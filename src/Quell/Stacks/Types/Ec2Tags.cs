using Quell.Engine.Json;

namespace Quell.Stacks.Types;

/// <summary>Tags as EC2 takes them: with the creation, or by resource id.</summary>
internal static class Ec2Tags
{
    /// <summary>The <c>TagSpecifications</c> of a creation; null where there are no tags.</summary>
    public static JsonValue? For(ResourceWork work, string kind) => work["Tags"] is JsonArray { Count: > 0 } tags
        ? new JsonArray([JsonObject.Of(("ResourceType", kind), ("Tags", tags))])
        : null;

    public static Task Update(ResourceWork work) => TagChanges.Apply(
        work,
        keys => work.Call("ec2", "DeleteTags", ("Resources", JsonArray.From([work.PhysicalId])), ("Tags", JsonArray.From(keys.Strings.Select(key => JsonObject.Of(("Key", key)))))),
        tags => work.Call("ec2", "CreateTags", ("Resources", JsonArray.From([work.PhysicalId])), ("Tags", TagChanges.List(tags))));
}

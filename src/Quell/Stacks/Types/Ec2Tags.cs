using Quell.Engine.Json;

namespace Quell.Stacks.Types;

/// <summary>Tags as EC2 takes them: with the creation, or by resource id.</summary>
internal static class Ec2Tags
{
    /// <summary>The <c>TagSpecifications</c> of a creation; null where there are no tags.</summary>
    public static JsonValue? For(ResourceWork work, string kind) => work["Tags"] is JsonArray { Count: > 0 } tags
        ? new JsonArray([JsonObject.Of(("ResourceType", kind), ("Tags", tags))])
        : null;

    public static Task Update(ResourceWork work) => Update(work, work.PhysicalId);

    /// <summary>The same for a type whose physical id is not the id that EC2 tags.</summary>
    public static Task Update(ResourceWork work, string id) => TagChanges.Apply(
        work,
        keys => work.Call("ec2", "DeleteTags", ("Resources", JsonArray.From([id])), ("Tags", JsonArray.From(keys.Strings.Select(key => JsonObject.Of(("Key", key)))))),
        tags => work.Call("ec2", "CreateTags", ("Resources", JsonArray.From([id])), ("Tags", TagChanges.List(tags))));
}

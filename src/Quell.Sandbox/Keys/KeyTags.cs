using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Keys;

/// <summary>Tags of keys, which KMS calls <c>TagKey</c> and <c>TagValue</c>.</summary>
internal static class KeyTags
{
    private static readonly TagList Tags = new("TagKey");

    public static JsonObject TagResource(OperationContext context)
    {
        var key = KmsKey.Living(context);
        key.Put(context.State, KmsKey.TagsMember, Checked(key.Value.Array(KmsKey.TagsMember), context.Input.Array("Tags")));
        return JsonObject.Empty;
    }

    public static JsonObject UntagResource(OperationContext context)
    {
        var key = KmsKey.Living(context);
        var rest = Tags.Without(key.Value.Array(KmsKey.TagsMember), context.Input.Array("TagKeys").Strings);
        key.Put(context.State, KmsKey.TagsMember, rest.Count == 0 ? null : rest);
        return JsonObject.Empty;
    }

    public static JsonObject ListResourceTags(OperationContext context) =>
        JsonObject.Of(("Tags", KmsKey.Of(context).Value.Array(KmsKey.TagsMember)), ("Truncated", false));

    /// <summary>The tags with those added, when they keep the rules.</summary>
    public static JsonArray Checked(JsonArray tags, JsonArray added)
    {
        if (Tags.FaultOf(added) is { } fault)
        {
            throw new AwsException("TagException", fault);
        }

        var all = Tags.With(tags, added);
        return all.Count > TagList.Most ? throw new AwsException("LimitExceededException", "The number of tags exceeds the limit of 50.") : all;
    }
}

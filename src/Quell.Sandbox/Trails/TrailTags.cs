using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Trails;

/// <summary>Tags of trails.</summary>
internal static class TrailTags
{
    public static JsonObject AddTags(OperationContext context)
    {
        var trail = Get(context, context.Input.String("ResourceId") ?? "");
        trail.Put(context.State, trail.Value.With(
            AccountTrail.TagsMember, Checked(trail.Value.Array(AccountTrail.TagsMember), context.Input.Array("TagsList"))));
        return JsonObject.Empty;
    }

    public static JsonObject RemoveTags(OperationContext context)
    {
        var trail = Get(context, context.Input.String("ResourceId") ?? "");
        var rest = TagList.Plain.Without(trail.Value.Array(AccountTrail.TagsMember), TagList.Plain.KeysOf(context.Input.Array("TagsList")));
        trail.Put(context.State, trail.Value.With(AccountTrail.TagsMember, rest.Count == 0 ? null : rest));
        return JsonObject.Empty;
    }

    public static JsonObject ListTags(OperationContext context) => JsonObject.Of(("ResourceTagList", JsonArray.From(
        context.Input.Array("ResourceIdList").Strings.Select(id => JsonObject.Of(
            ("ResourceId", id), ("TagsList", Get(context, id).Value.Array(AccountTrail.TagsMember)))))));

    /// <summary>The tags with those added, when they keep the rules.</summary>
    public static JsonArray Checked(JsonArray tags, JsonArray added)
    {
        if (TagList.Plain.FaultOf(added) is { } fault)
        {
            throw new AwsException("InvalidTagParameterException", fault);
        }

        var all = TagList.Plain.With(tags, added);
        return all.Count > TagList.Most
            ? throw new AwsException("TagsLimitExceededException", "The number of tags per trail has exceeded the limit of 50.")
            : all;
    }

    private static AccountTrail Get(OperationContext context, string id) => !Arn.TryParse(id, out _)
        ? throw new AwsException("CloudTrailARNInvalidException", $"The ARN {id} is not valid.")
        : AccountTrail.Find(context.State.Current, context.Scope, id)
            ?? throw new AwsException("ResourceNotFoundException", $"The resource {id} was not found.");
}

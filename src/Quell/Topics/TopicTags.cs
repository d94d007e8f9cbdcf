using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>TagResource, UntagResource, ListTagsForResource.</summary>
internal static class TopicTags
{
    private const int MaxTags = 50;

    public static JsonObject TagResource(OperationContext context)
    {
        var topic = Tagged(context);
        Put(context, topic, Checked(topic.Tags.Merge(Read(context.Input.Array("Tags")))));
        return JsonObject.Empty;
    }

    public static JsonObject UntagResource(OperationContext context)
    {
        var topic = Tagged(context);
        Put(context, topic, context.Input.Array("TagKeys").Strings.Aggregate(topic.Tags, (rest, key) => rest.Without(key)));
        return JsonObject.Empty;
    }

    public static JsonObject ListTagsForResource(OperationContext context) => JsonObject.Of(
        ("Tags", JsonArray.From(((IEnumerable<KeyValuePair<string, JsonValue>>)Tagged(context).Tags)
            .Select(tag => (JsonValue)JsonObject.Of(("Key", tag.Key), ("Value", tag.Value))))));

    /// <summary>A list of tags as an object by key.</summary>
    public static JsonObject Read(JsonArray tags)
    {
        var keys = tags.Objects.Select(tag => tag.String("Key") ?? "").ToList();
        if (keys.Any(key => key.Length is 0 or > 128) || tags.Objects.Any(tag => tag.String("Value") is not { Length: <= 256 }))
        {
            throw TopicErrors.Invalid("Tags Reason: keys have 1 to 128 characters, values up to 256");
        }

        return keys.Distinct(StringComparer.Ordinal).Count() != keys.Count
            ? throw TopicErrors.Invalid("Tags Reason: Duplicated keys are not allowed.")
            : Checked(JsonObject.From(tags.Objects.Select(tag => KeyValuePair.Create(tag.String("Key") ?? "", tag["Value"] ?? ""))));
    }

    private static JsonObject Checked(JsonObject tags) => tags.Count <= MaxTags ? tags
        : throw new AwsException("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");

    private static Topic Tagged(OperationContext context)
    {
        try
        {
            return context.Topic("ResourceArn");
        }
        catch (AwsException missing) when (missing.Code == "NotFound")
        {
            throw new AwsException("ResourceNotFound", "Resource does not exist", 404);
        }
    }

    private static void Put(OperationContext context, Topic topic, JsonObject tags) =>
        (topic with { Value = topic.Value.With("Tags", tags) }).Put(context.State);
}

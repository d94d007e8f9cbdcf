using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>TagQueue, UntagQueue, ListQueueTags.</summary>
internal static class QueueTags
{
    public static JsonObject TagQueue(OperationContext context)
    {
        var queue = context.Queue();
        var tags = queue.Tags.Merge(context.Input.Object("Tags") ?? JsonObject.Empty);
        Check(tags);
        (queue with { Value = queue.Value.With("Tags", tags) }).Put(context.State);
        return JsonObject.Empty;
    }

    public static JsonObject UntagQueue(OperationContext context)
    {
        var queue = context.Queue();
        var tags = context.Input.Array("TagKeys").Strings.Aggregate(queue.Tags, (rest, key) => rest.Without(key));
        (queue with { Value = queue.Value.With("Tags", tags) }).Put(context.State);
        return JsonObject.Empty;
    }

    public static JsonObject ListQueueTags(OperationContext context)
    {
        var tags = context.Queue().Tags;
        return JsonObject.Of(("Tags", tags.Count == 0 ? null : tags));
    }

    /// <summary>Limits of "Tagging a queue" in the SQS developer guide: 50 tags, keys of 128 and values of 256 characters.</summary>
    public static void Check(JsonObject tags)
    {
        if (tags.Count > 50)
        {
            throw QueueErrors.InvalidValue("Too many tags added for queue. A queue can have up to 50 tags.");
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > 128 || value is not JsonString { Value.Length: <= 256 })
            {
                throw QueueErrors.InvalidValue($"Tag '{key}' is invalid: keys have 1 to 128 characters, values up to 256.");
            }
        }
    }
}

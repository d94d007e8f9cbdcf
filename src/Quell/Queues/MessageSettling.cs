using System.Collections.Concurrent;
using System.Globalization;
using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>DeleteMessage(Batch), ChangeMessageVisibility(Batch), PurgeQueue and GetQueueAttributes, which counts.</summary>
internal sealed class MessageSettling(ResourceStore store, LiveQueues queues)
{
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromSeconds(60);

    private static readonly string[] Known =
    [
        "All", "Policy", "RedrivePolicy", "RedriveAllowPolicy", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed", "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn", "VisibilityTimeout", "DelaySeconds",
        "MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "SqsManagedSseEnabled", "KmsMasterKeyId",
        "KmsDataKeyReusePeriodSeconds", "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
    ];

    private readonly ConcurrentDictionary<string, DateTimeOffset> _purged = [];

    public async ValueTask<CallResult> DeleteMessage(Call call, CancellationToken cancellationToken)
    {
        await queues.Delete(call.Queue(store.Current), call.Input.String("ReceiptHandle") ?? "").ConfigureAwait(false);
        return new(JsonObject.Empty);
    }

    public ValueTask<CallResult> DeleteMessageBatch(Call call, CancellationToken cancellationToken)
    {
        var queue = call.Queue(store.Current);
        return Each(call, entry => queues.Delete(queue, entry.String("ReceiptHandle") ?? ""));
    }

    public async ValueTask<CallResult> ChangeMessageVisibility(Call call, CancellationToken cancellationToken)
    {
        await ChangeVisibility(call.Queue(store.Current), call.Input).ConfigureAwait(false);
        return new(JsonObject.Empty);
    }

    public ValueTask<CallResult> ChangeMessageVisibilityBatch(Call call, CancellationToken cancellationToken)
    {
        var queue = call.Queue(store.Current);
        return Each(call, entry => ChangeVisibility(queue, entry));
    }

    public async ValueTask<CallResult> PurgeQueue(Call call, CancellationToken cancellationToken)
    {
        var queue = call.Queue(store.Current);
        var now = queues.Now;
        var last = _purged.GetOrAdd(queue.Incarnation, now);
        if (last != now && (now - last < PurgeInterval || !_purged.TryUpdate(queue.Incarnation, now, last)))
        {
            throw new AwsException(
                "PurgeQueueInProgress", $"Only one PurgeQueue operation on {queue.Name} is allowed every 60 seconds.", 403);
        }

        await queues.Purge(queue).ConfigureAwait(false);
        return new(JsonObject.Empty);
    }

    public ValueTask<CallResult> GetQueueAttributes(Call call, CancellationToken cancellationToken)
    {
        var queue = call.Queue(store.Current);
        var names = call.Input.Array("AttributeNames").Strings.ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            throw QueueErrors.InvalidAttributeName(unknown);
        }

        var all = names.Count == 0 ? JsonObject.Empty : All(queue);
        var asked = names.Contains("All") ? all : JsonObject.From(
            ((IEnumerable<KeyValuePair<string, JsonValue>>)all).Where(attribute => names.Contains(attribute.Key)));
        return ValueTask.FromResult<CallResult>(new(asked.Count == 0 ? JsonObject.Empty : JsonObject.Of(("Attributes", asked))));
    }

    private JsonObject All(Queue queue)
    {
        var counts = queues.Count(queue);
        return JsonObject.Of(
                ("QueueArn", queue.Arn),
                ("ApproximateNumberOfMessages", Text(counts.Visible)),
                ("ApproximateNumberOfMessagesNotVisible", Text(counts.InFlight)),
                ("ApproximateNumberOfMessagesDelayed", Text(counts.Delayed)),
                ("CreatedTimestamp", queue.Value["CreatedTimestamp"]),
                ("LastModifiedTimestamp", queue.Value["LastModifiedTimestamp"]))
            .Merge(JsonObject.From(QueueAttributes.Defaults.Select(each => KeyValuePair.Create(each.Key, (JsonValue)each.Value))))
            .Merge(queue.Attributes);
    }

    private static async ValueTask<CallResult> Each(Call call, Func<JsonObject, Task> settle)
    {
        var results = new BatchResults();
        foreach (var entry in BatchEntries.Of(call.Input))
        {
            await results.TryAsync(entry, () => settle(entry)).ConfigureAwait(false);
        }

        return new(results.ToOutput());
    }

    private Task ChangeVisibility(Queue queue, JsonObject input) => input.Long("VisibilityTimeout") is { } seconds and >= 0 and <= 43_200
        ? queues.ChangeVisibility(queue, input.String("ReceiptHandle") ?? "", TimeSpan.FromSeconds(seconds))
        : throw QueueErrors.InvalidValue(
            $"Value {input["VisibilityTimeout"]} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

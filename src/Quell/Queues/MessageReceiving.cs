using System.Globalization;
using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>ReceiveMessage.</summary>
internal sealed class MessageReceiving(ResourceStore store, LiveQueues queues)
{
    private static readonly string[] SystemAttributes =
    [
        "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp", "AWSTraceHeader", "DeadLetterQueueSourceArn",
    ];

    // They exist, and standard queues have no values for them.
    private static readonly string[] FifoAttributes = ["SequenceNumber", "MessageDeduplicationId", "MessageGroupId"];

    public async ValueTask<CallResult> ReceiveMessage(Call call, CancellationToken cancellationToken)
    {
        var queue = call.Queue(store.Current);
        var input = call.Input;
        var names = SystemNames(input);
        var attributeNames = input.Array("MessageAttributeNames").Strings.ToList();
        var max = Ranged(input, "MaxNumberOfMessages", 1, 10) ?? 1;
        var visibility = Ranged(input, "VisibilityTimeout", 0, 43_200) is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var wait = Ranged(input, "WaitTimeSeconds", 0, 20) is { } waitSeconds ? TimeSpan.FromSeconds(waitSeconds) : queue.ReceiveWait;
        var messages = await queues.Receive(queue, (int)max, visibility, wait, cancellationToken).ConfigureAwait(false);
        return new(messages.Count == 0 ? JsonObject.Empty : JsonObject.Of(
            ("Messages", JsonArray.From(messages.Select(message => Answer(message, names, attributeNames))))));
    }

    private static JsonObject Answer(ReceivedMessage received, IReadOnlyList<string> names, IReadOnlyList<string> attributeNames)
    {
        var message = received.Message;
        var system = System(received);
        system = names.Contains("All") ? system : JsonObject.From(
            ((IEnumerable<KeyValuePair<string, JsonValue>>)system).Where(attribute => names.Contains(attribute.Key)));

        // The digest is of the attributes that are answered, since clients recompute it from those.
        var attributes = MessageAttributes.Selected(message.Attributes, attributeNames);
        return JsonObject.Of(
            ("MessageId", message.Id),
            ("ReceiptHandle", received.ReceiptHandle),
            ("MD5OfBody", message.BodyMd5),
            ("Body", message.Body),
            ("Attributes", system.Count == 0 ? null : system),
            ("MD5OfMessageAttributes", MessageAttributes.Md5(attributes) is { } md5 ? (JsonValue)md5 : null),
            ("MessageAttributes", attributes));
    }

    private static JsonObject System(ReceivedMessage received) => JsonObject.Of(
        ("SenderId", received.Message.Sender),
        ("SentTimestamp", Milliseconds(received.Message.Sent)),
        ("ApproximateReceiveCount", received.Count.ToString(CultureInfo.InvariantCulture)),
        ("ApproximateFirstReceiveTimestamp", Milliseconds(received.FirstReceived)),
        ("AWSTraceHeader", received.Message.System?.Object("AWSTraceHeader")?["StringValue"]),
        ("DeadLetterQueueSourceArn", received.Source is { } source ? (JsonValue)source : null));

    private static List<string> SystemNames(JsonObject input)
    {
        List<string> names = [.. input.Array("AttributeNames").Strings, .. input.Array("MessageSystemAttributeNames").Strings];
        return names.FirstOrDefault(name => name != "All" && !SystemAttributes.Contains(name) && !FifoAttributes.Contains(name)) is { } unknown
            ? throw QueueErrors.InvalidAttributeName(unknown)
            : names;
    }

    private static long? Ranged(JsonObject input, string name, long min, long max) => input.Long(name) switch
    {
        null => null,
        { } value when value >= min && value <= max => value,
        var value => throw QueueErrors.InvalidValue(
            $"Value {value} for parameter {name} is invalid. Reason: Must be >= {min} and <= {max}, if provided."),
    };

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}

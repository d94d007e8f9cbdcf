using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Gate;
using System.Text;

namespace Quell.Queues;

/// <summary>SendMessage and SendMessageBatch.</summary>
internal sealed class MessageSending(ResourceStore store, LiveQueues queues)
{
    private const int MaxBatchBytes = 1_048_576;

    public async ValueTask<CallResult> SendMessage(Call call, CancellationToken cancellationToken)
    {
        var queue = call.Queue(store.Current);
        var message = Message(queue, call, call.Input);
        var answer = new CallResult(Answer(message));
        await queues.Send(queue, [message], call.Record(answer)).ConfigureAwait(false);
        return answer;
    }

    public async ValueTask<CallResult> SendMessageBatch(Call call, CancellationToken cancellationToken)
    {
        var queue = call.Queue(store.Current);
        var entries = BatchEntries.Of(call.Input);
        if (entries.Sum(Size) > MaxBatchBytes)
        {
            throw new AwsException(
                "BatchRequestTooLong", $"Batch requests cannot be longer than {MaxBatchBytes} bytes. You have sent {entries.Sum(Size)} bytes.");
        }

        var results = new BatchResults();
        var messages = new List<QueueMessage>();
        foreach (var entry in entries)
        {
            results.Try(entry, () =>
            {
                var message = Message(queue, call, entry);
                messages.Add(message);
                return Answer(message);
            });
        }

        var answer = new CallResult(results.ToOutput());
        if (messages.Count > 0)
        {
            await queues.Send(queue, messages, call.Record(answer)).ConfigureAwait(false);
        }

        return answer;
    }

    private QueueMessage Message(Queue queue, Call call, JsonObject input)
    {
        if (input.Has("MessageDeduplicationId"))
        {
            throw QueueErrors.InvalidValue(
                $"Value {input.String("MessageDeduplicationId")} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.");
        }

        if (input.Has("MessageGroupId"))
        {
            // Standard queues take it since 2025, for fair queues; Quell has none and says so rather than drop it.
            throw QueueErrors.Fifo();
        }

        var body = input.String("MessageBody") ?? "";
        var attributes = input.Object("MessageAttributes") ?? JsonObject.Empty;
        var system = input.Object("MessageSystemAttributes");
        Check(queue, body, attributes, system);
        return queues.NewMessage(queue, call.Principal.PrincipalId, body, attributes, Delay(input)) with
        {
            System = system is { Count: > 0 } ? system : null,
        };
    }

    private static void Check(Queue queue, string body, JsonObject attributes, JsonObject? system)
    {
        if (body.Length == 0)
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter MessageBody.");
        }

        if (!body.EnumerateRunes().All(IsAllowed))
        {
            throw new AwsException("InvalidMessageContents", "The message contains characters outside the allowed set.");
        }

        MessageAttributes.Check(attributes);
        if (system?.Names.FirstOrDefault(name => name != "AWSTraceHeader") is { } unknown)
        {
            throw QueueErrors.InvalidValue($"Message system attribute '{unknown}' is not supported: only AWSTraceHeader is.");
        }

        if (Encoding.UTF8.GetByteCount(body) + MessageAttributes.Size(attributes) > queue.MaximumMessageSize)
        {
            throw QueueErrors.InvalidValue(
                $"One or more parameters are invalid. Reason: Message must be shorter than {queue.MaximumMessageSize} bytes.");
        }
    }

    /// <summary>The characters of XML 1.0, which SQS's messages are made of (API reference, SendMessage).</summary>
    private static bool IsAllowed(Rune rune) =>
        rune.Value is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000;

    private static TimeSpan? Delay(JsonObject input) => input.Long("DelaySeconds") switch
    {
        null => null,
        { } seconds and >= 0 and <= 900 => TimeSpan.FromSeconds(seconds),
        var seconds => throw QueueErrors.InvalidValue(
            $"Value {seconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."),
    };

    private static int Size(JsonObject entry) =>
        Encoding.UTF8.GetByteCount(entry.String("MessageBody") ?? "") + MessageAttributes.Size(entry.Object("MessageAttributes"));

    private static JsonObject Answer(QueueMessage message) => JsonObject.Of(
        ("MessageId", message.Id),
        ("MD5OfMessageBody", message.BodyMd5),
        ("MD5OfMessageAttributes", Text(MessageAttributes.Md5(message.Attributes))),
        ("MD5OfMessageSystemAttributes", Text(MessageAttributes.Md5(message.System))));

    private static JsonValue? Text(string? text) => text is null ? null : (JsonValue)text;
}

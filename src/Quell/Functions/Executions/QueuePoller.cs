using System.Globalization;
using Microsoft.Extensions.Logging;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Functions.Runtimes;
using Quell.Queues;
using Quell.Storage;

namespace Quell.Functions.Executions;

/// <summary>
/// Receives a queue's messages for a function, batch by batch: what the function has handled is deleted, the rest becomes
/// visible again after the queue's timeout (Lambda Developer Guide, "Using Lambda with Amazon SQS").
/// </summary>
internal sealed class QueuePoller : IAsyncDisposable
{
    /// <summary>Batches at once for one mapping (Developer Guide, "Scaling": five to begin with).</summary>
    private const int Batches = 5;

    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly JsonObject _mapping;
    private readonly FunctionHost _host;
    private readonly AwaitedExecutions _executions;
    private readonly LiveQueues _queues;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _room = new(Batches);
    private readonly Task _loop;

    public QueuePoller(JsonObject mapping, FunctionHost host, AwaitedExecutions executions, LiveQueues queues)
    {
        (_mapping, _host, _executions, _queues) = (mapping, host, executions, queues);
        _loop = Task.Run(Poll);
    }

    public bool IsEnded => _loop.IsCompleted;

    /// <summary>Receives nothing more; batches under way come to their end.</summary>
    public void Stop() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _loop.ConfigureAwait(false);
        for (var batch = 0; batch < Batches; batch++)
        {
            await _room.WaitAsync().ConfigureAwait(false);
        }

        _room.Dispose();
        _stopping.Dispose();
    }

    private async Task Poll()
    {
        while (await HasRoom().ConfigureAwait(false))
        {
            _ = Handle(await Receive().ConfigureAwait(false));
        }
    }

    /// <summary>Waits until another batch may be under way; false when stopping.</summary>
    private async Task<bool> HasRoom()
    {
        try
        {
            await _room.WaitAsync(_stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The next batch; null where there is none now.</summary>
    private async Task<(Queue Queue, IReadOnlyList<ReceivedMessage> Messages)?> Receive()
    {
        try
        {
            if (Queue.Find(_host.Resources.Current, _mapping.String("EventSourceArn")) is { } queue)
            {
                var most = (int)Math.Min(10, _mapping.Long("BatchSize") ?? 10);
                return (queue, await _queues.Receive(queue, most, null, LongPoll, _stopping.Token).ConfigureAwait(false));
            }

            await Task.Delay(Pause, _host.Time, _stopping.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception fault) when (fault is AwsException or JournalException)
        {
            _host.Log.LogWarning("The queue {Queue} could not be polled: {Reason}", _mapping.String("EventSourceArn"), fault.Message);
        }

        // Without the token: the pause is short, and an end while it lasts is seen right after.
        await Task.Delay(Pause, _host.Time, CancellationToken.None).ConfigureAwait(false);
        return null;
    }

    private async Task Handle((Queue Queue, IReadOnlyList<ReceivedMessage> Messages)? batch)
    {
        try
        {
            if (batch is (var queue, { Count: > 0 } messages))
            {
                var failed = await Invoke(queue, messages).ConfigureAwait(false);
                foreach (var message in messages.Where(message => failed?.Contains(message.Message.Id) is false))
                {
                    await _queues.Delete(queue, message.ReceiptHandle).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault)
        {
            // The messages come back when their visibility ends.
            _host.Log.LogWarning(fault, "A batch of {Queue} was not handled", _mapping.String("EventSourceArn"));
        }
        finally
        {
            _room.Release();
        }
    }

    /// <returns>The ids of the messages that are to come back; null for all of them.</returns>
    private async Task<HashSet<string>?> Invoke(Queue queue, IReadOnlyList<ReceivedMessage> messages)
    {
        var arn = _mapping.String("FunctionArn") ?? "";
        if (FunctionName.FromArn(arn) is not { } name || Function.Find(_host.Resources.Current, name) is not { } function)
        {
            return null;
        }

        var records = JsonObject.Of(("Records", JsonArray.From(messages.Select(message => Record(queue, message)))));
        var id = Guid.NewGuid().ToString();
        var outcome = await _executions.Run(function, new(id, arn, records.ToUtf8(), new CallCause(id))).ConfigureAwait(false);
        return outcome.Fault is not null ? null
            : _mapping.Array("FunctionResponseTypes").Strings.Contains("ReportBatchItemFailures") ? Failures(outcome.Payload)
            : [];
    }

    /// <summary>The message ids of <c>{"batchItemFailures": [{"itemIdentifier"}]}</c>; an answer of another form fails the whole batch.</summary>
    private static HashSet<string>? Failures(ReadOnlyMemory<byte> payload)
    {
        var answer = JsonValue.Parse(payload.Span);
        if (answer is JsonNull or JsonObject { Count: 0 })
        {
            return [];
        }

        if (answer is not JsonObject report || report["batchItemFailures"] is not (null or JsonNull or JsonArray))
        {
            return null;
        }

        var ids = report.Array("batchItemFailures").Items.Select(item => (item as JsonObject)?.String("itemIdentifier")).ToList();
        return ids.Any(string.IsNullOrEmpty) ? null : [.. ids.OfType<string>()];
    }

    private static JsonObject Record(Queue queue, ReceivedMessage received)
    {
        var message = received.Message;
        return JsonObject.Of(
            ("messageId", message.Id),
            ("receiptHandle", received.ReceiptHandle),
            ("body", message.Body),
            ("attributes", JsonObject.Of(
                ("ApproximateReceiveCount", Text(received.Count)),
                ("SentTimestamp", Text(message.Sent.ToUnixTimeMilliseconds())),
                ("SenderId", message.Sender),
                ("ApproximateFirstReceiveTimestamp", Text(received.FirstReceived.ToUnixTimeMilliseconds())))),
            ("messageAttributes", Attributes(message.Attributes ?? JsonObject.Empty)),
            ("md5OfBody", message.BodyMd5),
            ("eventSource", "aws:sqs"),
            ("eventSourceARN", queue.Arn),
            ("awsRegion", queue.Scope.Region));
    }

    private static JsonObject Attributes(JsonObject attributes) => JsonObject.From(
        ((IEnumerable<KeyValuePair<string, JsonValue>>)attributes).Select(each => KeyValuePair.Create(each.Key, (JsonValue)Attribute((JsonObject)each.Value))));

    private static JsonObject Attribute(JsonObject attribute) => JsonObject.Of(
        ("stringValue", attribute["StringValue"]),
        ("binaryValue", attribute["BinaryValue"]),
        ("stringListValues", JsonArray.Empty),
        ("binaryListValues", JsonArray.Empty),
        ("dataType", attribute["DataType"]));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Quell.Aws;
using Quell.Aws.Client;
using Quell.Engine.Json;
using Quell.Engine.Sources;
using Quell.Gate;
using Quell.Sources;
using Quell.Storage;

namespace Quell.Relay;

/// <summary>
/// Brings events in from an SQS queue of a real account (EventBridge rule → queue → here): long polls, puts what it gets on the bus, and
/// deletes only what is in the journal. What is no event stays in the queue, for its redrive policy. Whatever goes wrong, it goes on: it
/// waits longer and longer, and takes fresh credentials where those that it has are refused.
/// </summary>
/// <param name="aws">The account of the queue.</param>
internal sealed class QueueRelay(LiveSource source, SourceDefinition.Queue queue, LiveSources sources, AwsConnection aws, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>Messages of one request: the most that SQS has (API reference, "ReceiveMessage").</summary>
    private const int Batch = 10;

    /// <summary>How long a request waits for a message, in seconds: the longest that SQS has.</summary>
    private const int Wait = 20;

    /// <summary>How often messages that SQS failed to delete are tried again; after that they come again, and are known.</summary>
    private const int Deletions = 3;

    /// <summary>No answer by then is none at all: the network is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Wait + 15);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>How long deletions hold up the end; what is not deleted by then comes again, and is known.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly SeenMessages _poison = new();
    private Task[] _pollers = [];

    public void Start() => _pollers = [.. Enumerable.Range(0, queue.Pollers).Select(_ => Task.Run(Poll))];

    /// <summary>Asks for no more; what has been received is put and deleted first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _ending.CancelAfter(Grace);
        await Task.WhenAll(_pollers).ConfigureAwait(false);
        _stopping.Dispose();
        _ending.Dispose();
        aws.Dispose();
    }

    private async Task Poll()
    {
        for (var failures = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                var messages = await Receive().ConfigureAwait(false);
                failures = 0;
                Recover();
                if (messages.Count > 0)
                {
                    await Take(messages).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is AwsException or JournalException or SourceException or OperationCanceledException)
            {
                Note(fault);
                await Pause(++failures).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<JsonObject>> Receive()
    {
        var answer = await Call("ReceiveMessage", _stopping.Token, ("MaxNumberOfMessages", Batch), ("WaitTimeSeconds", Wait)).ConfigureAwait(false);
        return [.. answer.Array("Messages").Objects];
    }

    /// <summary>Puts what is an event on the bus, then deletes it.</summary>
    private async Task Take(IReadOnlyList<JsonObject> messages)
    {
        var events = new List<ReceivedEvent>();
        var receipts = new List<string>();
        foreach (var message in messages)
        {
            if (Read(message) is { } one && message.String("ReceiptHandle") is { } receipt)
            {
                events.Add(one);
                receipts.Add(receipt);
            }
        }

        if (events.Count > 0)
        {
            // From here on what was received is brought to its end, also where the process is asked to stop.
            await sources.Put(source, new(events), takesAwsSources: true, CancellationToken.None).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.RelayBeforeDelete);
            await Delete(receipts).ConfigureAwait(false);
        }
    }

    /// <summary>The event of a message; null where it is none, which is said once.</summary>
    private ReceivedEvent? Read(JsonObject message)
    {
        try
        {
            return EventBridgeFormat.Read(SourceRequest.Json(System.Text.Encoding.UTF8.GetBytes(message.String("Body") ?? "")));
        }
        catch (SourceException fault)
        {
            var id = message.String("MessageId") ?? "";
            if (_poison.Add(id))
            {
                source.Counts.AddRefusal($"Message {id}: {fault.Message}");
                log.LogWarning("Message {Message} of {Queue} is no event, and is left to the queue's redrive policy: {Reason}", id, queue.Url, fault.Message);
            }

            return null;
        }
    }

    private async Task Delete(List<string> receipts)
    {
        for (var attempt = 0; attempt < Deletions && receipts.Count > 0; attempt++)
        {
            var entries = JsonArray.From(receipts.Select((receipt, number) =>
                JsonObject.Of(("Id", number.ToString(CultureInfo.InvariantCulture)), ("ReceiptHandle", receipt))));
            var answer = await Call("DeleteMessageBatch", _ending.Token, ("Entries", entries)).ConfigureAwait(false);

            // A receipt that is no good (the message has become visible again) does not get better.
            var failed = answer.Array("Failed").Objects.Where(failure => failure.Bool("SenderFault") is not true).Select(failure => failure.Long("Id")).ToHashSet();
            receipts = [.. receipts.Where((_, number) => failed.Contains(number))];
        }
    }

    private async Task<JsonObject> Call(string operation, CancellationToken cancellationToken, params (string Name, JsonValue? Value)[] input)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var request = new AwsRequest("sqs", operation, JsonObject.Of([("QueueUrl", queue.Url.OriginalString), .. input]), queue.Region) { Credentials = aws.Credentials };
        return (await aws.Client.CallAsync(request, either.Token).ConfigureAwait(false)).Output;
    }

    private void Note(Exception fault)
    {
        var reason = fault is OperationCanceledException ? $"No answer within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds."
            : fault is AwsException refusal ? $"{refusal.Code}: {refusal.Message}" : fault.Message;
        if (source.Counts.Trouble is null)
        {
            log.LogWarning("Queue {Queue} gives nothing: {Reason} It is asked again until it does", queue.Url, reason);
        }

        source.Counts.Trouble = reason;
        if (fault is AwsException { IsTransient: false })
        {
            // Expired, revoked, replaced: the next call signs with what the environment has then.
            aws.Renew();
        }
    }

    private void Recover()
    {
        if (source.Counts.Trouble is not null)
        {
            log.LogWarning("Queue {Queue} is read again", queue.Url);
            source.Counts.Trouble = null;
        }
    }

    /// <summary>Twice as long each time, and not all pollers at once.</summary>
    private async Task Pause(int failures)
    {
        var full = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, failures - 1), LongestPause.TotalMilliseconds);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)(full / 2), (int)full + 1)), time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The loop ends by itself.
            return;
        }
    }
}

/// <summary>The latest messages that were complained of, so that each is complained of once. Safe for any number of threads.</summary>
internal sealed class SeenMessages
{
    private const int Remembered = 10_000;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Lock _gate = new();

    /// <returns>Whether it is a new one.</returns>
    public bool Add(string id)
    {
        lock (_gate)
        {
            if (!_ids.Add(id))
            {
                return false;
            }

            _order.Enqueue(id);
            if (_order.Count > Remembered)
            {
                _ids.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}

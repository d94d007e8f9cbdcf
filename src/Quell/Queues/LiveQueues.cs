using System.Collections.Concurrent;
using Quell.Accounts;
using Quell.Aws;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Storage;

namespace Quell.Queues;

/// <summary>
/// The messages of every queue: kept in the journal, so that what was sent, received or deleted stays so after a crash.
/// Everything that changes a message is durable before it is answered. Safe for any number of threads.
/// </summary>
internal sealed class LiveQueues : IDisposable
{
    /// <summary>Messages of one queue that may be received and not deleted (SQS developer guide, "Amazon SQS standard queue quotas").</summary>
    private const int MaxInFlight = 120_000;

    private readonly ResourceStore _store;
    private readonly Journal _journal;
    private readonly Sequences _sequences;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ResourceKey, QueueIndex> _indexes = [];
    private readonly CancellationTokenSource _stopping = new();

    public LiveQueues(ResourceStore store, Journal journal, Sequences sequences, TimeProvider time)
    {
        (_store, _journal, _sequences, _time) = (store, journal, sequences, time);
        Load();
        store.Changed += Follow;
        store.Reset += Load;
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Makes a message for the queue, with its delay, ready for <see cref="Prepare"/>.</summary>
    /// <param name="delay">Null for the queue's own.</param>
    public QueueMessage NewMessage(Queue queue, string sender, string body, JsonObject? attributes = null, TimeSpan? delay = null)
    {
        var now = Now;
        return new()
        {
            Sequence = _sequences.Next(),
            Id = Guid.NewGuid().ToString(),
            Sender = sender,
            Sent = now,
            Visible = now + (delay ?? queue.Delay),
            Body = body,
            Attributes = attributes is { Count: > 0 } ? attributes : null,
        };
    }

    /// <summary>How messages get into a queue, for whoever commits more with them: nothing has happened until the write is durable.</summary>
    public HandOver Prepare(Queue queue, IReadOnlyList<QueueMessage> messages) => new(
        connection =>
        {
            foreach (var message in messages)
            {
                MessageTable.Insert(connection, queue.Incarnation, message);
            }
        },
        () => IndexOf(queue).Add(messages.Select(Entry)));

    /// <summary>Puts messages into a queue; the task completes when they are durable.</summary>
    /// <param name="along">Is committed with the messages; null for nothing.</param>
    public async Task Send(Queue queue, IReadOnlyList<QueueMessage> messages, JournalWrite? along = null)
    {
        var handOver = Prepare(queue, messages);
        await _journal.Write(connection =>
        {
            handOver.Write?.Invoke(connection);
            along?.Invoke(connection);
        }).ConfigureAwait(false);
        handOver.Committed?.Invoke();
    }

    /// <summary>Receives messages; waits for the first one up to <paramref name="wait"/>.</summary>
    /// <param name="max">1 to 10.</param>
    /// <param name="visibility">How long they are hidden from others; null for the queue's own timeout.</param>
    /// <exception cref="AwsException">The queue is gone, or has too many messages in flight.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> Receive(
        Queue queue, int max, TimeSpan? visibility, TimeSpan wait, CancellationToken cancellationToken)
    {
        var deadline = Now + wait;
        while (true)
        {
            var current = Queue.Find(_store.Current, queue.Scope, queue.Name) is { } found && found.Incarnation == queue.Incarnation
                ? found
                : throw QueueErrors.DoesNotExist();
            var index = IndexOf(current);
            var arrival = index.Arrival;
            var received = await Receive(current, index, max, visibility ?? current.VisibilityTimeout).ConfigureAwait(false);
            var rest = deadline - Now;
            if (received.Count > 0 || rest <= TimeSpan.Zero || _stopping.IsCancellationRequested)
            {
                return received;
            }

            var next = index.NextVisible is { } visible ? DateTimeOffset.FromUnixTimeMilliseconds(visible) - Now : rest;
            await Wait(arrival, next < rest ? next : rest, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a message by its receipt. One that is gone, or was received again since, is left as it is (API reference, DeleteMessage).</summary>
    /// <exception cref="AwsException">The receipt handle is none of this queue.</exception>
    public async Task Delete(Queue queue, string receiptHandle)
    {
        var receipt = ReceiptHandle.Parse(receiptHandle, queue.Incarnation);
        if (IndexOf(queue).Remove(receipt.Sequence, receipt.Received))
        {
            await _journal.Write(connection => MessageTable.Delete(connection, receipt.Sequence)).ConfigureAwait(false);
        }
    }

    /// <summary>Sets how long from now a received message stays hidden.</summary>
    /// <exception cref="AwsException">The receipt handle is none of this queue, or the message is not in flight.</exception>
    public async Task ChangeVisibility(Queue queue, string receiptHandle, TimeSpan timeout)
    {
        var receipt = ReceiptHandle.Parse(receiptHandle, queue.Incarnation);
        var index = IndexOf(queue);
        var now = Now;
        if (index.Find(receipt.Sequence) is not { } entry)
        {
            throw QueueErrors.InvalidValue(
                $"Value {receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.");
        }

        var until = (now + timeout).ToUnixTimeMilliseconds();
        if (entry.Received != receipt.Received || entry.Visible <= now.ToUnixTimeMilliseconds() || !index.Hide(entry, until))
        {
            throw new AwsException("MessageNotInflight", "The specified message isn't in flight.");
        }

        await _journal.Write(connection => MessageTable.Update(connection, entry with { Visible = until })).ConfigureAwait(false);
    }

    /// <summary>Deletes every message that was sent before.</summary>
    public async Task Purge(Queue queue)
    {
        var last = _sequences.Next();
        IndexOf(queue).Clear();
        await _journal.Write(connection => MessageTable.DeleteAll(connection, queue.Incarnation, last)).ConfigureAwait(false);
    }

    public QueueCounts Count(Queue queue)
    {
        var now = Now;
        Expire(queue, IndexOf(queue), now);
        return IndexOf(queue).Count(now.ToUnixTimeMilliseconds());
    }

    /// <summary>Lets those go who wait for messages, with none: the process is about to stop.</summary>
    public void StopWaiting() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    private async Task<List<ReceivedMessage>> Receive(Queue queue, QueueIndex index, int max, TimeSpan visibility)
    {
        var now = Now;
        Expire(queue, index, now);
        var letters = queue.Redrive is { } redrive ? Queue.Find(_store.Current, redrive.DeadLetterTargetArn) : null;
        if (index.Size > MaxInFlight && index.Count(now.ToUnixTimeMilliseconds()).InFlight >= MaxInFlight)
        {
            throw new AwsException("OverLimit", $"The queue has {MaxInFlight} messages in flight: delete some of them first.", 403);
        }

        var taken = index.Take(
            now.ToUnixTimeMilliseconds(), max, (now + visibility).ToUnixTimeMilliseconds(), letters is null ? null : queue.Redrive?.MaxReceiveCount);
        if (taken.Received.Count + taken.Dead.Count == 0)
        {
            return [];
        }

        await _journal.Write(connection => Save(connection, taken, letters, queue)).ConfigureAwait(false);
        if (letters is not null && taken.Dead.Count > 0)
        {
            IndexOf(letters).Add(taken.Dead.Select(entry => entry with { Received = 0, FirstReceived = null }));
        }

        return Read(queue, taken.Received);
    }

    private static void Save(JournalConnection connection, Taken taken, Queue? letters, Queue source)
    {
        taken.Received.ForEach(entry => MessageTable.Update(connection, entry));
        if (letters is not null)
        {
            taken.Dead.ForEach(entry => MessageTable.Move(connection, entry, letters.Incarnation, source.Arn));
        }
    }

    private List<ReceivedMessage> Read(Queue queue, List<IndexEntry> entries) => _journal.Read(connection =>
    {
        var messages = new List<ReceivedMessage>(entries.Count);
        foreach (var entry in entries)
        {
            // A message that was deleted or purged at this moment is not there any more.
            if (MessageTable.Read(connection, entry.Sequence) is var (message, source))
            {
                messages.Add(new(
                    message,
                    new ReceiptHandle(queue.Incarnation, entry.Sequence, entry.Received).ToString(),
                    entry.Received,
                    DateTimeOffset.FromUnixTimeMilliseconds(entry.FirstReceived ?? entry.Sent),
                    source));
            }
        }

        return messages;
    });

    private void Expire(Queue queue, QueueIndex index, DateTimeOffset now)
    {
        var expired = index.Expire((now - queue.Retention).ToUnixTimeMilliseconds());
        if (expired.Count > 0)
        {
            // Nobody waits for this: what a crash brings back expires again.
            _ = _journal.Write(connection => expired.ForEach(entry => MessageTable.Delete(connection, entry.Sequence)));
        }
    }

    private async Task Wait(Task arrival, TimeSpan time, CancellationToken cancellationToken)
    {
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await Task.WhenAny(arrival, Task.Delay(time, _time, ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    internal QueueIndex IndexOf(Queue queue)
    {
        var key = new ResourceKey(queue.Scope, Queue.ResourceType, queue.Name);
        return _indexes.AddOrUpdate(
            key,
            static (_, incarnation) => new(incarnation),
            static (_, index, incarnation) => index.Incarnation == incarnation ? index : new(incarnation),
            queue.Incarnation);
    }

    private void Load()
    {
        var messages = _journal.Read(MessageTable.LoadAll);
        var queues = _store.Current.ListAll(Queue.ResourceType)
            .Select(entry => new Queue(entry.Key.Id, entry.Key.Scope, entry.Value)).ToList();
        foreach (var queue in queues)
        {
            IndexOf(queue).Reload(messages[queue.Incarnation]);
        }

        var known = queues.Select(queue => queue.Incarnation).ToHashSet(StringComparer.Ordinal);
        foreach (var orphan in messages.Select(group => group.Key).Where(incarnation => !known.Contains(incarnation)))
        {
            DeleteMessagesOf(orphan);
        }
    }

    private void Follow(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (key.Type == Queue.ResourceType && value?.String("Incarnation") is var incarnation
                && _indexes.TryGetValue(key, out var index) && index.Incarnation != incarnation)
            {
                _indexes.TryRemove(KeyValuePair.Create(key, index));
                index.Clear();
                DeleteMessagesOf(index.Incarnation);
            }
        }
    }

    // Nobody waits for this: what a crash leaves behind is found at the next start.
    private void DeleteMessagesOf(string incarnation) =>
        _ = _journal.Write(connection => MessageTable.DeleteAll(connection, incarnation, long.MaxValue));

    private static IndexEntry Entry(QueueMessage message) => new(
        message.Sequence, message.Sent.ToUnixTimeMilliseconds(), message.Visible.ToUnixTimeMilliseconds(), 0, null);
}

using Quell.Deliveries;
using Quell.Storage;

namespace Quell.Queues.Moving;

/// <summary>Takes messages out of a queue in one commit with what is made of them. Safe for any number of threads.</summary>
internal sealed class MessageMover(LiveQueues queues, Journal journal)
{
    /// <summary>How long what is being moved is hidden from receivers.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(1);

    /// <summary>Moves up to <paramref name="max"/> receivable messages.</summary>
    /// <param name="make">
    /// What becomes of a message, with the ARN of the queue whose dead letter it is; null leaves it where it is, hidden until
    /// <see cref="Release"/>.
    /// </param>
    /// <param name="commit">Commits the write, or says that nothing may be moved any more; gets how many are moved.</param>
    /// <exception cref="JournalException">It could not be stored; nothing is moved.</exception>
    public async Task<MovedMessages> Move(Queue queue, int max, Func<QueueMessage, string?, HandOver?> make, Func<int, JournalWrite, Task<bool>> commit)
    {
        var index = queues.IndexOf(queue);
        var now = queues.Now;
        var taken = index.Take(now.ToUnixTimeMilliseconds(), max, (now + Hidden).ToUnixTimeMilliseconds(), null).Received;
        var moved = new List<(IndexEntry Entry, HandOver Made)>();
        var left = new List<IndexEntry>();
        try
        {
            foreach (var (entry, message, source) in Read(taken))
            {
                if (make(message, source) is { } made)
                {
                    moved.Add((entry, made));
                }
                else
                {
                    left.Add(entry);
                }
            }

            if (moved.Count > 0 && !await commit(moved.Count, connection => Write(connection, moved)).ConfigureAwait(false))
            {
                Release(queue, taken);
                return new(0, []);
            }
        }
        catch
        {
            Release(queue, taken);
            throw;
        }

        foreach (var (entry, made) in moved)
        {
            index.Remove(entry.Sequence, entry.Received);
            made.Committed?.Invoke();
        }

        return new(moved.Count, left);
    }

    /// <summary>Lets messages that were left be received again; they do not count as received.</summary>
    public void Release(Queue queue, IEnumerable<IndexEntry> left)
    {
        var index = queues.IndexOf(queue);
        var now = queues.Now.ToUnixTimeMilliseconds();
        foreach (var entry in left)
        {
            index.GiveBack(entry, now);
        }
    }

    private static void Write(JournalConnection connection, List<(IndexEntry Entry, HandOver Made)> moved)
    {
        foreach (var (entry, made) in moved)
        {
            MessageTable.Delete(connection, entry.Sequence);
            made.Write?.Invoke(connection);
        }
    }

    /// <summary>The messages; one that was deleted or purged at this moment is not there any more.</summary>
    private List<(IndexEntry Entry, QueueMessage Message, string? Source)> Read(List<IndexEntry> entries) => journal.Read(connection =>
    {
        var messages = new List<(IndexEntry, QueueMessage, string?)>(entries.Count);
        foreach (var entry in entries)
        {
            if (MessageTable.Read(connection, entry.Sequence) is var (message, source))
            {
                messages.Add((entry, message, source));
            }
        }

        return messages;
    });
}

/// <summary>What came of a move.</summary>
/// <param name="Count">Messages that were moved.</param>
/// <param name="Left">Those that were looked at and left.</param>
internal sealed record MovedMessages(int Count, List<IndexEntry> Left);

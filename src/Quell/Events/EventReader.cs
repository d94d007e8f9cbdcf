using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Quell.Storage;

namespace Quell.Events;

/// <summary>
/// Reads events out of the batches in which the journal keeps them; holds the last batch, because neighbours are mostly
/// asked for one after the other. For one thread.
/// </summary>
internal sealed class EventReader(JournalConnection connection)
{
    private const string Columns = "seq, count, time, account, region, bus, hashes, body";

    private List<StoredEvent> _batch = [];

    /// <summary>The event of a sequence number; null where there is none (pruned, or never stored).</summary>
    public StoredEvent? Read(long sequence)
    {
        if (_batch is [] || sequence < _batch[0].Sequence || sequence > _batch[^1].Sequence)
        {
            _batch = connection
                .Query($"SELECT {Columns} FROM events WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1", Split, sequence)
                .SelectMany(batch => batch).ToList();
            if (_batch is [] || sequence > _batch[^1].Sequence)
            {
                // Older than the journal keeps events: an archive may hold it.
                _batch = connection
                    .Query($"SELECT {Columns} FROM kept_events WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1", Split, sequence)
                    .SelectMany(batch => batch).ToList();
            }
        }

        return _batch.Find(stored => stored.Sequence == sequence);
    }

    /// <summary>Events behind a sequence number, in order.</summary>
    public List<StoredEvent> After(long sequence, int limit)
    {
        // The batch that holds the number may hold some of those behind it.
        var start = connection.Number("SELECT max(seq) FROM events WHERE seq <= ?1", sequence) ?? sequence;
        return connection
            .Query($"SELECT {Columns} FROM events WHERE seq >= ?1 ORDER BY seq LIMIT ?2", Split, start, (long)limit + 1)
            .SelectMany(batch => batch)
            .Where(stored => stored.Sequence > sequence)
            .Take(limit)
            .ToList();
    }

    /// <summary>Events before a sequence number, the newest first.</summary>
    public List<StoredEvent> Before(long sequence, int limit) => connection
        .Query($"SELECT {Columns} FROM events WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2", Split, sequence, (long)limit)
        .SelectMany(batch => batch.AsEnumerable().Reverse())
        .Where(stored => stored.Sequence < sequence)
        .Take(limit)
        .ToList();

    private static List<StoredEvent> Split(SqliteDataReader row)
    {
        var (first, count) = (row.GetInt64(0), row.GetInt32(1));
        var stored = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2));
        var (account, region, bus) = (row.GetString(3), row.GetString(4), row.GetString(5));
        ReadOnlyMemory<byte> hashes = (byte[])row.GetValue(6);
        ReadOnlyMemory<byte> body = (byte[])row.GetValue(7);
        var events = new List<StoredEvent>(count);
        for (var (number, position) = (0, 0); number < count; number++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(body.Span[position..]);
            position += sizeof(int);
            events.Add(new(first + number, account, region, bus, stored, body.Slice(position, length),
                hashes.Slice(number * EventBatch.HashLength, EventBatch.HashLength)));
            position += length;
        }

        return events;
    }
}

using Quell.Storage;

namespace Quell.Archives;

/// <summary>The journal's tables of what archives hold.</summary>
internal static class ArchiveTable
{
    public static void Insert(JournalConnection connection, List<ArchivedEvent> events, long now)
    {
        foreach (var archived in events)
        {
            connection.Execute(
                "INSERT INTO archived_events (archive, time, seq, stored, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
                archived.Archive, archived.Time, archived.Sequence, now, archived.Bytes);
        }

        foreach (var archive in events.GroupBy(archived => archived.Archive))
        {
            connection.Execute(
                """
                INSERT INTO archives (id, count, bytes) VALUES (?1, ?2, ?3)
                ON CONFLICT (id) DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes
                """,
                archive.Key, (long)archive.Count(), archive.Sum(archived => archived.Bytes));
        }
    }

    /// <summary>How much each archive holds, by its number; those that have never held anything are missing.</summary>
    public static Dictionary<long, ArchiveTotals> Totals(JournalConnection connection) => connection
        .Query("SELECT id, count, bytes FROM archives", row => (Archive: row.GetInt64(0), Totals: new ArchiveTotals(row.GetInt64(1), row.GetInt64(2))))
        .ToDictionary(row => row.Archive, row => row.Totals);

    /// <summary>Events of an archive behind a place and before a time, in the order in which they happened.</summary>
    /// <param name="last">The last sequence number that counts: what came later is not looked at.</param>
    public static List<ArchivedEvent> Page(JournalConnection connection, long archive, (long Time, long Sequence) behind, long before, long last, int limit) =>
        connection.Query(
            """
            SELECT time, seq, bytes FROM archived_events
            WHERE archive = ?1 AND (time, seq) > (?2, ?3) AND time < ?4 AND seq <= ?5 ORDER BY time, seq LIMIT ?6
            """,
            row => new ArchivedEvent(archive, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            archive, behind.Time, behind.Sequence, before, last, (long)limit);

    /// <summary>Events of an archive that happened and came before a time, the first ones.</summary>
    public static List<ArchivedEvent> Before(JournalConnection connection, long archive, long time, int limit) => connection.Query(
        "SELECT time, seq, bytes FROM archived_events WHERE archive = ?1 AND time < ?2 AND stored < ?2 ORDER BY time, seq LIMIT ?3",
        row => new ArchivedEvent(archive, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
        archive, time, (long)limit);

    /// <summary>Takes events out of an archive; a batch that nothing holds any more, and that only archives had kept, goes.</summary>
    public static void Remove(JournalConnection connection, long archive, List<ArchivedEvent> events)
    {
        foreach (var archived in events)
        {
            var removed = connection.Execute(
                "DELETE FROM archived_events WHERE archive = ?1 AND time = ?2 AND seq = ?3", archive, archived.Time, archived.Sequence);
            if (removed > 0)
            {
                connection.Execute("UPDATE archives SET count = count - 1, bytes = bytes - ?2 WHERE id = ?1", archive, archived.Bytes);
                Release(connection, archived.Sequence);
            }
        }
    }

    /// <summary>Forgets an archive that holds nothing.</summary>
    public static void Forget(JournalConnection connection, long archive) =>
        connection.Execute("DELETE FROM archives WHERE id = ?1 AND count = 0", archive);

    /// <summary>
    /// Batches that are about to leave the table of events and that an archive holds move over, so that what is older than the
    /// journal keeps is in neither table's way.
    /// </summary>
    /// <param name="leaving">A query for the batches' first sequence numbers; its parameters are the values.</param>
    public static void Keep(JournalConnection connection, string leaving, params ReadOnlySpan<object?> values) => connection.Execute(
        $"""
        INSERT INTO kept_events SELECT * FROM events WHERE seq IN ({leaving})
          AND EXISTS (SELECT 1 FROM archived_events WHERE archived_events.seq >= events.seq AND archived_events.seq < events.seq + events.count)
        """,
        values);

    private static void Release(JournalConnection connection, long sequence) => connection.Execute(
        """
        DELETE FROM kept_events WHERE seq = (SELECT max(seq) FROM kept_events WHERE seq <= ?1)
          AND NOT EXISTS (SELECT 1 FROM archived_events
            WHERE archived_events.seq >= kept_events.seq AND archived_events.seq < kept_events.seq + kept_events.count)
        """,
        sequence);
}

/// <summary>An event that an archive holds.</summary>
/// <param name="Archive">The archive's number.</param>
/// <param name="Time">When the event happened, in milliseconds since 1970.</param>
/// <param name="Bytes">The length of its envelope.</param>
internal readonly record struct ArchivedEvent(long Archive, long Time, long Sequence, long Bytes);

/// <summary>How much an archive holds.</summary>
internal sealed record ArchiveTotals(long Count, long Bytes);

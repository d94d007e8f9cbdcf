namespace Quell.Storage;

/// <summary>
/// Sequence numbers for everything that is journaled: unique, increasing, never used again after a restart. A gap means that
/// a write was refused. Safe for any number of threads.
/// </summary>
internal sealed class Sequences
{
    private static readonly string[] Queries =
    [
        "SELECT max(seq + count - 1) FROM events", "SELECT max(seq) FROM trail", "SELECT max(seq) FROM changes",
        "SELECT max(id) FROM deliveries", "SELECT max(seq) FROM messages", "SELECT max(seq) FROM runs",
    ];

    private const string Remembered = "sequence";

    private long _last;

    /// <summary>
    /// Continues behind the greatest number that was ever committed, also where its row has since been removed; from now on
    /// each group of the journal remembers it.
    /// </summary>
    public static Sequences Of(Journal journal)
    {
        var sequences = new Sequences
        {
            _last = journal.Read(connection => Math.Max(
                Queries.Max(query => connection.Number(query) ?? 0),
                connection.Number("SELECT CAST(value AS INTEGER) FROM settings WHERE name = ?1", Remembered) ?? 0)),
        };
        journal.WithEachGroup = sequences.Remember;
        return sequences;
    }

    /// <summary>Takes <paramref name="count"/> numbers.</summary>
    /// <returns>The first of them.</returns>
    public long Next(int count = 1) => Interlocked.Add(ref _last, count) - count + 1;

    private void Remember(JournalConnection connection) => connection.Execute(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)",
        Remembered, Volatile.Read(ref _last).ToString(System.Globalization.CultureInfo.InvariantCulture));
}

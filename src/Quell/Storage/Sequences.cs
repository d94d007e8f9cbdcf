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
        "SELECT max(id) FROM deliveries", "SELECT max(seq) FROM messages",
    ];

    private long _last;

    /// <summary>Continues behind the greatest number in the journal.</summary>
    public static Sequences Of(Journal journal) => new()
    {
        _last = journal.Read(connection => Queries.Max(query => connection.Number(query) ?? 0)),
    };

    /// <summary>Takes <paramref name="count"/> numbers.</summary>
    /// <returns>The first of them.</returns>
    public long Next(int count = 1) => Interlocked.Add(ref _last, count) - count + 1;
}

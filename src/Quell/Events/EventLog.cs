using Quell.Storage;
using EventId = Quell.Engine.Events.EventId;

namespace Quell.Events;

/// <summary>
/// Reads the stored events. Sequence numbers increase, but of two requests at the same time the one with the lower numbers may
/// be stored later: a live tail looks again from a little behind (<see cref="Overlap"/>) and leaves out what it has shown.
/// </summary>
/// <param name="seed">The seed of the event ids: <see cref="EventBus.Seed"/>.</param>
internal sealed class EventLog(Journal journal, ulong seed)
{
    /// <summary>Sequence numbers by which a tail looks back.</summary>
    public const int Overlap = 1_000;

    /// <summary>The last sequence number that is stored; 0 where there is none.</summary>
    public long Last() => journal.Read(connection => connection.Number("SELECT max(seq + count - 1) FROM events") ?? 0);

    /// <summary>Events behind a sequence number, in order, on all buses.</summary>
    public List<StoredEvent> After(long sequence, int limit) =>
        journal.Read(connection => new EventReader(connection).After(sequence, limit));

    /// <summary>Events before a sequence number, the newest first, on all buses.</summary>
    public List<StoredEvent> Before(long sequence, int limit) =>
        journal.Read(connection => new EventReader(connection).Before(sequence, limit));

    /// <summary>The event of an id, as it came in first; null where there is none. Ids that were made elsewhere are looked up.</summary>
    public StoredEvent? Find(string id) =>
        (EventId.TryGetSequence(id, seed, out var sequence) ? Read(sequence) : null)
        ?? (journal.Read(connection => connection.Number("SELECT min(seq) FROM received WHERE id = ?1 OR (id > ?1 || ' ' AND id < ?1 || '!')", id)) is { } received ? Read(received) : null);

    public StoredEvent? Read(long sequence) => journal.Read(connection => new EventReader(connection).Read(sequence));
}

using Quell.Aws.Protocols;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Storage;
using EventId = Quell.Engine.Events.EventId;

namespace Quell.Archives;

/// <summary>What a replay sends next.</summary>
/// <param name="Bus">The bus it goes to.</param>
/// <param name="Events">The events with the replay's name in them, in order, and the sequence numbers under which they came first.</param>
/// <param name="Position">How far the replay is with them, but for the deliveries that they lead to.</param>
/// <param name="HasMore">Whether something was looked at; where the archive has lost an event since, there may be no event for it.</param>
internal sealed record ReplayPage(string Bus, List<(long Original, byte[] Envelope)> Events, ReplayPosition Position, bool HasMore)
{
    private const int MostEvents = 256;
    private const long MostBytes = 1 << 20;

    /// <param name="seed">The seed of the event ids.</param>
    /// <param name="missing">Why there is none: the archive or the bus is gone.</param>
    public static ReplayPage? Read(ResourceSet state, Journal journal, ulong seed, Scope scope, JsonObject replay, out string? missing)
    {
        var name = ArchiveTypes.NameOf(replay.String("EventSourceArn"), scope) ?? "";
        var start = ReplayPosition.Of(replay);
        if (state.Get(new(scope, ArchiveTypes.Archive, name)) is not { } archive || archive.Long(ArchiveTypes.Incarnation) != start.Archive)
        {
            missing = $"Archive {name} does not exist.";
            return null;
        }

        missing = null;
        var bus = BusRef.Of(archive.String("EventSourceArn") ?? "", scope)?.Name ?? BusTypes.DefaultBus;
        return journal.Read(connection => Read(connection, seed, start, replay, bus));
    }

    /// <summary>Changes the replay to what it is behind this page.</summary>
    public Func<JsonObject, JsonObject> After(int deliveries) => replay => replay
        .With("State", ReplayStates.Running)
        .With("EventLastReplayedTime", Timestamps.ToNeutral(DateTimeOffset.FromUnixTimeMilliseconds(Position.Time)))
        .With(ArchiveTypes.Position, (Position with { Deliveries = Position.Deliveries + deliveries }).ToJson());

    private static ReplayPage Read(JournalConnection connection, ulong seed, ReplayPosition start, JsonObject replay, string bus)
    {
        var end = ReplayOperations.Time(replay, "EventEndTime").ToUnixTimeMilliseconds();
        var rows = ArchiveTable.Page(connection, start.Archive, (start.Time, start.Sequence), end, start.Last, MostEvents);
        var events = new EventReader(connection);
        var name = replay.String("ReplayName") ?? "";
        var page = new List<(long, byte[])>(rows.Count);
        var position = start;
        var bytes = 0L;
        foreach (var row in rows)
        {
            bytes += row.Bytes;
            if (bytes > MostBytes && position != start)
            {
                break;
            }

            position = position with { Time = row.Time, Sequence = row.Sequence };
            if (events.Read(row.Sequence) is { } stored)
            {
                page.Add((EventId.TryGetSequence(stored.Id, seed, out var first) ? first : row.Sequence, ReplayedEnvelope.Of(stored.Body.Span, name)));
                position = position with { Events = position.Events + 1 };
            }
        }

        return new(bus, page, position, position != start);
    }
}

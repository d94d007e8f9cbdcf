using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Quell.Archives;
using Quell.Deliveries;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Scopes;
using Quell.Storage;
using EventId = Quell.Engine.Events.EventId;

namespace Quell.Events;

/// <summary>
/// Puts events on buses. An event is matched and its deliveries are made before anything is stored, so that event and
/// deliveries are one commit; after it the deliveries go out. Safe for any number of threads.
/// </summary>
/// <param name="seed">Event ids derive from it and the sequence number: <see cref="SeedOf"/> of the data folder's seed.</param>
internal sealed class EventBus(BusTable buses, Sequences sequences, DeliveryDispatcher dispatcher, TimeProvider time, ulong seed)
{
    /// <summary>Raised after events have been stored, with the last one's sequence number; handlers must be quick and must not throw.</summary>
    public event Action<long>? Stored;

    public ulong Seed { get; } = seed;

    internal BusTable Buses { get; } = buses;

    public static ulong SeedOf(string seed) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    /// <summary>
    /// Readies events for the default buses of their scopes. They are on the bus once the write that comes back is committed.
    /// The event of a read-only call that no rule takes is not stored: the trail has the call.
    /// </summary>
    public HandOver Prepare(IReadOnlyList<BusEvent> events)
    {
        var prepared = new PreparedEvents(time.GetUtcNow());
        foreach (var group in events.Where(put => put is { ReadOnlyCall: false, Rule: null }).GroupBy(put => put.Scope))
        {
            var put = group.ToArray();
            var batch = new EventBatch(group.Key, BusTypes.DefaultBus, sequences.Next(put.Length), put.Length);
            Array.ForEach(put, one => Write(batch, one));
            Add(prepared, batch.Seal(), Rules(batch));
        }

        foreach (var put in events.Where(put => put.ReadOnlyCall))
        {
            AddReadOnly(prepared, put);
        }

        foreach (var put in events.Where(put => put.Rule is not null))
        {
            AddScheduled(prepared, put);
        }

        return Finish(prepared);
    }

    /// <summary>Readies an event that a rule of another bus sends here; it keeps its id, time and account.</summary>
    public HandOver PrepareForwarded(Scope scope, string bus, ReadOnlySpan<byte> envelope, long parent)
    {
        var prepared = new PreparedEvents(time.GetUtcNow()) { Parent = parent };
        var batch = new EventBatch(scope, bus, sequences.Next(), 1);
        batch.Add(envelope);
        Add(prepared, batch.Seal(), Rules(batch));
        return Finish(prepared);
    }

    /// <summary>
    /// Readies what a replay sends again, in the order given. Only events that one of the rules takes are stored; they keep their
    /// ids and times, and no archive of the bus takes them.
    /// </summary>
    /// <param name="events">The events, with the replay's name in them, and the sequence numbers under which they came.</param>
    public (HandOver HandOver, IReadOnlyList<NewDelivery> Deliveries) PrepareReplayed(
        Scope scope, string bus, RuleSet<Rule> rules, IEnumerable<(long Original, byte[] Envelope)> events)
    {
        var prepared = new PreparedEvents(time.GetUtcNow());
        var taken = rules.Count == 0 ? [] : events.Where(one => rules.MatchesAny(one.Envelope)).ToList();
        if (taken.Count > 0)
        {
            var batch = new EventBatch(scope, bus, sequences.Next(taken.Count), taken.Count);
            foreach (var (original, envelope) in taken)
            {
                prepared.Replay(original, batch.SequenceOf(batch.Count));
                batch.Add(envelope);
            }

            AddUnarchived(prepared, batch.Seal(), rules);
        }

        return (Finish(prepared), prepared.Deliveries);
    }

    /// <summary>Matches a sealed batch, makes its deliveries, and gives the bus's archives what they take.</summary>
    internal static void Add(PreparedEvents prepared, EventBatch batch, BusRules rules)
    {
        AddUnarchived(prepared, batch, rules.All);
        rules.Archives.Take(prepared, batch);
    }

    /// <summary>
    /// Matches a sealed batch and makes its deliveries; it goes into no archive: a replay, or events of read-only calls, which
    /// reach only rules that ask for them.
    /// </summary>
    internal static void AddUnarchived(PreparedEvents prepared, EventBatch batch, RuleSet<Rule> rules)
    {
        prepared.Batches.Add(batch);
        if (rules.Count == 0)
        {
            return;
        }

        var matches = new List<Rule>();
        for (var number = 0; number < batch.Count; number++)
        {
            matches.Clear();
            // Every way onto the bus has checked the detail, and the envelope is our own.
            rules.MatchTrusted(batch.BodyOf(number).Span, matches);
            if (matches.Count > 1)
            {
                // The same event makes the same deliveries in the same order, whatever the rules have been through.
                matches.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
            }

            foreach (var rule in matches)
            {
                foreach (var target in rule.Targets)
                {
                    prepared.Deliveries.Add(RuleDelivery.Of(rule, target, batch, number, prepared));
                }
            }
        }
    }

    /// <summary>Makes the write of everything that was added, and what follows it.</summary>
    internal HandOver Finish(PreparedEvents prepared)
    {
        if (prepared.Batches.Count == 0)
        {
            return HandOver.Done;
        }

        var deliveries = dispatcher.Prepare(prepared.Deliveries);
        var now = prepared.Now.ToUnixTimeMilliseconds();
        return new(
            connection =>
            {
                foreach (var batch in prepared.Batches)
                {
                    batch.Save(connection, now);
                }

                if (prepared.Archived is { } archived)
                {
                    ArchiveTable.Insert(connection, archived, now);
                }

                if (prepared.Replayed is { } replayed)
                {
                    ReplayedEvents.Insert(connection, replayed);
                }

                deliveries.Write?.Invoke(connection);
            },
            () =>
            {
                deliveries.Committed?.Invoke();
                Stored?.Invoke(prepared.Batches[^1].SequenceOf(prepared.Batches[^1].Count - 1));
            });
    }

    private void AddReadOnly(PreparedEvents prepared, BusEvent put)
    {
        var rules = Buses.Find(put.Scope, BusTypes.DefaultBus)?.ReadOnly ?? RuleSet<Rule>.Empty;
        if (rules.Count == 0)
        {
            return;
        }

        var batch = new EventBatch(put.Scope, BusTypes.DefaultBus, sequences.Next(), 1);
        Write(batch, put);
        batch.Seal();
        if (rules.MatchesAny(batch.BodyOf(0).Span))
        {
            AddUnarchived(prepared, batch, rules);
        }
    }

    private void AddScheduled(PreparedEvents prepared, BusEvent put)
    {
        if (Buses.Scheduled(put.Scope, put.Rule ?? "") is not { } rule)
        {
            return;
        }

        var batch = new EventBatch(put.Scope, BusTypes.DefaultBus, sequences.Next(), 1);
        Write(batch, put);
        prepared.Batches.Add(batch.Seal());
        foreach (var target in rule.Targets)
        {
            prepared.Deliveries.Add(RuleDelivery.Of(rule.Arn, rule.Name, target, batch, 0, prepared));
        }
    }

    private BusRules Rules(EventBatch batch) => Buses.Find(batch.Scope, batch.Bus) ?? BusRules.None;

    private void Write(EventBatch batch, BusEvent put)
    {
        Span<byte> id = stackalloc byte[EventId.Length];
        EventId.Write(id, batch.SequenceOf(batch.Count), Seed);
        batch.Add(new EventParts
        {
            Id = id,
            Source = Encoding.UTF8.GetBytes(put.Source),
            DetailType = Encoding.UTF8.GetBytes(put.DetailType),
            Account = Encoding.UTF8.GetBytes(put.Scope.Account),
            Region = Encoding.UTF8.GetBytes(put.Scope.Region),
            Time = put.Time,
            ResourcesJson = put.Resources.ToUtf8(),
            DetailJson = put.Detail.ToUtf8(),
        });
    }
}

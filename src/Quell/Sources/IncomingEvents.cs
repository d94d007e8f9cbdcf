using System.Buffers;
using System.Text;
using Quell.Deliveries;
using Quell.Engine.Events;
using Quell.Engine.Rules;
using Quell.Engine.Sources;
using Quell.Events;
using Quell.Storage;
using EventId = Quell.Engine.Events.EventId;

namespace Quell.Sources;

/// <summary>
/// Puts events from outside on a bus, in one commit, and says so after it. Unlike PutEvents it lets AWS's own sources through where the
/// caller does, and an event that its sender gave an id keeps it: when it comes again it is known, and not taken twice, as long as the
/// journal has it (<c>docs/decisions/0033-events-from-elsewhere-keep-their-ids.md</c>). Events of read-only calls reach only rules that ask for them, as in EventBridge. Safe for any number of threads.
/// </summary>
internal sealed class IncomingEvents(EventBus bus, Sequences sequences, Journal journal, TimeProvider time)
{
    /// <summary>The largest event, as EventBridge has it.</summary>
    public const int MaxEvent = 1024 * 1024;

    /// <summary>What the events of one request may be together: a sender's few bytes may stand in each of many events.</summary>
    public const int MaxTogether = 16 * 1024 * 1024;

    private readonly Dictionary<(BusRef Bus, string Id), Task> _underWay = [];
    private readonly Lock _gate = new();

    /// <summary>Puts events; all of them, or none.</summary>
    /// <returns>The id of each, in order, and whether it was there already.</returns>
    /// <exception cref="SourceException">The bus does not exist (503), or an event is too large (413) or cannot be matched (400).</exception>
    /// <exception cref="JournalException">They could not be stored; nothing of them is.</exception>
    public async Task<IReadOnlyList<IncomingResult>> Put(BusRef to, IReadOnlyList<ReceivedEvent> events, CancellationToken cancellationToken)
    {
        if (bus.Buses.Find(to.Scope, to.Name) is not { } rules)
        {
            throw new SourceException(503, $"The source's event bus {to.Name} does not exist in {to.Scope}.");
        }

        var named = events.Select(NameOf).OfType<string>().Distinct().Select(id => (to, id)).ToList();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (Claim(named, done.Task) is { } other)
        {
            await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await Store(to, rules, events, Known(to, named)).ConfigureAwait(false);
        }
        catch (EventSyntaxException refusal)
        {
            throw new SourceException(400, refusal.Message);
        }
        finally
        {
            lock (_gate)
            {
                named.ForEach(name => _underWay.Remove(name));
            }

            done.SetResult();
        }
    }

    /// <summary>Takes all names, or none of them where one is under way: then what it waits for comes back.</summary>
    private Task? Claim(List<(BusRef, string)> names, Task done)
    {
        lock (_gate)
        {
            foreach (var name in names)
            {
                if (_underWay.TryGetValue(name, out var other))
                {
                    return other;
                }
            }

            names.ForEach(name => _underWay.Add(name, done));
            return null;
        }
    }

    /// <summary>Those of the ids that the bus has had: from outside, or because it made them itself.</summary>
    private HashSet<string> Known(BusRef to, List<(BusRef, string Id)> names) => names.Count == 0 ? [] : journal.Read(connection =>
    {
        var reader = new EventReader(connection);
        return names.Select(name => name.Id).Where(id => IsReceived(connection, id) || IsOwn(id)).ToHashSet(StringComparer.Ordinal);

        bool IsReceived(JournalConnection connection, string id) => connection.Number(
            "SELECT seq FROM received WHERE id = ?1 AND account = ?2 AND region = ?3 AND bus = ?4", id, to.Scope.Account, to.Scope.Region, to.Name) is not null;

        bool IsOwn(string id) => EventId.TryGetSequence(id, bus.Seed, out var sequence) && reader.Read(sequence) is { } own
            && own.Bus == to.Name && own.Account == to.Scope.Account && own.Region == to.Scope.Region;
    });

    private async Task<IReadOnlyList<IncomingResult>> Store(BusRef to, BusRules rules, IReadOnlyList<ReceivedEvent> events, HashSet<string> known)
    {
        var results = new IncomingResult[events.Count];
        var prepared = new PreparedEvents(time.GetUtcNow());
        var fresh = new List<int>();
        for (var number = 0; number < events.Count; number++)
        {
            // The same id a second time in one request is the same event, too.
            if (NameOf(events[number]) is { } name && !known.Add(name))
            {
                results[number] = new(events[number].Id ?? "", IsRepeated: true);
            }
            else
            {
                fresh.Add(number);
            }
        }

        var rows = new List<(string Id, long Sequence)>();
        var size = 0L;
        foreach (var group in fresh.GroupBy(number => KindOf(events[number])))
        {
            var numbers = group.ToArray();
            var batch = new EventBatch(to.Scope, to.Name, sequences.Next(numbers.Length), numbers.Length);
            foreach (var number in numbers)
            {
                var sequence = batch.SequenceOf(batch.Count);
                var id = events[number].Id ?? EventId.FromSequence(sequence, bus.Seed);
                results[number] = new(id, IsRepeated: false);
                if (NameOf(events[number]) is { } name)
                {
                    rows.Add((name, sequence));
                }

                batch.Add(Envelope(events[number], Parts(events[number], to, prepared.Now, Encoding.ASCII.GetBytes(id), Sized(events[number], ref size))));
            }

            Match(prepared, batch.Seal(), rules, group.Key);
        }

        await Commit(to, bus.Finish(prepared), rows).ConfigureAwait(false);
        return results;
    }

    /// <summary>The detail's bytes, within what one event and a request may have.</summary>
    private static byte[] Sized(ReceivedEvent one, ref long size)
    {
        var detail = one.Detail.ToUtf8();
        size += detail.Length;
        return detail.Length > MaxEvent ? throw new SourceException(413, $"An event of {detail.Length} bytes came of the request; {MaxEvent} are the most.")
            : size > MaxTogether ? throw new SourceException(413, $"The events of the request are over {MaxTogether} bytes together.")
            : detail;
    }

    private async Task Commit(BusRef to, HandOver handOver, List<(string Id, long Sequence)> rows)
    {
        if (handOver.Write is { } write)
        {
            await journal.Write(connection =>
            {
                write(connection);
                foreach (var (id, sequence) in rows)
                {
                    connection.Execute(
                        "INSERT INTO received (id, account, region, bus, seq) VALUES (?1, ?2, ?3, ?4, ?5)", id, to.Scope.Account, to.Scope.Region, to.Name, sequence);
                }
            }).ConfigureAwait(false);
        }

        handOver.Committed?.Invoke();
    }

    private static EventParts Parts(ReceivedEvent one, BusRef to, DateTimeOffset now, byte[] id, byte[] detail) => new()
    {
        Id = id,
        Source = Encoding.UTF8.GetBytes(one.Source),
        DetailType = Encoding.UTF8.GetBytes(one.DetailType),
        Account = Encoding.UTF8.GetBytes(one.Account ?? to.Scope.Account),
        Region = Encoding.UTF8.GetBytes(one.Region ?? to.Scope.Region),
        Time = one.Time ?? now,
        ResourcesJson = one.Resources.ToUtf8(),
        DetailJson = detail,
    };

    private static byte[] Envelope(ReceivedEvent one, in EventParts parts)
    {
        var envelope = new ArrayBufferWriter<byte>(512 + parts.DetailJson.Length);
        EventEnvelopeWriter.Write(envelope, parts);
        return one.ReplayName is { } replay ? ReplayedEnvelope.Of(envelope.WrittenSpan, replay) : envelope.WrittenSpan.ToArray();
    }

    private static void Match(PreparedEvents prepared, EventBatch batch, BusRules rules, EventKind kind)
    {
        if (kind == EventKind.Plain)
        {
            EventBus.Add(prepared, batch, rules);
        }
        else
        {
            EventBus.AddUnarchived(prepared, batch, kind == EventKind.ReadOnlyCall ? rules.ReadOnly : rules.All);
        }
    }

    /// <summary>What an event is known by: its id; behind it, with a space, the replay that sent it again. Null where Quell gives the id.</summary>
    private static string? NameOf(ReceivedEvent one) => one is { Id: { } id, ReplayName: { } replay } ? $"{id} {replay}" : one.Id;

    private static EventKind KindOf(ReceivedEvent one) => one.ReplayName is not null ? EventKind.Replayed
        : one.DetailType.EndsWith(" via CloudTrail", StringComparison.Ordinal) && CloudTrailEvent.NeedsAllManagementEvents(one.Detail) ? EventKind.ReadOnlyCall
        : EventKind.Plain;

    private enum EventKind
    {
        Plain,

        /// <summary>Only for rules that ask for such.</summary>
        ReadOnlyCall,

        /// <summary>For every rule, and for no archive, as in EventBridge.</summary>
        Replayed,
    }
}

/// <summary>What became of an event.</summary>
/// <param name="IsRepeated">It was on the bus already.</param>
internal readonly record struct IncomingResult(string Id, bool IsRepeated);

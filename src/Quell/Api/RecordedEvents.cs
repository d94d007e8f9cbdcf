using Quell.Engine.Events;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Server;
using EventId = Quell.Engine.Events.EventId;

namespace Quell.Api;

/// <summary>
/// Puts events of a replay on the default bus: unlike PutEvents it lets AWS's own sources through, keeps account, region and
/// time, and holds events of read-only calls back from rules that did not ask for them, as EventBridge does.
/// </summary>
internal sealed class RecordedEvents(Engines engines)
{
    /// <summary>Puts them in one commit.</summary>
    /// <param name="scope">Whose default bus.</param>
    /// <param name="events">Those that are null are left out.</param>
    /// <returns>The id of each; null where there is no event.</returns>
    public async ValueTask<string?[]> Put(Scope scope, IReadOnlyList<EventEnvelope?> events)
    {
        var ids = new string?[events.Count];
        var prepared = new PreparedEvents(engines.Time.GetUtcNow());
        var rules = engines.Bus.Buses.Find(scope, BusTypes.DefaultBus) ?? BusRules.None;
        AddBatch(isReadOnly: false);
        AddBatch(isReadOnly: true);
        var handOver = engines.Bus.Finish(prepared);
        if (handOver.Write is { } write)
        {
            await engines.Journal.Write(write).ConfigureAwait(false);
        }

        handOver.Committed?.Invoke();
        return ids;

        void AddBatch(bool isReadOnly)
        {
            var own = Enumerable.Range(0, events.Count).Where(number => events[number] is { } one && IsReadOnly(one) == isReadOnly).ToList();
            if (own.Count == 0)
            {
                return;
            }

            var batch = new EventBatch(scope, BusTypes.DefaultBus, engines.Sequences.Next(own.Count), own.Count);
            foreach (var number in own)
            {
                var id = EventId.FromSequence(batch.SequenceOf(batch.Count), engines.Bus.Seed);
                if (events[number] is { } one)
                {
                    ids[number] = id;
                    batch.Add((one with { Id = id }).ToUtf8());
                }
            }

            if (isReadOnly)
            {
                EventBus.AddUnarchived(prepared, batch.Seal(), rules.ReadOnly);
            }
            else
            {
                EventBus.Add(prepared, batch.Seal(), rules);
            }
        }
    }

    private static bool IsReadOnly(EventEnvelope one) =>
        one.DetailType.EndsWith(" via CloudTrail", StringComparison.Ordinal) && CloudTrailEvent.NeedsAllManagementEvents(one.Detail);
}

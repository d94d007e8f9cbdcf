using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Events;
using Quell.Storage;

namespace Quell.Archives;

/// <summary>
/// Runs the replays, each by itself: page by page, a page's deliveries and how far the replay has come in one commit, so that
/// a crash neither loses nor repeats an event. Waits while many deliveries are due to every target of the last page, so that a
/// replay does not crowd out what happens now; for a target that is down or slower than the others it does not wait: what is for
/// it waits in the journal. AWS replays minute by minute in no promised order; this one goes in order of
/// the events' times.
/// </summary>
internal sealed class ReplayRunner : IAsyncDisposable
{
    private readonly ResourceStore _store;
    private readonly Journal _journal;
    private readonly EventBus _bus;
    private readonly TimeProvider _time;
    private readonly ResourceTasks _tasks;

    public ReplayRunner(ResourceStore store, Journal journal, EventBus bus, TimeProvider time, ILogger log)
    {
        (_store, _journal, _bus, _time) = (store, journal, bus, time);
        _tasks = new(store, ArchiveTypes.Replay, Begin, time, log)
        {
            IsOver = replay => ReplayStates.IsOver(replay.String("State")),
            Fail = (key, reason) => End(key, ReplayStates.Failed, reason),
        };
    }

    /// <summary>Deliveries that may be due to each of its targets when a replay makes more.</summary>
    public int MostDue { get; init; } = 2_000;

    /// <summary>How long a replay waits before it looks again whether its targets have caught up.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Goes on with the replays that were under way, and takes new ones from now on.</summary>
    public void Start() => _tasks.Start();

    public ValueTask DisposeAsync() => _tasks.DisposeAsync();

    private Func<CancellationToken, Task<bool>> Begin(ResourceKey key)
    {
        var rules = new ReplayRules(_bus.Buses);
        var targets = new HashSet<string>(StringComparer.Ordinal);
        return async cancellationToken =>
        {
            var goesOn = await Step(key, rules, targets, cancellationToken).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.ReplayAfterPage);
            return goesOn;
        };
    }

    /// <param name="targets">The targets of the last page.</param>
    /// <returns>Whether there may be more to do.</returns>
    private async Task<bool> Step(ResourceKey key, ReplayRules rules, HashSet<string> targets, CancellationToken cancellationToken)
    {
        if (_store.Current.Get(key) is not { } replay || ReplayStates.IsOver(replay.String("State")))
        {
            return false;
        }

        if (!ReplayStates.Sends(replay.String("State")))
        {
            return await End(key, ReplayStates.Cancelled).ConfigureAwait(false);
        }

        if (targets.Count > 0 && _journal.Read(connection => targets.All(target => IsCrowded(connection, target))))
        {
            await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (ReplayPage.Read(_store.Current, _journal, _bus.Seed, key.Scope, replay, out var missing) is not { } page)
        {
            return await End(key, ReplayStates.Failed, missing).ConfigureAwait(false);
        }

        if (page.Events.Count == 0 && !page.HasMore)
        {
            return await End(key, ReplayStates.Completed).ConfigureAwait(false);
        }

        var (handOver, deliveries) = _bus.PrepareReplayed(key.Scope, page.Bus, rules.Of(key.Scope, page.Bus, replay), page.Events);
        targets.Clear();
        targets.UnionWith(deliveries.Select(delivery => delivery.Target));
        if (await Move(key, page.After(deliveries.Count), ReplayStates.Sends, handOver.Write).ConfigureAwait(false))
        {
            handOver.Committed?.Invoke();
        }

        return true;
    }

    private bool IsCrowded(JournalConnection connection, string target) =>
        DeliveryTable.CountDue(connection, target, _time.GetUtcNow().ToUnixTimeMilliseconds(), MostDue) >= MostDue;

    private async Task<bool> End(ResourceKey key, string state, string? reason = null)
    {
        await Move(
            key,
            replay => replay.With("State", state).With("StateReason", reason).With("ReplayEndTime", Aws.Protocols.Timestamps.ToNeutral(_time.GetUtcNow())),
            before => !ReplayStates.IsOver(before),
            null).ConfigureAwait(false);
        return false;
    }

    /// <summary>Changes the replay and writes what goes with it, in one commit.</summary>
    /// <returns>False where it had left the states in which this may happen: then nothing has.</returns>
    private async Task<bool> Move(ResourceKey key, Func<JsonObject, JsonObject> change, Func<string?, bool> from, JournalWrite? write)
    {
        var (isMoved, durable) = _store.Run(state =>
        {
            var edit = new ResourceEdit(state);
            if (state.Get(key) is not { } replay || !from(replay.String("State")))
            {
                return new ResourceStep<bool>(edit, false);
            }

            edit.Put(key.Scope, key.Type, key.Id, change(replay));
            return new ResourceStep<bool>(edit, true, write);
        });
        await durable.ConfigureAwait(false);
        return isMoved;
    }
}

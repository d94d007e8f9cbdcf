using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Events;
using Quell.Storage;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Accounts;

/// <summary>
/// Fires the account's timers when they are due: each in a transaction of its own, with its removal, so that a crash fires it
/// again or not at all, never half. Sleeps until the next one; a new timer wakes it.
/// </summary>
internal sealed class TimerLoop(
    OperationTable table, ResourceStore store, Sequences sequences, TimeProvider time, ILogger<TimerLoop> log) : IAsyncDisposable
{
    /// <summary>Also how soon a timer is tried again whose commit failed.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _alarms = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task _loop = Task.CompletedTask;

    /// <summary>Seeds the ids that timer handlers make.</summary>
    public required string Seed { get; init; }

    /// <summary>What secrets that timer handlers make derive from, beside the seed.</summary>
    public byte[] SecretKey { get; init; } = [];

    /// <summary>Where the events go that a timer's handler emits.</summary>
    public required Func<IReadOnlyList<BusEvent>, HandOver> Bus { get; init; }

    /// <summary>
    /// Runs at the start, and whenever the clock has gone back since: sets anew what would wait for as long again as the clock
    /// went back (a machine that began with a wrong clock, a snapshot).
    /// </summary>
    public Action<ResourceEdit, DateTimeOffset>? Realign { get; init; }

    public void Start()
    {
        store.Changed += Notice;
        _loop = Task.Run(Run);
    }

    public async ValueTask DisposeAsync()
    {
        store.Changed -= Notice;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Notice(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        if (changes.Any(change => change.Key.Type == Timer.ResourceType && change.Value is not null))
        {
            _alarms.Writer.TryWrite(true);
        }
    }

    private async Task Run()
    {
        try
        {
            for (var last = DateTimeOffset.MaxValue; !_stop.IsCancellationRequested;)
            {
                var now = time.GetUtcNow();
                if (now < last)
                {
                    await RealignAll(now).ConfigureAwait(false);
                }

                last = now;
                var next = FireDue();
                var sleep = next is { } due ? due - time.GetUtcNow() : LongestSleep;
                await Sleep(sleep < LongestSleep ? sleep : LongestSleep).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            log.LogDebug("The timers have stopped");
        }
    }

    /// <summary>Until the time is over or a timer is set.</summary>
    private async Task Sleep(TimeSpan sleep)
    {
        if (sleep <= TimeSpan.Zero)
        {
            return;
        }

        using var alarm = new CancellationTokenSource(sleep, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, alarm.Token);
        try
        {
            await _alarms.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            log.LogTrace("A timer may be due");
        }
    }

    private async Task RealignAll(DateTimeOffset now)
    {
        try
        {
            await store.Run(state =>
            {
                var edit = new ResourceEdit(state);
                Realign?.Invoke(edit, now);
                return new ResourceStep<bool>(edit, true);
            }).Durable.ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            log.LogWarning(fault, "Timers could not be set anew for the clock");
        }
    }

    /// <returns>When the next one is due; null where there is none.</returns>
    private DateTimeOffset? FireDue()
    {
        var timers = store.Current.ListAll(Timer.ResourceType)
            .Select(entry => Timer.From(entry.Key, entry.Value))
            .OrderBy(timer => timer.Due)
            .ThenBy(timer => timer.Key.Id, StringComparer.Ordinal)
            .ToList();
        foreach (var timer in timers.TakeWhile(timer => timer.Due <= time.GetUtcNow()))
        {
            CrashPoint.Reach(CrashPoint.TimerBeforeFire);
            try
            {
                Fire(timer);
            }
            catch (Exception fault)
            {
                // One that cannot fire stays, is tried again when the loop comes round, and holds up no other.
                log.LogError(fault, "The timer {Timer} ({Kind}) could not fire", timer.Key, timer.Kind);
            }
        }

        return timers.Select(timer => (DateTimeOffset?)timer.Due).FirstOrDefault(due => due > time.GetUtcNow());
    }

    private void Fire(Timer timer)
    {
        var handOver = HandOver.Done;
        var (_, durable) = store.Run(state =>
        {
            // Since it was looked up it may have been taken away, or set to another time.
            if (state.Get(timer.Key) is not { } set || Timer.From(timer.Key, set) != timer)
            {
                return new ResourceStep<bool>(new ResourceEdit(state), false);
            }

            var transaction = TransactionalStep.Fire(table, state, timer, time.GetUtcNow(), new IdSource(Seed, $"timer/{sequences.Next()}") { Key = SecretKey });
            handOver = Bus([.. transaction.Events.Select(emitted => BusEvent.Of(emitted, transaction.Now))]);
            return new ResourceStep<bool>(transaction.State, true, connection => handOver.Write?.Invoke(connection));
        });
        durable.ContinueWith(
            done =>
            {
                if (done.IsCompletedSuccessfully)
                {
                    handOver.Committed?.Invoke();
                }
                else
                {
                    log.LogError(done.Exception, "The timer {Timer} could not be journaled; it fires again", timer.Key);
                }
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Quell.Executions;

/// <summary>
/// Wakes executions when something in them is due. The clock holds what is due within a day; what is due later is looked up in time,
/// so that ended executions leave nothing behind for a year.
/// </summary>
internal sealed class DueExecutions : IAsyncDisposable
{
    /// <summary>How far ahead the clock is set.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(1);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Executions that are woken at the same time, of however many that are due: each is read into memory.</summary>
    private const int MostAtOnce = 64;

    private readonly ExecutionHost _host;
    private readonly ExecutionStore _store;
    private readonly Func<long, Task> _wake;
    private readonly ExecutionClock _clock;
    private readonly ITimer _lookAhead;
    private readonly Queue<long> _woken = new();
    private int _wakers;
    private volatile bool _isStopped;

    /// <param name="wake">Has an execution see to what is due in it.</param>
    public DueExecutions(ExecutionHost host, ExecutionStore store, Func<long, Task> wake)
    {
        (_host, _store, _wake) = (host, store, wake);
        _clock = new(host.Time, Wake);
        _lookAhead = host.Time.CreateTimer(_ => LookAhead(), null, Horizon / 2, Horizon / 2);
    }

    /// <summary>Sets the clock for an execution by what it waits for now. Called within its loop.</summary>
    /// <param name="isWoken">Whether the clock may have forgotten it: it was woken, or has been read again.</param>
    public void Set(LiveExecution live, bool isWoken)
    {
        var next = new ClockTime(live.State.NextDue);
        if (isWoken || live.Clock != next)
        {
            live.Clock = next;
            Set(live.Run, next.Due, isNews: true);
        }
    }

    /// <summary>Nobody is woken any more.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopped = true;
        await _clock.DisposeAsync().ConfigureAwait(false);
        await _lookAhead.DisposeAsync().ConfigureAwait(false);
    }

    private void Set(long run, DateTimeOffset? next, bool isNews)
    {
        if (next is { } due && due - _host.Time.GetUtcNow() < Horizon)
        {
            _clock.Set(run, due, isNews);
        }
        else if (isNews)
        {
            _clock.Clear(run);
        }
    }

    /// <summary>Sets the clock for what is due before the next look.</summary>
    private void LookAhead()
    {
        try
        {
            foreach (var run in _store.Unfinished().TakeWhile(_ => !_isStopped))
            {
                LookAt(run);
            }
        }
        catch (SqliteException fault)
        {
            _host.Log.LogError(fault, "What is due within {Horizon} could not be looked up", Horizon);
        }
    }

    private void LookAt(long run)
    {
        try
        {
            Set(run, _store.View(run)?.Execution.NextDue, isNews: false);
        }
        catch (Exception fault) when (ExecutionRecovery.IsUnreadable(fault))
        {
            _host.Log.LogError(fault, "The execution number {Run} cannot be read, and stays as it is", run);
        }
    }

    /// <summary>Hands on what is due; the clock goes on with the next meanwhile.</summary>
    private void Wake(List<long> due)
    {
        lock (_woken)
        {
            due.ForEach(_woken.Enqueue);
            for (var more = due.Count; more > 0 && _wakers < MostAtOnce; more--)
            {
                _wakers++;
                ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.WakeAll(), this, preferLocal: false);
            }
        }
    }

    /// <summary>Wakes one after the other until none is left.</summary>
    private async Task WakeAll()
    {
        while (Next() is { } run)
        {
            await Wake(run).ConfigureAwait(false);
        }
    }

    private long? Next()
    {
        lock (_woken)
        {
            if (!_isStopped && _woken.TryDequeue(out var run))
            {
                return run;
            }

            _wakers--;
            return null;
        }
    }

    private async Task Wake(long run)
    {
        try
        {
            await _wake(run).ConfigureAwait(false);
        }
        catch (SqliteException fault)
        {
            _host.Log.LogWarning(fault, "The execution number {Run} could not be read when something in it was due", run);
            _clock.Set(run, _host.Time.GetUtcNow() + RetryDelay, isNews: false);
        }
        catch (Exception fault)
        {
            _host.Log.LogWarning(fault, "What was due in the execution number {Run} did not happen", run);
        }
    }
}

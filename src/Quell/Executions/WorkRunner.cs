using Microsoft.Extensions.Logging;
using Quell.Engine.Executions;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>Has the work of executions done, and hands on what came of it. Safe for concurrent use.</summary>
/// <param name="answer">Is told what came of work, which is over with that.</param>
/// <param name="store">Has the answers that were committed with their effects.</param>
/// <param name="over">Is told that work is over for an execution.</param>
/// <param name="running">Counts what is under way, for the end of the process.</param>
internal sealed class WorkRunner(
    ExecutionHost host, ExecutionStore store, Action<BegunWork, Signal> answer, Action<LiveExecution> over, RunningCount running, CancellationToken stop)
{
    /// <summary>How long after the journal failed work is tried again.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Notes that work is being done from now on. Whoever takes it has it done, by <see cref="Queue"/> or <see cref="TryDo"/>.</summary>
    /// <param name="isResumed">Whether it was under way when the process ended.</param>
    /// <returns>Null where it is being done or has just been.</returns>
    public BegunWork? Take(LiveExecution live, Pending pending, bool isResumed = false)
    {
        var begun = new BegunWork(live, new(live.Run, live.Header, pending) { IsResumed = isResumed });
        lock (live.Gate)
        {
            if (live.Does(pending.Id))
            {
                return null;
            }

            live.Working.Add(pending.Id, begun.Cancel);

            // The end of the process cancels what it finds; it does not find this any more.
            if (stop.IsCancellationRequested)
            {
                begun.Cancel.Cancel();
            }
        }

        running.Enter();
        return begun;
    }

    /// <summary>Has work done on another thread.</summary>
    public void Queue(BegunWork begun) => ThreadPool.UnsafeQueueUserWorkItem(
        static state =>
        {
            if (state.Self.TryDo(state.Begun, out var signal))
            {
                state.Self.End(state.Begun, signal);
            }
        },
        (Self: this, Begun: begun),
        preferLocal: false);

    /// <summary>Does work on the caller's thread, as far as that goes without waiting; the rest goes on by itself.</summary>
    /// <returns>Whether it has been done. Then the caller hands the answer (null where somebody else answers) on, and calls <see cref="End(BegunWork)"/>.</returns>
    public bool TryDo(BegunWork begun, out Signal? signal)
    {
        CrashPoint.Reach(CrashPoint.WorkBeforeStart);
        var doing = Perform(begun.Order, begun.Cancel.Token);
        if (doing.IsCompletedSuccessfully)
        {
            signal = doing.Result;
            CrashPoint.Reach(CrashPoint.WorkAfterEnd);
            return true;
        }

        signal = null;
        _ = Await(begun, doing.AsTask());
        return false;
    }

    /// <summary>Work is over, and its answer has been handed on: the answer takes its place in one step, so that nobody finds neither.</summary>
    public void End(BegunWork begun)
    {
        var live = begun.Live;
        lock (live.Gate)
        {
            if (live.Working.GetValueOrDefault(begun.Order.Pending.Id) == begun.Cancel)
            {
                live.Working.Remove(begun.Order.Pending.Id);
            }
        }

        begun.Cancel.Dispose();
        over(live);
        running.Leave();
    }

    /// <summary>Gives up what nobody waits for any more.</summary>
    public void Cancel(LiveExecution live, Pending pending)
    {
        // Within the gate it is not over yet, and not disposed of.
        lock (live.Gate)
        {
            _ = live.Working.GetValueOrDefault(pending.Id)?.CancelAsync();
        }

        host.Performers[pending.Work!.Kind].Cancel(new(live.Run, live.Header, pending));
    }

    /// <summary>Lets go of all that this process does for an execution.</summary>
    public static void CancelAll(LiveExecution live)
    {
        lock (live.Gate)
        {
            foreach (var working in live.Working.Values)
            {
                _ = working.CancelAsync();
            }
        }
    }

    private async Task Await(BegunWork begun, Task<Signal?> doing)
    {
        Signal? signal = null;
        var token = begun.Cancel.Token;
        try
        {
            signal = await doing.WaitAsync(token).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.WorkAfterEnd);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            host.Log.LogDebug("Nobody waits any more for {Work}", begun.Order.Name);
        }
        catch (Exception fault)
        {
            host.Log.LogError(fault, "The work {Work} failed in Quell itself", begun.Order.Name);
            signal = new Signal.Failed("States.Runtime", $"Quell could not carry this out: {fault.Message}");
        }

        End(begun, signal);
    }

    private void End(BegunWork begun, Signal? signal)
    {
        if (signal is not null)
        {
            answer(begun, signal);
        }

        End(begun);
    }

    /// <summary>Does it; after the journal failed, from where that left it, as after a crash.</summary>
    private async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        for (var attempt = order; ; attempt = order with { IsResumed = true })
        {
            try
            {
                var signal = await host.Performers[order.Work.Kind].Perform(attempt, cancellationToken).ConfigureAwait(false);
                order.IsAnswerStored = attempt.IsAnswerStored;
                return signal;
            }
            catch (JournalException fault) when (fault.IsTransient)
            {
                host.Log.LogWarning(fault, "The journal failed {Work}, which is tried again", order.Name);
            }

            await Task.Delay(RetryDelay, host.Time, cancellationToken).ConfigureAwait(false);
            if (store.Answers(order.Run).Find(known => known.Pending == order.Pending.Id) is { Signal: { } answered })
            {
                // What failed came after the effect.
                order.IsAnswerStored = true;
                return answered;
            }
        }
    }
}

/// <summary>Work that this process does.</summary>
/// <param name="Live">The execution that it is done for.</param>
internal sealed record BegunWork(LiveExecution Live, WorkOrder Order)
{
    public CancellationTokenSource Cancel { get; } = new();
}

/// <summary>Counts what is under way, so that the end of the process can wait for it.</summary>
internal sealed class RunningCount
{
    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the process itself, which leaves last.
    private int _count = 1;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            _none.TrySetResult();
        }
    }

    /// <summary>Completes when nothing is under way any more. Asked once.</summary>
    public Task Drain()
    {
        Leave();
        return _none.Task;
    }
}

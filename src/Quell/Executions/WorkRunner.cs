using Microsoft.Extensions.Logging;
using Quell.Engine.Executions;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>Has the work of executions done, and hands on what came of it. Safe for concurrent use.</summary>
/// <param name="answer">Is told what came of an order, which is over with that.</param>
/// <param name="store">Has the answers that were committed with their effects.</param>
/// <param name="over">Is told that work is over for an execution.</param>
/// <param name="running">Counts what is under way, for the end of the process.</param>
internal sealed class WorkRunner(
    ExecutionHost host, ExecutionStore store, Action<WorkOrder, Signal> answer, Action<LiveExecution> over, RunningCount running, CancellationToken stop)
{
    /// <summary>How long after the journal failed work is tried again.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Begins work, on a thread of its own, unless it is being done or has just been.</summary>
    /// <param name="isResumed">Whether it was under way when the process ended.</param>
    public void Begin(LiveExecution live, Pending pending, bool isResumed = false)
    {
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (live.Gate)
        {
            if (live.Does(pending.Id))
            {
                cancel.Dispose();
                return;
            }

            live.Working.Add(pending.Id, cancel);
        }

        running.Enter();
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => _ = state.Self.Perform(state.Live, state.Order, state.Cancel),
            (Self: this, Live: live, Order: new WorkOrder(live.Run, live.Header, pending) { IsResumed = isResumed }, Cancel: cancel), preferLocal: false);
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

    private async Task Perform(LiveExecution live, WorkOrder order, CancellationTokenSource cancel)
    {
        Signal? signal = null;
        try
        {
            CrashPoint.Reach(CrashPoint.WorkBeforeStart);
            signal = await Perform(order, cancel.Token).WaitAsync(cancel.Token).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.WorkAfterEnd);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            host.Log.LogDebug("Nobody waits any more for {Work}", order.Name);
        }
        catch (Exception fault)
        {
            host.Log.LogError(fault, "The work {Work} failed in Quell itself", order.Name);
            signal = new Signal.Failed("States.Runtime", $"Quell could not carry this out: {fault.Message}");
        }

        // The answer takes the work's place in one step, so that nobody finds neither.
        if (signal is not null)
        {
            answer(order, signal);
        }

        lock (live.Gate)
        {
            if (live.Working.GetValueOrDefault(order.Pending.Id) == cancel)
            {
                live.Working.Remove(order.Pending.Id);
            }
        }

        cancel.Dispose();
        over(live);
        running.Leave();
    }

    /// <summary>Does it; after the journal failed, from where that left it, as after a crash.</summary>
    private async Task<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
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

using Microsoft.Extensions.Logging;
using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>
/// The shell around the execution kernel: applies what happens to an execution one after the other, journals each transition, and
/// only then has its work begun. Executions that merely wait are let go and read again when they are woken.
/// </summary>
internal sealed class DurableExecutions : IAsyncDisposable
{
    private const string AnswerLost = "An answer to the execution number {Run} could not be stored; what it answers is done again";

    private readonly ExecutionHost _host;
    private readonly DueExecutions _due;
    private readonly LivePool _live;
    private readonly WorkRunner _work;
    private readonly RunningCount _running = new();
    private readonly ExecutionRecovery _recovery;
    private readonly CancellationTokenSource _stop = new();
    private Task _recovered = Task.CompletedTask;

    public DurableExecutions(ExecutionHost host)
    {
        _host = host;
        Store = new(host);
        _live = new(host, Store);
        _work = new(host, Store, Answer, _live.Release, _running, _stop.Token);
        _due = new(host, Store, run => Post(run, Stimulus.Tick.Instance));
        _recovery = new(this, _live, _stop.Token);
    }

    /// <summary>Takes languages and performers until <see cref="Start"/>.</summary>
    public ExecutionHost Host => _host;

    public ExecutionStore Store { get; }

    /// <summary>Completes when all that had not ended at the last end of the process goes on.</summary>
    public Task Recovery => _recovered;

    /// <summary>Goes on with what had not ended when the process did.</summary>
    public void Start() => _recovered = Task.Run(_recovery.Recover);

    /// <summary>Starts an execution. It is durable, and has begun, when the task completes.</summary>
    /// <param name="alongside">Committed with its start; null for nothing.</param>
    /// <exception cref="JournalException">It could not be stored.</exception>
    public async Task<ExecutionView> Begin(ExecutionHeader header, JsonValue input, JournalWrite? alongside = null)
    {
        var live = _live.New(header, input);
        var applied = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(live, new(new Stimulus.Start(input), IsStored: false, applied) { Alongside = alongside });
        await applied.Task.ConfigureAwait(false);
        if (IsOrphan(live))
        {
            // Nobody waited any more before there was anything that could be stopped.
            await Post(live.Run, new Stimulus.Stop(null, null)).ConfigureAwait(false);
        }

        return new(live.Run, header, live.State, input);
    }

    /// <summary>Starts an execution in somebody else's commit.</summary>
    public HandOver BeginWith(ExecutionHeader header, JsonValue input)
    {
        var live = _live.New(header, input);
        live.IsBusy = true;
        var step = Apply(live, [new(new Stimulus.Start(input), IsStored: false, null)]);
        return new(step.Write, () =>
        {
            _running.Enter();
            step.Committed();
            Schedule(live);
        });
    }

    /// <summary>Starts an execution and waits for its end.</summary>
    public async Task<Execution> Run(ExecutionHeader header, JsonValue input, CancellationToken cancellationToken)
    {
        var live = _live.New(header, input);
        var ended = live.Ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var applied = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(live, new(new Stimulus.Start(input), IsStored: false, applied));
        await applied.Task.ConfigureAwait(false);
        return await ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Applies something to an execution.</summary>
    /// <returns>Whether it made a difference, once it is durable: not for an answer that comes too late, nor for an execution that is not there.</returns>
    /// <param name="alongside">Committed with what it leads to, if it makes a difference; null for nothing.</param>
    /// <exception cref="JournalException">It could not be stored.</exception>
    public async Task<bool> Post(long run, Stimulus stimulus, bool isStored = false, JournalWrite? alongside = null)
    {
        var applied = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Hand(run, new(stimulus, isStored, applied) { Alongside = alongside }) && await applied.Task.ConfigureAwait(false);
    }

    /// <summary>The execution and what it waits for; null where there is none or it is over.</summary>
    public Pending? FindPending(long run, int pending) =>
        _live.Find(run) is { } live ? live.State.Pending.GetValueOrDefault(pending) : null;

    /// <summary>Everything that is under way stops where it is; the next start goes on with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _due.DisposeAsync().ConfigureAwait(false);
        await _recovered.ConfigureAwait(false);
        foreach (var live in _live.All)
        {
            WorkRunner.CancelAll(live);
        }

        await _running.Drain().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <returns>False where there is no such execution.</returns>
    internal bool Hand(long run, Arrival arrival)
    {
        while (_live.Find(run) is { } live)
        {
            if (Enqueue(live, arrival))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>False where the execution has been let go meanwhile.</returns>
    internal bool Enqueue(LiveExecution live, Arrival arrival)
    {
        var place = Place(live, arrival);
        if (place == Placing.Rests)
        {
            _running.Enter();
            Schedule(live);
        }

        return place != Placing.Gone;
    }

    /// <summary>Puts something into an execution's inbox. Where its loop rested, the caller has to run it.</summary>
    private static Placing Place(LiveExecution live, Arrival arrival)
    {
        lock (live.Gate)
        {
            if (live.IsGone)
            {
                return Placing.Gone;
            }

            live.Inbox.Enqueue(arrival);
            live.Working.Remove(arrival.Ends);
            var place = live.IsBusy ? Placing.Runs : Placing.Rests;
            live.IsBusy = true;
            return place;
        }
    }

    private void Schedule(LiveExecution live) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Self.Loop(state.Live), (Self: this, Live: live), preferLocal: false);

    /// <summary>Applies what comes in until nothing is left.</summary>
    private async Task Loop(LiveExecution live)
    {
        try
        {
            BegunWork? begun;
            do
            {
                while (Take(live, out begun) is { Count: > 0 } arrivals)
                {
                    await Advance(live, arrivals).ConfigureAwait(false);
                }
            }
            while (begun is not null && Do(begun));
        }
        finally
        {
            _running.Leave();
        }
    }

    /// <summary>
    /// Does the last work that a loop led to, rather than hand it to another thread: the loop rests, and whoever brings the execution
    /// something else meanwhile runs it.
    /// </summary>
    /// <returns>Whether it has been done already, and the loop is to go on with what came of it.</returns>
    private bool Do(BegunWork begun)
    {
        if (!_work.TryDo(begun, out var signal))
        {
            return false;
        }

        var place = Placing.Runs;
        if (signal is not null && (place = Place(begun.Live, ArrivalOf(begun.Order, signal))) == Placing.Gone)
        {
            HandAnswer(begun.Order.Run, ArrivalOf(begun.Order, signal));
        }

        _work.End(begun);
        return place == Placing.Rests;
    }

    private async Task Advance(LiveExecution live, List<Arrival> arrivals)
    {
        ExecutionStep step;
        try
        {
            step = Apply(live, arrivals);
            if (step.HasWrite)
            {
                await _host.Journal.Write(step.Write).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            // What is in memory is ahead of the journal, or cannot go on.
            Fail(live, arrivals, fault);
            await (fault is JournalException { IsTransient: true } ? _recovery.Return(live, fault) : _recovery.GiveUp(live, arrivals, fault)).ConfigureAwait(false);
            return;
        }

        try
        {
            step.Committed();
            if (arrivals.Find(arrival => arrival.GoesOn is not null) is { } asked)
            {
                _recovery.GoOn(live);
                asked.GoesOn!.TrySetResult();
            }
        }
        catch (Exception fault)
        {
            _host.Log.LogError(fault, "What the execution {Execution} came to is durable, but was not followed", live.Header.Id);
            Fail(live, arrivals, fault);
            await _recovery.Return(live, fault).ConfigureAwait(false);
        }
    }

    /// <param name="last">Work to be done by whoever finds nothing more that has come in.</param>
    private List<Arrival> Take(LiveExecution live, out BegunWork? last)
    {
        last = live.Last;
        live.Last = null;
        lock (live.Gate)
        {
            if (live.Inbox.Count > 0)
            {
                if (last is not null)
                {
                    _work.Queue(last);
                    last = null;
                }

                List<Arrival> arrivals = [.. live.Inbox];
                live.Inbox.Clear();
                return arrivals;
            }

            live.IsBusy = false;
            if (!live.State.IsRunning && live.Working.Count == 0)
            {
                _live.Remove(live);
            }
        }

        _live.Rest(live);
        return [];
    }

    private void Fail(LiveExecution live, List<Arrival> arrivals, Exception fault)
    {
        foreach (var arrival in arrivals)
        {
            arrival.Fail(fault);
            if (arrival is { Applied: null, Stimulus: Stimulus.Answer })
            {
                _host.Log.LogWarning(fault, AnswerLost, live.Run);
            }
        }
    }

    /// <summary>Forgets an execution as it is in memory; whoever waits for something of it is told why.</summary>
    internal void LetGo(LiveExecution live, Exception fault)
    {
        List<Arrival> rest;
        lock (live.Gate)
        {
            _live.Remove(live);
            rest = [.. live.Inbox];
            live.Inbox.Clear();
        }

        WorkRunner.CancelAll(live);
        Fail(live, rest, fault);
        live.Ended?.TrySetException(fault);
    }

    /// <summary>Applies what has arrived, in memory.</summary>
    private ExecutionStep Apply(LiveExecution live, List<Arrival> arrivals)
    {
        var step = new ExecutionStep(this, _host, live);
        foreach (var arrival in arrivals)
        {
            // It starts at the moment that whoever started it was told.
            var now = live.IsNew && arrival.Stimulus is Stimulus.Start ? live.Header.Created : _host.Time.GetUtcNow();
            step.Add(arrival, live.Program.Advance(live.State, arrival.Stimulus, now));
        }

        return step;
    }

    /// <summary>Follows what a durable step has brought: begins and cancels work, sets the clock.</summary>
    internal void Follow(LiveExecution live, Transition transition)
    {
        foreach (var pending in transition.Cancel)
        {
            _work.Cancel(live, pending);
            if (pending.Work is { IsTokenAwaited: true })
            {
                Store.Children(live.Run, pending.Id).ForEach(child => _ = Stop(child));
            }
        }

        foreach (var pending in transition.Begin)
        {
            if (live.State.Pending.ContainsKey(pending.Id))
            {
                Begin(live, pending);
            }
        }
    }

    /// <summary>Has work begun: at once, but for the last one, which the execution's loop does when it has nothing else to do.</summary>
    internal void Begin(LiveExecution live, Pending pending, bool isResumed = false)
    {
        if (_work.Take(live, pending, isResumed) is { } begun)
        {
            if (live.Last is { } before)
            {
                _work.Queue(before);
            }

            live.Last = begun;
        }
    }

    internal void SetClock(LiveExecution live, bool isWoken) => _due.Set(live, isWoken);

    /// <summary>An execution that another one has started and waits for no more is stopped.</summary>
    private async Task Stop(long run)
    {
        try
        {
            await Post(run, new Stimulus.Stop(null, null)).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            _host.Log.LogWarning(fault, "The execution number {Run}, for which nobody waits any more, could not be stopped", run);
        }
    }

    /// <summary>Has an execution know what came of its work.</summary>
    private void Answer(BegunWork begun, Signal signal)
    {
        var arrival = ArrivalOf(begun.Order, signal);
        if (!Enqueue(begun.Live, arrival))
        {
            HandAnswer(begun.Order.Run, arrival);
        }
    }

    private static Arrival ArrivalOf(WorkOrder order, Signal signal) =>
        new(new Stimulus.Answer(order.Pending.Id, signal), order.IsAnswerStored, null) { Ends = order.Pending.Id };

    /// <summary>Has an execution know of the end of another that it waits for; the answer is in the journal already. It may come before that of the other's start.</summary>
    internal void Tell(ParentLink parent, Signal signal) =>
        HandAnswer(parent.Run, new(new Stimulus.Answer(parent.Pending, signal) { IsByToken = true }, IsStored: true, null));

    private void HandAnswer(long run, Arrival arrival)
    {
        try
        {
            Hand(run, arrival);
        }
        catch (Exception fault)
        {
            _host.Log.LogWarning(fault, AnswerLost, run);
        }
    }

    /// <summary>Whether it runs for another that does not wait for it any more. One that was redriven runs for itself.</summary>
    internal bool IsOrphan(LiveExecution live) => live.Header.Parent is { } parent && live.State is { IsRunning: true, Redrives: 0 }
        && FindPending(parent.Run, parent.Pending) is null;

    /// <summary>How an execution stood when something was put into its inbox.</summary>
    private enum Placing
    {
        /// <summary>It has been let go; nothing was put anywhere.</summary>
        Gone,
        Rests,
        Runs,
    }
}

using System.Collections.Concurrent;
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
    private static readonly TimeSpan ReloadDelay = TimeSpan.FromSeconds(1);

    private readonly ExecutionHost _host;
    private readonly ExecutionClock _clock;
    private readonly ConcurrentDictionary<long, Lazy<LiveExecution?>> _live = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<LiveExecution> _idle = new();
    private int _loops;
    private Task _recovery = Task.CompletedTask;

    public DurableExecutions(ExecutionHost host)
    {
        _host = host;
        Store = new(host.Journal);
        _clock = new(host.Time, run => _ = Post(run, Stimulus.Tick.Instance));
    }

    public ExecutionStore Store { get; }

    /// <summary>Completes when all that had not ended at the last end of the process goes on.</summary>
    public Task Recovery => _recovery;

    /// <summary>Goes on with what had not ended when the process did.</summary>
    public void Start() => _recovery = Task.Run(Recover);

    /// <summary>Starts an execution. It is durable, and has begun, when the task completes.</summary>
    /// <param name="alongside">Committed with its start; null for nothing.</param>
    /// <exception cref="JournalException">It could not be stored.</exception>
    public async Task<ExecutionView> Begin(ExecutionHeader header, JsonValue input, JournalWrite? alongside = null)
    {
        var live = New(header, input);
        var applied = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(live, new(new Stimulus.Start(input), IsStored: false, applied) { Alongside = alongside });
        await applied.Task.ConfigureAwait(false);
        return new(live.Run, header, live.State, input);
    }

    /// <summary>Starts an execution in somebody else's commit.</summary>
    public HandOver BeginWith(ExecutionHeader header, JsonValue input)
    {
        var live = New(header, input);
        live.IsBusy = true;
        var step = Apply(live, [new(new Stimulus.Start(input), IsStored: false, null)]);
        return new(step.Write, () =>
        {
            Interlocked.Increment(ref _loops);
            step.Committed();
            _ = Loop(live);
        });
    }

    /// <summary>Starts an execution and waits for its end.</summary>
    public async Task<Execution> Run(ExecutionHeader header, JsonValue input, CancellationToken cancellationToken)
    {
        var live = New(header, input);
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
        while (Find(run) is { } live)
        {
            if (Enqueue(live, new(stimulus, isStored, applied) { Alongside = alongside }))
            {
                return await applied.Task.ConfigureAwait(false);
            }
        }

        return false;
    }

    /// <summary>An execution as it stands; null where there is none.</summary>
    public ExecutionView? View(string id) => Store.Find(id) is { } stored ? View(stored) : null;

    /// <inheritdoc cref="View(string)"/>
    public ExecutionView? View(long run) => Store.Find(run) is { } stored ? View(stored) : null;

    /// <summary>An execution's history, as far as it is durable.</summary>
    public List<HistoryEvent> History(StoredRun stored)
    {
        var events = new List<HistoryEvent>();
        Read(stored, events);
        return events;
    }

    /// <summary>The execution and what it waits for; null where there is none or it is over.</summary>
    public Pending? FindPending(long run, int pending) =>
        Find(run) is { } live ? live.State.Pending.GetValueOrDefault(pending) : null;

    /// <summary>Everything that is under way stops where it is; the next start goes on with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _clock.DisposeAsync().ConfigureAwait(false);
        await _recovery.ConfigureAwait(false);
        foreach (var entry in _live.Values.Where(entry => entry.IsValueCreated))
        {
            CancelWork(entry.Value);
        }

        while (Volatile.Read(ref _loops) > 0)
        {
            await Task.Yield();
        }

        _stop.Dispose();
    }

    private static void CancelWork(LiveExecution? live)
    {
        if (live is null)
        {
            return;
        }

        List<CancellationTokenSource> working;
        lock (live.Gate)
        {
            working = [.. live.Working.Values];
        }

        working.ForEach(work => work.Cancel());
    }

    private LiveExecution New(ExecutionHeader header, JsonValue input)
    {
        var run = _host.Sequences.Next();
        var live = new LiveExecution(run, header, _host.Languages[header.Kind].Program(run, header), input) { IsNew = true };
        _live[run] = new(live);
        return live;
    }

    private LiveExecution? Find(long run)
    {
        var entry = _live.GetOrAdd(run, number => new(() => Load(number)));
        if (entry.Value is { } live)
        {
            return live;
        }

        _live.TryRemove(new(run, entry));
        return null;
    }

    private LiveExecution? Load(long run)
    {
        if (Store.Find(run) is not { } stored)
        {
            return null;
        }

        var live = new LiveExecution(run, stored.Header, _host.Languages[stored.Header.Kind].Program(run, stored.Header), stored.Input);
        foreach (var record in Store.Records(run))
        {
            live.State = TransitionRecord.Read(live.Program, new(record, live.Known), live.State, null);
            live.NextRecord++;
        }

        return live;
    }

    /// <inheritdoc cref="View(string)"/>
    public ExecutionView View(StoredRun stored) => new(stored.Run, stored.Header, Read(stored, null), stored.Input);

    private Execution Read(StoredRun stored, List<HistoryEvent>? events)
    {
        var program = _host.Languages[stored.Header.Kind].Program(stored.Run, stored.Header);
        var known = new KnownValues();
        known.Add(stored.Input);
        var execution = Execution.New;
        foreach (var record in Store.Records(stored.Run))
        {
            execution = TransitionRecord.Read(program, new(record, known), execution, events);
        }

        return execution;
    }

    /// <returns>False where the execution has been let go meanwhile.</returns>
    private bool Enqueue(LiveExecution live, Arrival arrival)
    {
        lock (live.Gate)
        {
            if (live.IsGone)
            {
                return false;
            }

            live.Inbox.Enqueue(arrival);
            if (live.IsBusy)
            {
                return true;
            }

            live.IsBusy = true;
        }

        Interlocked.Increment(ref _loops);
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Self.Loop(state.Live), (Self: this, Live: live), preferLocal: false);
        return true;
    }

    private async Task Loop(LiveExecution live)
    {
        try
        {
            while (Take(live) is { Count: > 0 } arrivals)
            {
                await Advance(live, arrivals).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _loops);
        }
    }

    private async Task Advance(LiveExecution live, List<Arrival> arrivals)
    {
        try
        {
            var step = Apply(live, arrivals);
            if (step.HasWrite)
            {
                await _host.Journal.Write(step.Write).ConfigureAwait(false);
            }

            step.Committed();
        }
        catch (Exception fault)
        {
            // What is in memory is ahead of the journal, or cannot go on: it is read again.
            LetGo(live);
            arrivals.ForEach(arrival => arrival.Applied?.TrySetException(fault));
            live.Ended?.TrySetException(fault);
            if (fault is not JournalException)
            {
                _host.Log.LogError(fault, "The execution {Execution} cannot go on", live.Header.Id);
            }
            else if (!live.IsNew)
            {
                _ = Reload(live.Run);
            }
        }
    }

    private async Task Reload(long run)
    {
        try
        {
            await Task.Delay(ReloadDelay, _host.Time, _stop.Token).ConfigureAwait(false);
            Resume(run);
        }
        catch (OperationCanceledException)
        {
            _host.Log.LogDebug("The execution number {Run} goes on at the next start", run);
        }
    }

    private List<Arrival> Take(LiveExecution live)
    {
        lock (live.Gate)
        {
            if (live.Inbox.Count > 0)
            {
                List<Arrival> arrivals = [.. live.Inbox];
                live.Inbox.Clear();
                return arrivals;
            }

            live.IsBusy = false;
            if (!live.State.IsRunning && live.Working.Count == 0)
            {
                live.IsGone = true;
                _live.TryRemove(live.Run, out _);
            }
        }

        if (!live.IsGone)
        {
            _idle.Enqueue(live);
            LetIdleGo();
        }

        return [];
    }

    /// <summary>Lets the longest idle ones go that wait for nothing that this process does.</summary>
    private void LetIdleGo()
    {
        for (var tries = 0; tries < 4 && _idle.Count > _host.LiveLimit && _idle.TryDequeue(out var idle); tries++)
        {
            lock (idle.Gate)
            {
                if (idle.IsGone || idle.IsBusy)
                {
                    continue;
                }

                if (idle.Working.Count > 0)
                {
                    _idle.Enqueue(idle);
                    continue;
                }

                idle.IsGone = true;
            }

            _live.TryRemove(idle.Run, out _);
        }
    }

    private void LetGo(LiveExecution live)
    {
        lock (live.Gate)
        {
            live.IsGone = true;
            live.IsBusy = false;
        }

        _live.TryRemove(live.Run, out _);
        CancelWork(live);
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

        return step.Prepare();
    }

    /// <summary>Follows what a durable step has brought: begins and cancels work, sets the clock.</summary>
    internal void Follow(LiveExecution live, Transition transition)
    {
        foreach (var pending in transition.Cancel)
        {
            Cancel(live, pending);
        }

        foreach (var pending in transition.Begin.Where(pending => live.State.Pending.ContainsKey(pending.Id)))
        {
            Perform(live, pending);
        }
    }

    internal void SetClock(LiveExecution live)
    {
        if (live.State.NextDue is { } due && live.ClockedAt != due)
        {
            live.ClockedAt = due;
            _clock.Set(live.Run, due);
        }
    }

    private void Cancel(LiveExecution live, Pending pending)
    {
        CancellationTokenSource? working;
        lock (live.Gate)
        {
            working = live.Working.GetValueOrDefault(pending.Id);
        }

        working?.Cancel();
        _host.Performers[pending.Work!.Kind].Cancel(new(live.Run, live.Header, pending));
    }

    private void Perform(LiveExecution live, Pending pending, bool isResumed = false)
    {
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        lock (live.Gate)
        {
            live.Working[pending.Id] = cancel;
        }

        Interlocked.Increment(ref _loops);
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => _ = state.Self.Perform(state.Live, state.Order, state.Cancel),
            (Self: this, Live: live, Order: new WorkOrder(live.Run, live.Header, pending) { IsResumed = isResumed }, Cancel: cancel), preferLocal: false);
    }

    private async Task Perform(LiveExecution live, WorkOrder order, CancellationTokenSource cancel)
    {
        Signal? signal = null;
        var pending = order.Pending;
        try
        {
            CrashPoint.Reach(CrashPoint.WorkBeforeStart);
            signal = await _host.Performers[order.Work.Kind].Perform(order, cancel.Token).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.WorkAfterEnd);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            _host.Log.LogDebug("Nobody waits any more for {Work} of {Execution}", pending.Id, live.Header.Id);
        }
        catch (Exception fault)
        {
            _host.Log.LogError(fault, "The work {Work} of {Execution} failed in Quell itself", pending.Id, live.Header.Id);
            signal = new Signal.Failed("States.Runtime", $"Quell could not carry this out: {fault.Message}");
        }
        finally
        {
            lock (live.Gate)
            {
                live.Working.Remove(pending.Id);
            }

            cancel.Dispose();
            Interlocked.Decrement(ref _loops);
        }

        if (signal is not null)
        {
            _ = PostAnswer(live.Run, pending.Id, signal, order.IsAnswerStored);
        }
    }

    private async Task PostAnswer(long run, int pending, Signal signal, bool isStored, bool isByToken = false)
    {
        try
        {
            await Post(run, new Stimulus.Answer(pending, signal) { IsByToken = isByToken }, isStored).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            _host.Log.LogWarning(fault, "An answer could not be stored; what it answers is done again");
        }
    }

    /// <summary>Has an execution know of the end of another that it waits for; the answer is in the journal already. It may come before that of the other's start.</summary>
    internal void Tell(ParentLink parent, Signal signal) => _ = PostAnswer(parent.Run, parent.Pending, signal, isStored: true, isByToken: true);

    private void Recover()
    {
        foreach (var run in Store.Unfinished())
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                Resume(run);
            }
            catch (Exception fault) when (fault is InvalidDataException or JsonSyntaxException or Engine.Workflows.DefinitionException)
            {
                _host.Log.LogError(fault, "The execution number {Run} cannot be read, and stays as it is", run);
            }
        }
    }

    /// <summary>Goes on with an execution of which this process does nothing yet.</summary>
    private void Resume(long run)
    {
        if (Find(run) is not { } live)
        {
            return;
        }

        if (live.State.LastEvent == 0)
        {
            _ = Post(run, new Stimulus.Start(live.Input));
            return;
        }

        SetClock(live);
        var answers = Store.Answers(run);
        foreach (var (pending, signal) in answers)
        {
            _ = PostAnswer(run, pending, signal, isStored: true);
        }

        foreach (var pending in live.State.Pending.Values.Where(pending => pending is { Work: not null, IsSubmitted: false }).OrderBy(pending => pending.Id))
        {
            if (answers.All(answer => answer.Pending != pending.Id))
            {
                Perform(live, pending, isResumed: true);
            }
        }
    }
}

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

    /// <summary>How far ahead the clock is set: what is due later is looked up in time, so that ended executions leave nothing behind for a year.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(1);

    private readonly ExecutionHost _host;
    private readonly ExecutionClock _clock;
    private readonly LivePool _live;
    private readonly WorkRunner _work;
    private readonly RunningCount _running = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _lookAhead;
    private Task _recovery = Task.CompletedTask;

    public DurableExecutions(ExecutionHost host)
    {
        _host = host;
        Store = new(host.Journal);
        _live = new(host, Store);
        _work = new(host, (order, signal) => _ = PostAnswer(order.Run, order.Pending.Id, signal, order.IsAnswerStored), _running, _stop.Token);
        _clock = new(host.Time, run => _ = Post(run, Stimulus.Tick.Instance));
        _lookAhead = host.Time.CreateTimer(_ => LookAhead(), null, Horizon / 2, Horizon / 2);
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
        var live = _live.New(header, input);
        var applied = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(live, new(new Stimulus.Start(input), IsStored: false, applied) { Alongside = alongside });
        await applied.Task.ConfigureAwait(false);
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
            _ = Loop(live);
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
        while (_live.Find(run) is { } live)
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
        _live.Find(run) is { } live ? live.State.Pending.GetValueOrDefault(pending) : null;

    /// <summary>Everything that is under way stops where it is; the next start goes on with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _clock.DisposeAsync().ConfigureAwait(false);
        await _lookAhead.DisposeAsync().ConfigureAwait(false);
        await _recovery.ConfigureAwait(false);
        foreach (var live in _live.All)
        {
            WorkRunner.CancelAll(live);
        }

        await _running.Drain().ConfigureAwait(false);
        _stop.Dispose();
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

        _running.Enter();
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
            _running.Leave();
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
                _live.Remove(live);
            }
        }

        if (!live.IsGone)
        {
            _live.Rest(live);
        }

        return [];
    }

    private void LetGo(LiveExecution live)
    {
        lock (live.Gate)
        {
            _live.Remove(live);
            live.IsBusy = false;
        }

        WorkRunner.CancelAll(live);
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
            _work.Cancel(live, pending);
            if (pending.Work is { IsTokenAwaited: true })
            {
                Store.Children(live.Run, pending.Id).ForEach(child => _ = Stop(child));
            }
        }

        foreach (var pending in transition.Begin.Where(pending => live.State.Pending.ContainsKey(pending.Id)))
        {
            _work.Begin(live, pending);
        }
    }

    internal void SetClock(LiveExecution live)
    {
        if (live.State.NextDue is { } due && live.ClockedAt != due)
        {
            live.ClockedAt = due;
            SetClock(live.Run, due);
        }
    }

    private void SetClock(long run, DateTimeOffset due)
    {
        if (due - _host.Time.GetUtcNow() < Horizon)
        {
            _clock.Set(run, due);
        }
    }

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

    /// <summary>Sets the clock for what is due before the next look.</summary>
    private void LookAhead()
    {
        foreach (var run in Store.Unfinished())
        {
            if (!_stop.IsCancellationRequested && View(run)?.Execution.NextDue is { } due)
            {
                SetClock(run, due);
            }
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
        if (_live.Find(run) is not { } live)
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
                _work.Begin(live, pending, isResumed: true);
            }
        }

        _live.Rest(live);
    }
}

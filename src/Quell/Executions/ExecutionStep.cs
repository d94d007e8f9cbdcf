using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>Transitions of one execution on their way into the journal, in one commit.</summary>
internal sealed class ExecutionStep(DurableExecutions executions, ExecutionHost host, LiveExecution live)
{
    private readonly List<(Arrival Arrival, Transition Transition)> _transitions = [];
    private readonly List<(int Ordinal, byte[] Record)> _records = [];
    private readonly List<HandOver> _announced = [];
    private readonly bool _isNew = live.IsNew;
    private readonly ExecutionStatus _before = live.State.Status;
    private bool _isEnd;
    private bool _isReopened;
    private Signal? _told;

    public bool HasWrite => _isNew || _records.Count > 0 || _isEnd || _isReopened || _transitions.Any(step => step.Arrival.IsStored);

    public void Add(Arrival arrival, Transition transition)
    {
        _transitions.Add((arrival, transition));
        var language = host.Languages[live.Header.Kind];
        var wasRunning = live.State.IsRunning && live.State.LastEvent > 0;
        live.State = transition.Execution;
        if (IsChange(transition) && !live.Header.IsVolatile)
        {
            _records.Add((live.NextRecord++, TransitionRecord.Write(live.Program, transition, live.Known)));
        }
        else if (live.Header.IsVolatile && !transition.Execution.IsRunning && transition.Events.Length > 0)
        {
            // Only what it came to is kept.
            _records.Add((live.NextRecord++, TransitionRecord.Write(live.Program, transition with { Events = [], Frames = [], Pending = [] }, live.Known)));
        }

        if (!wasRunning && transition.Events.Length > 0)
        {
            _isReopened = _before != ExecutionStatus.Running;
            _announced.Add(language.Announce(live.Header, transition.Execution with { Status = ExecutionStatus.Running, Output = null, Error = null, Cause = null, Ended = null }));
        }

        if (transition.Events.Length > 0)
        {
            _announced.Add(language.Tell(live.Header, transition));
        }

        if (!transition.Execution.IsRunning && transition.Events.Length > 0)
        {
            _isEnd = true;
            _announced.Add(language.Announce(live.Header, transition.Execution));
            _told = live.Header.Parent is { } parent ? language.Told(live.Header, transition.Execution, parent.Form) : null;
        }
    }

    /// <summary>Nothing more is added.</summary>
    public ExecutionStep Prepare() => this;

    public void Write(JournalConnection connection)
    {
        foreach (var (_, transition) in _transitions)
        {
            foreach (var _ in transition.Events)
            {
                CrashPoint.Reach(CrashPoint.ExecutionBeforeEvent);
            }
        }

        if (_isNew)
        {
            ExecutionStore.Insert(connection, live.Run, live.Header, live.Input);
        }

        foreach (var (ordinal, record) in _records)
        {
            ExecutionStore.Append(connection, live.Run, ordinal, record);
        }

        if (_isEnd || _isReopened)
        {
            ExecutionStore.Update(connection, live.Header.Id, live.State);
        }

        foreach (var (arrival, _) in _transitions)
        {
            if (arrival is { IsStored: true, Stimulus: Stimulus.Answer answer })
            {
                ExecutionStore.RemoveAnswer(connection, live.Run, answer.Pending, answer.Signal);
            }
        }

        foreach (var (arrival, transition) in _transitions.Where(step => IsChange(step.Transition)))
        {
            host.Languages[live.Header.Kind].Journal(connection, live.Run, live.Header, transition);
            arrival.Alongside?.Invoke(connection);
        }

        if (_told is not null && live.Header.Parent is { } parent)
        {
            ExecutionStore.SaveAnswer(connection, parent.Run, parent.Pending, _told);
        }

        _announced.ForEach(handOver => handOver.Write?.Invoke(connection));
    }

    /// <summary>Runs when all of it is durable.</summary>
    public void Committed()
    {
        live.IsNew = false;
        foreach (var (arrival, transition) in _transitions)
        {
            foreach (var _ in transition.Events)
            {
                CrashPoint.Reach(CrashPoint.ExecutionAfterEvent);
            }

            host.Languages[live.Header.Kind].Recorded(live.Header, transition);
            executions.Follow(live, transition);
            arrival.Applied?.TrySetResult(IsChange(transition));
        }

        executions.SetClock(live);
        _announced.ForEach(handOver => handOver.Committed?.Invoke());
        if (_isEnd && !live.State.IsRunning)
        {
            live.Ended?.TrySetResult(live.State);
            if (_told is not null && live.Header.Parent is { } parent)
            {
                executions.Tell(parent, _told);
            }
        }
    }

    private static bool IsChange(Transition transition) =>
        transition.Events.Length > 0 || transition.Frames.Length > 0 || transition.Pending.Length > 0;
}

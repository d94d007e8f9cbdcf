using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Storage;

namespace Quell.Executions;

/// <summary>Transitions of one execution on their way into the journal, in one commit.</summary>
internal sealed class ExecutionStep(DurableExecutions executions, ExecutionHost host, LiveExecution live)
{
    private readonly ExecutionLanguage _language = host.Languages[live.Header.Kind];
    private readonly List<Part> _parts = new(1);
    private readonly List<HandOver> _announced = [];
    private readonly bool _isNew = live.IsNew;
    private readonly ExecutionStatus _before = live.State.Status;
    private bool _isEnd;
    private bool _isReopened;
    private Signal? _told;

    public bool HasWrite { get; private set; } = live.IsNew;

    public void Add(Arrival arrival, Transition transition)
    {
        var wasRunning = live.State.IsRunning && live.State.LastEvent > 0;
        live.State = transition.Execution;
        var part = new Part(arrival, transition, live.NextRecord, Record(transition));
        live.NextRecord += part.Record is null ? 0 : 1;
        _parts.Add(part);
        if (transition.Events.Length > 0)
        {
            Announce(transition.Execution, wasRunning);
            if (_language.Tell(live.Header, transition) is var told && told != HandOver.Done)
            {
                _announced.Add(told);
            }
        }

        HasWrite |= part.Record is not null || arrival.IsStored || _isEnd || _isReopened;
    }

    public void Write(JournalConnection connection)
    {
        foreach (var part in _parts)
        {
            Reach(CrashPoint.ExecutionBeforeEvent, part);
        }

        if (_isNew)
        {
            ExecutionStore.Insert(connection, live.Run, live.Header, live.Input);
        }

        foreach (var part in _parts)
        {
            Write(connection, part);
        }

        if (_isEnd || _isReopened)
        {
            ExecutionStore.Update(connection, live.Header.Id, live.State);
        }

        if (_told is not null && live.Header.Parent is { } parent)
        {
            ExecutionStore.SaveAnswer(connection, parent.Run, parent.Pending, _told);
        }

        foreach (var handOver in _announced)
        {
            handOver.Write?.Invoke(connection);
        }
    }

    /// <summary>Runs when all of it is durable.</summary>
    public void Committed()
    {
        live.IsNew = false;
        var isWoken = false;
        foreach (var part in _parts)
        {
            Reach(CrashPoint.ExecutionAfterEvent, part);
            _language.Recorded(live.Header, part.Transition);
            executions.Follow(live, part.Transition);
            part.Arrival.Applied?.TrySetResult(part.IsChange);
            isWoken |= part.Arrival.Stimulus is Stimulus.Tick;
        }

        executions.SetClock(live, isWoken);
        foreach (var handOver in _announced)
        {
            handOver.Committed?.Invoke();
        }

        if (_isEnd && !live.State.IsRunning)
        {
            live.Ended?.TrySetResult(live.State);
            if (_told is not null && live.Header.Parent is { } parent)
            {
                executions.Tell(parent, _told);
            }
        }
    }

    /// <summary>What is journaled of a transition; null for nothing. Of one that is not journaled only what it came to is kept.</summary>
    private byte[]? Record(Transition transition)
    {
        if (!live.Header.IsVolatile)
        {
            return Part.Changes(transition) ? TransitionRecord.Write(live.Program, transition, live.Known) : null;
        }

        return !transition.Execution.IsRunning && transition.Events.Length > 0
            ? TransitionRecord.Write(live.Program, transition with { Events = [], Frames = [], Pending = [] }, live.Known)
            : null;
    }

    private void Announce(Execution execution, bool wasRunning)
    {
        if (!wasRunning)
        {
            _isReopened = _before != ExecutionStatus.Running;
            _announced.Add(_language.Announce(live.Header, execution with { Status = ExecutionStatus.Running, Output = null, Error = null, Cause = null, Ended = null }));
        }

        if (!execution.IsRunning)
        {
            _isEnd = true;
            _announced.Add(_language.Announce(live.Header, execution));
            _told = live.Header.Parent is { } parent ? _language.Told(live.Header, execution, parent.Form) : null;
        }
    }

    private void Write(JournalConnection connection, Part part)
    {
        if (part.Record is { } record)
        {
            ExecutionStore.Append(connection, live.Run, part.Ordinal, record);
        }

        if (part.Arrival is { IsStored: true, Stimulus: Stimulus.Answer answer })
        {
            ExecutionStore.RemoveAnswer(connection, live.Run, answer.Pending, answer.Signal);
        }

        if (part.IsChange)
        {
            _language.Journal(connection, live.Run, live.Header, part.Transition);
            part.Arrival.Alongside?.Invoke(connection);
        }
    }

    /// <summary>A crash point for each event.</summary>
    private static void Reach(string point, Part part)
    {
        for (var count = part.Transition.Events.Length; count > 0; count--)
        {
            CrashPoint.Reach(point);
        }
    }

    /// <summary>One transition, and what led to it.</summary>
    /// <param name="Ordinal">The record's number in the execution.</param>
    private readonly record struct Part(Arrival Arrival, Transition Transition, int Ordinal, byte[]? Record)
    {
        public bool IsChange => Changes(Transition);

        public static bool Changes(Transition transition) =>
            transition.Events.Length > 0 || transition.Frames.Length > 0 || transition.Pending.Length > 0;
    }
}

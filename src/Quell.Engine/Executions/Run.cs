using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// One transition in the making: the only way in which a program changes its execution. Frames are copied when they are first
/// touched, so that the execution it started from stays a value. For one thread.
/// </summary>
internal sealed class Run
{
    private readonly ExecutionProgram _program;
    private readonly Execution _start;
    private readonly Dictionary<int, Frame?> _frames = [];
    private readonly Dictionary<int, Pending?> _pending = [];
    private readonly List<HistoryEvent> _events = [];
    private readonly List<Pending> _cancel = [];
    private readonly Queue<int> _ready = new();
    private Execution _execution;
    private int _lastId;

    public Run(ExecutionProgram program, Execution start, DateTimeOffset now)
    {
        (_program, _start, _execution, Now) = (program, start, start, now);
        (_lastId, LastEvent) = (start.LastId, start.LastEvent);
    }

    /// <summary>When the step happens: all of its events have this time.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The execution as it was, but for what has been said of its end since.</summary>
    public Execution Execution => _execution;

    public bool IsOver => !_execution.IsRunning;

    public int LastEvent { get; private set; }

    /// <summary>Every frame there is now.</summary>
    public IEnumerable<Frame> Frames
    {
        get
        {
            foreach (var frame in _frames.Values)
            {
                if (frame is not null)
                {
                    yield return frame;
                }
            }

            foreach (var (id, frame) in _start.Frames)
            {
                if (!_frames.ContainsKey(id))
                {
                    yield return frame;
                }
            }
        }
    }

    /// <summary>A number for a frame or something pending, before it is made: its token may go into its own request.</summary>
    public int NextId() => ++_lastId;

    public T Add<T>(T frame)
        where T : Frame
    {
        frame.Id = NextId();
        _frames.Add(frame.Id, frame);
        return frame;
    }

    /// <summary>The frame, to be changed; null where it is gone.</summary>
    public Frame? Edit(int id)
    {
        if (_frames.TryGetValue(id, out var touched))
        {
            return touched;
        }

        if (!_start.Frames.TryGetValue(id, out var frame))
        {
            return null;
        }

        frame = frame.Copy();
        _frames.Add(id, frame);
        return frame;
    }

    /// <summary>Removes frames, and gives up what they wait for.</summary>
    public void Remove(IReadOnlySet<int> frames)
    {
        foreach (var id in frames)
        {
            _frames[id] = null;
        }

        foreach (var pending in AllPending().Where(pending => frames.Contains(pending.Frame)).ToList())
        {
            Cancel(pending.Id);
        }
    }

    /// <summary>Removes a frame that waits for nothing.</summary>
    public void Discard(Frame frame)
    {
        if (_start.Frames.ContainsKey(frame.Id))
        {
            _frames[frame.Id] = null;
        }
        else
        {
            _frames.Remove(frame.Id);
        }
    }

    /// <summary>Has the frame wait for a time.</summary>
    public int WaitUntil(Frame frame, DateTimeOffset due) => Await(new(NextId(), frame.Id, null) { Due = due });

    /// <summary>Has the frame wait for work, which begins when the step is durable.</summary>
    /// <param name="pending">Its id is one of <see cref="NextId"/>, or of what it waited for before it failed.</param>
    /// <param name="isBeatAwaited">Whether signs of life are due from now on; else from when it is taken up.</param>
    public int Await(Pending pending, bool isBeatAwaited = true)
    {
        _pending[pending.Id] = pending with { HeartbeatDue = isBeatAwaited && pending.Heartbeat is { } beat ? Now + beat : null };
        return pending.Id;
    }

    /// <summary>Gives up what is pending.</summary>
    public void Cancel(int id)
    {
        if (Find(id) is { } pending)
        {
            _pending[id] = null;
            if (pending.Work is not null)
            {
                _cancel.Add(pending);
            }
        }
    }

    /// <summary>Adds an event to the history.</summary>
    /// <returns>Its number.</returns>
    public int Record(string type, int previous, string? name = null, JsonValue? data = null, JsonObject? fields = null)
    {
        LastEvent++;
        _events.Add(new(LastEvent, previous, Now, type) { Name = name, Data = data, Fields = fields });
        return LastEvent;
    }

    /// <summary>Whether the history has room for that many more events besides the one that tells the end.</summary>
    public bool HasRoom(int events) => LastEvent + events < _program.EventLimit;

    /// <summary>Ends the execution; it waits for nothing any more.</summary>
    public void End(ExecutionStatus status, JsonValue? output, string? error, string? cause)
    {
        _execution = _execution with { Status = status, Output = output, Error = error, Cause = cause, Ended = Now };
        foreach (var pending in AllPending().ToList())
        {
            Cancel(pending.Id);
        }
    }

    /// <summary>Takes an execution up again that had ended.</summary>
    public void Reopen(DateTimeOffset? deadline) => _execution = _execution with
    {
        Status = ExecutionStatus.Running,
        Output = null,
        Error = null,
        Cause = null,
        Ended = null,
        Deadline = deadline,
        Redrives = _execution.Redrives + 1,
        Redriven = Now,
    };

    public void SetDeadline(DateTimeOffset deadline) => _execution = _execution with { Deadline = deadline };

    /// <summary>Has the program go on with the frame when its turn comes.</summary>
    public void Ready(Frame frame) => _ready.Enqueue(frame.Id);

    /// <summary>The next frame that is ready; false where there is none.</summary>
    public bool TryNext(out int frame) => _ready.TryDequeue(out frame);

    public void Apply(Stimulus stimulus)
    {
        switch (stimulus)
        {
            case Stimulus.Start start:
                _execution = _execution with { Input = start.Input, Started = Now };
                _program.Start(this);
                break;
            case Stimulus.Redrive when IsOver && _execution.Status != ExecutionStatus.Succeeded:
                _program.Redrive(this);
                break;
            case not null when IsOver:
                break;
            case Stimulus.Answer answer:
                Answer(answer);
                break;
            case Stimulus.Heartbeat beat when Find(beat.Pending) is { Heartbeat: { } interval } pending:
                _pending[pending.Id] = pending with { HeartbeatDue = Now + interval };
                break;
            case Stimulus.Change change:
                _program.Change(this, change.What);
                break;
            case Stimulus.Stop stop:
                _program.Stop(this, stop.Error, stop.Cause);
                break;
            case Stimulus.Tick:
                Tick();
                break;
            default:
                break;
        }
    }

    public Transition Finish()
    {
        var frames = _start.Frames.ToBuilder();
        foreach (var (id, frame) in _frames)
        {
            if (frame is not null)
            {
                frames[id] = frame;
            }
            else
            {
                frames.Remove(id);
            }
        }

        var begin = ImmutableArray.CreateBuilder<Pending>();
        var waits = _start.Pending.ToBuilder();
        foreach (var (id, pending) in _pending)
        {
            if (pending is null)
            {
                waits.Remove(id);
                continue;
            }

            if (pending.Work is not null && !_start.Pending.ContainsKey(id))
            {
                begin.Add(pending);
            }

            waits[id] = pending;
        }

        _execution = _execution with { Frames = frames.ToImmutable(), Pending = waits.ToImmutable(), LastId = _lastId, LastEvent = LastEvent };
        return new(
            _execution, [.. _events], begin.DrainToImmutable(), [.. _cancel.Where(pending => _start.Pending.ContainsKey(pending.Id))],
            [.. _frames.Keys], [.. _pending.Keys]);
    }

    private void Answer(Stimulus.Answer answer)
    {
        if (answer.IsByToken && Find(answer.Pending) is { Work.IsTokenAwaited: true, IsSubmitted: false } pending)
        {
            if (pending.Early is null)
            {
                _pending[pending.Id] = pending with { Early = answer.Signal };
            }

            return;
        }

        if (answer.Signal is Signal.Started or Signal.Submitted && Find(answer.Pending) is { IsSubmitted: true })
        {
            return;
        }

        Resume(answer.Pending, answer.Signal);
        if (answer.Signal is Signal.Submitted && Find(answer.Pending)?.Early is { } early)
        {
            Resume(answer.Pending, early);
        }
    }

    private void Resume(int id, Signal signal)
    {
        if (Find(id) is not { } pending || Edit(pending.Frame) is not { } frame)
        {
            return;
        }

        _pending[id] = signal switch
        {
            Signal.Started => pending with { IsSubmitted = true, HeartbeatDue = pending.Heartbeat is { } beat ? Now + beat : null },
            Signal.Submitted => pending with { IsSubmitted = true },
            _ => null,
        };
        _program.Resume(this, frame, pending, signal);
    }

    private void Tick()
    {
        if (_execution.Deadline is { } deadline && deadline <= Now)
        {
            _program.TimeOut(this);
            return;
        }

        // Those of one moment in the order of their making.
        foreach (var pending in _start.Pending.Values.Where(pending => pending.Next <= Now).OrderBy(pending => pending.Next).ThenBy(pending => pending.Id))
        {
            if (IsOver)
            {
                return;
            }

            if (Find(pending.Id) is not null)
            {
                Resume(pending.Id, pending.Work is null ? Signal.Due.Instance : pending.Due <= Now ? Signal.TimedOut.Instance : Signal.HeartbeatMissed.Instance);
                if (pending.Work is not null)
                {
                    _cancel.Add(pending);
                }
            }
        }
    }

    private Pending? Find(int id) => _pending.TryGetValue(id, out var touched) ? touched : _start.Pending.GetValueOrDefault(id);

    private IEnumerable<Pending> AllPending() =>
        _pending.Values.OfType<Pending>().Concat(_start.Pending.Values.Where(pending => !_pending.ContainsKey(pending.Id)));
}

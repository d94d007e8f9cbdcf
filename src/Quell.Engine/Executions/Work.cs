using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>Something that the shell is to do for an execution; null work is a timer.</summary>
/// <param name="Kind">Which performer does it: <c>task</c>, <c>child</c>.</param>
/// <param name="Spec">What the performer has to know, as JSON, so that it can be journaled.</param>
internal sealed record Work(string Kind, JsonObject Spec)
{
    /// <summary>Whether it goes on after it was sent, until somebody says how it ended: who has its token, or the execution that it started.</summary>
    public bool IsTokenAwaited { get; init; }
}

/// <summary>What an execution waits for, and until when.</summary>
/// <param name="Id">Unique in its execution, never used again; part of the task token.</param>
/// <param name="Frame">The frame that goes on when it is over.</param>
/// <param name="Work">Null for a timer.</param>
internal sealed record Pending(int Id, int Frame, Work? Work)
{
    /// <summary>When a timer fires or work is given up; null for never.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>How long may pass between signs of life; null for any time.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>When the next sign of life is due; null where none is awaited.</summary>
    public DateTimeOffset? HeartbeatDue { get; init; }

    /// <summary>Whether it was handed over and only an answer from outside is awaited: it is not sent again after a crash.</summary>
    public bool IsSubmitted { get; init; }

    /// <summary>How it ended, where that was heard of before it was handed over; null where not.</summary>
    public Signal? Early { get; init; }

    /// <summary>The next moment at which something has to happen by itself.</summary>
    public DateTimeOffset? Next => HeartbeatDue is { } beat && (Due is not { } due || beat < due) ? beat : Due;
}

using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// One durable run of a program (a workflow, a runbook), as a value: a transition makes a new one and leaves this one as it was.
/// </summary>
internal sealed record Execution
{
    public static readonly Execution New = new();

    public ExecutionStatus Status { get; init; }

    /// <summary>Where it stands, by the frames' ids.</summary>
    public ImmutableDictionary<int, Frame> Frames { get; init; } = ImmutableDictionary<int, Frame>.Empty;

    /// <summary>What it waits for, by id.</summary>
    public ImmutableDictionary<int, Pending> Pending { get; init; } = ImmutableDictionary<int, Pending>.Empty;

    /// <summary>The last id that a frame or something pending got.</summary>
    public int LastId { get; init; }

    /// <summary>The last event of its history; 0 for none.</summary>
    public int LastEvent { get; init; }

    public DateTimeOffset Started { get; init; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>When it is given up as a whole; null for never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How often it was taken up again after it had failed.</summary>
    public int Redrives { get; init; }

    public DateTimeOffset? Redriven { get; init; }

    public JsonValue? Input { get; init; }

    /// <summary>C# null where it has not succeeded.</summary>
    public JsonValue? Output { get; init; }

    public string? Error { get; init; }

    public string? Cause { get; init; }

    public bool IsRunning => Status == ExecutionStatus.Running;

    /// <summary>The next moment at which a <see cref="Stimulus.Tick"/> has something to do; null for never.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var next = IsRunning ? Deadline : null;
            foreach (var pending in Pending.Values)
            {
                next = pending.Next is { } due && (next is null || due < next) ? due : next;
            }

            return next;
        }
    }
}

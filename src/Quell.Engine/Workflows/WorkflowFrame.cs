using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows;

/// <summary>What a frame does.</summary>
internal enum FramePhase
{
    /// <summary>About to enter its state.</summary>
    Entering = 0,

    /// <summary>In its state, which waits for something.</summary>
    Waiting = 1,

    /// <summary>Between two attempts at its state.</summary>
    Retrying = 2,

    /// <summary>Its last state is over; its output waits for the frames beside it.</summary>
    Done = 3,

    /// <summary>It failed in its state; kept for a redrive.</summary>
    Failed = 4,

    /// <summary>Stays where it is until there is room: it has gone through very many states at once.</summary>
    Resting = 5,
}

/// <summary>A path through the states of one graph: the machine itself, a branch of a Parallel, an iteration of a Map.</summary>
internal sealed class WorkflowFrame : Frame
{
    public required StateGraph Graph { get; init; }

    /// <summary>Which branch or iteration it is.</summary>
    public int Index { get; init; }

    /// <summary>Where it is; null once it is done.</summary>
    public State? At { get; set; }

    public FramePhase Phase { get; set; }

    /// <summary>The state's input.</summary>
    public JsonValue Input { get; set; } = JsonValue.Null;

    public ImmutableDictionary<string, JsonValue> Variables { get; set; } = ImmutableDictionary<string, JsonValue>.Empty;

    /// <summary>The event that the next one follows.</summary>
    public int Previous { get; set; }

    /// <summary>The event with which the state was entered, and the one before it.</summary>
    public int Entered { get; set; }

    public int BeforeEntered { get; set; }

    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>Attempts that each retrier of the state has asked for; default for none.</summary>
    public ImmutableArray<int> Retries { get; set; }

    public int RetryCount { get; set; }

    /// <summary>What the state waits for; 0 for nothing.</summary>
    public int Pending { get; set; }

    /// <summary>Of a map run's child: what waits for its execution, also after that has ended; else 0.</summary>
    public int ChildWork { get; set; }

    /// <summary>The item of the innermost Map around, with its place; null outside of one.</summary>
    public JsonValue? Item { get; init; }

    public int ItemIndex { get; init; } = -1;

    /// <summary>What it came to; null until it is done.</summary>
    public JsonValue? Output { get; set; }

    /// <summary>How far its Parallel or Map has come; null where it is in neither.</summary>
    public Branching? Branching { get; set; }

    /// <summary>The item as the context object has it.</summary>
    public JsonObject? MapContext => Item is null ? null : JsonObject.Of(("Item", JsonObject.Of(("Index", ItemIndex), ("Value", Item))));
}

/// <summary>How far a Parallel or a Map has come.</summary>
internal sealed record Branching
{
    /// <summary>What is iterated over; null for a Parallel.</summary>
    public JsonArray? Items { get; init; }

    /// <summary>What the branches and item selectors see as <c>$</c>.</summary>
    public required JsonValue Selected { get; init; }

    public required int Total { get; init; }

    /// <summary>How many may run at once.</summary>
    public required int Concurrency { get; init; }

    public int Begun { get; init; }

    public int Done { get; init; }

    public int Failed { get; init; }

    /// <summary>The distributed map's own facts; null for what runs within the execution.</summary>
    public MapRun? MapRun { get; init; }

    /// <summary>The frames of a map run's children that are to be done again, because it is redriven; default for none.</summary>
    public ImmutableArray<int> Again { get; init; }

    public int Running => Begun - Done - Failed - (Again.IsDefault ? 0 : Again.Length);
}

/// <summary>A distributed map in its course.</summary>
internal sealed record MapRun
{
    public required string Arn { get; init; }

    /// <summary>The <c>MapRunStarted</c> event.</summary>
    public int Started { get; init; }

    /// <summary>What it is waiting for: items being read, children running, results being written.</summary>
    public MapRunStage Stage { get; init; }

    public ToleratedFailures Tolerated { get; init; }

    /// <summary>How many children may run at once, as it was set; 0 for no limit.</summary>
    public int MaxConcurrency { get; init; }

    /// <summary>How often it was taken up again after it had failed.</summary>
    public int Redrives { get; init; }

    /// <summary>Items in all, and those whose children failed: of a batch, every one.</summary>
    public int Items { get; init; }

    public int FailedItems { get; init; }
}

internal enum MapRunStage
{
    Reading = 0,
    Running = 1,
    Writing = 2,
}

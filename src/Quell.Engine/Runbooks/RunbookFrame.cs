using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks;

/// <summary>What an execution does.</summary>
internal enum RunbookPhase
{
    /// <summary>About to start its step.</summary>
    Entering = 0,

    /// <summary>Waits for what the parameter store has.</summary>
    LookingUp = 1,

    /// <summary>Waits for somebody to start its step.</summary>
    Held = 2,

    /// <summary>In its step, which waits for something.</summary>
    Working = 3,

    /// <summary>In its step, between two attempts.</summary>
    Retrying = 4,
}

/// <summary>The one place where a runbook's execution stands. Steps follow each other; those within a loop, too.</summary>
internal sealed class RunbookFrame : Frame
{
    /// <summary>The step that it is in or comes to; null before the first.</summary>
    public RunbookStep? At { get; set; }

    public RunbookPhase Phase { get; set; }

    /// <summary>The parameters, typed.</summary>
    public JsonObject Parameters { get; set; } = JsonObject.Empty;

    /// <summary>The variables that have a value.</summary>
    public JsonObject Variables { get; set; } = JsonObject.Empty;

    /// <summary>What the parameter store had when it started, by name.</summary>
    public JsonObject Stored { get; set; } = JsonObject.Empty;

    /// <summary>The outputs of the steps that have run, by step.</summary>
    public ImmutableDictionary<string, JsonObject> Outputs { get; set; } = ImmutableDictionary<string, JsonObject>.Empty;

    /// <summary>How often each step was started.</summary>
    public ImmutableDictionary<string, int> Visits { get; set; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The loops around the step, the innermost last.</summary>
    public ImmutableArray<LoopRound> Loops { get; set; } = [];

    /// <summary>How the step that it is in runs.</summary>
    public StepRun Step { get; set; } = StepRun.None;

    /// <summary>What it waits for; 0 for nothing.</summary>
    public int Pending { get; set; }

    /// <summary>Whether somebody has started the step by hand.</summary>
    public bool IsReleased { get; set; }

    /// <summary>The first failure of a critical step, which is the whole execution's; null for none.</summary>
    public CriticalFailure? Failure { get; set; }

    /// <summary>Whether somebody has stopped it; what runs now cleans up.</summary>
    public bool IsCancelling { get; set; }

    /// <summary>Why somebody stopped it; null where they did not say.</summary>
    public string? StopCause { get; set; }

    /// <summary>The last event.</summary>
    public int Previous { get; set; }
}

/// <summary>How a step runs.</summary>
/// <param name="Started">The number of its StepStarted event.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="MaxAttempts">How often it may be tried.</param>
/// <param name="Timeout">What each attempt may take; null for as long as the execution.</param>
internal sealed record StepRun(int Started, int Attempt, int MaxAttempts, TimeSpan? Timeout)
{
    public static readonly StepRun None = new(0, 0, 1, null);

    /// <summary>When the step began.</summary>
    public DateTimeOffset Begun { get; init; }

    /// <summary>When this attempt is given up; null for never.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Its inputs, resolved.</summary>
    public JsonObject Inputs { get; init; } = JsonObject.Empty;

    /// <summary>How far its action has come, in the action's own terms; empty at first.</summary>
    public JsonObject Progress { get; init; } = JsonObject.Empty;
}

/// <summary>A round of an <c>aws:loop</c>.</summary>
/// <param name="Loop">The loop's name.</param>
/// <param name="Run">How the loop itself runs.</param>
/// <param name="Iteration">From 1.</param>
/// <param name="Items">What it iterates over; null for one that goes on while a condition holds.</param>
/// <param name="Most">Rounds that it may have.</param>
internal sealed record LoopRound(string Loop, StepRun Run, int Iteration, JsonArray? Items, int Most);

/// <summary>Why the whole execution is a failure.</summary>
internal sealed record CriticalFailure(string Step, string Message, bool IsTimeOut);

using System.Collections.Immutable;

namespace Quell.Engine.Executions;

/// <summary>
/// A step of an execution: what it is now, what goes into its history, and what the shell has to do once both are durable.
/// </summary>
/// <param name="Execution">The execution after the step.</param>
/// <param name="Events">What happened, in order.</param>
/// <param name="Begin">Work to begin, in order; all of it is among what the execution now waits for.</param>
/// <param name="Cancel">What the execution does not wait for any more though it is not over.</param>
/// <param name="Frames">The frames that were made, changed or (where the execution has them no more) removed.</param>
/// <param name="Pending">What is new or different among what it waits for, or (where the execution has it no more) over.</param>
internal sealed record Transition(
    Execution Execution,
    ImmutableArray<HistoryEvent> Events,
    ImmutableArray<Pending> Begin,
    ImmutableArray<Pending> Cancel,
    ImmutableArray<int> Frames,
    ImmutableArray<int> Pending);

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;

namespace Quell.Engine.Workflows.States;

/// <summary>A state, compiled: it runs itself on a <see cref="Visit"/>. Immutable once read; for any number of threads.</summary>
internal abstract class State
{
    protected State(string name, string type) => (Name, Type, EnteredEvent, ExitedEvent) = (name, type, $"{type}StateEntered", $"{type}StateExited");

    /// <summary>With all that the definition says of a state, whatever its type, as another one has it.</summary>
    [SetsRequiredMembers]
    protected State(State other)
        : this(other.Name, other.Type) =>
        (Data, IsJsonata, Next, Retry, Catch) = (other.Data, other.IsJsonata, other.Next, other.Retry, other.Catch);

    public string Name { get; }

    /// <summary>As the definition has it: <c>Pass</c>.</summary>
    public string Type { get; }

    public string EnteredEvent { get; }

    public string ExitedEvent { get; }

    /// <summary>What tells that an attempt at it failed for good; null where no event does.</summary>
    public virtual string? FailedEvent => null;

    /// <summary>What tells that it was given up while it waited; null where it never waits.</summary>
    public virtual string? AbortedEvent => null;

    /// <summary>Whether its context object counts retries.</summary>
    public virtual bool CountsRetries => false;

    public required DataFlow Data { get; init; }

    public required bool IsJsonata { get; init; }

    /// <summary>Where it goes on; null at the end.</summary>
    public StateReference? Next { get; init; }

    public ImmutableArray<Retrier> Retry { get; init; } = [];

    public ImmutableArray<Catcher> Catch { get; init; } = [];

    /// <summary>Does what the state does: leaves, fails, or waits.</summary>
    /// <exception cref="StateException">It cannot.</exception>
    public abstract void Enter(Visit visit);

    /// <summary>It cannot go on: told before it is tried again, caught, or fails for good.</summary>
    public virtual void Failing(Visit visit, string? error, string? cause)
    {
    }

    /// <summary>Something that it waited for has changed.</summary>
    /// <exception cref="StateException">It cannot go on.</exception>
    public virtual void Resume(Visit visit, Pending pending, Signal signal) =>
        throw new System.Diagnostics.UnreachableException($"{Type} waits for nothing.");

    /// <summary>A frame within it has come to its end.</summary>
    public virtual void ChildSucceeded(Visit visit, WorkflowFrame child) =>
        throw new System.Diagnostics.UnreachableException($"{Type} has no frames within it.");

    /// <summary>A frame within it has failed.</summary>
    public virtual void ChildFailed(Visit visit, WorkflowFrame child, string? error, string? cause) =>
        throw new System.Diagnostics.UnreachableException($"{Type} has no frames within it.");
}

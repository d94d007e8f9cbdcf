using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// What a kind of step does (Systems Manager User Guide, "Systems Manager Automation actions reference"): it runs itself on a
/// <see cref="StepVisit"/>. Stateless; how far a step has come is in <see cref="StepVisit.Progress"/>.
/// </summary>
/// <param name="name">With its prefix: <c>aws:sleep</c>.</param>
internal abstract class RunbookAction(string name)
{
    public string Name { get; } = name;

    /// <summary>What an attempt may take where the step does not say; null for as long as the execution.</summary>
    public virtual TimeSpan? Timeout => null;

    /// <summary>What an attempt may take at the most; null for any time.</summary>
    public virtual TimeSpan? LongestTimeout => null;

    /// <summary>What it is about when its time is up or what it waits for goes wrong, as AWS's texts have it.</summary>
    public virtual string Doing => StepException.Executing;

    /// <summary>The inputs with values in the place of references. Done once, when the step is started.</summary>
    /// <exception cref="StepException">A reference has no value.</exception>
    public virtual JsonObject Resolve(JsonObject inputs, RunbookScope scope) => scope.Resolve(inputs);

    /// <summary>Makes an attempt: succeeds, fails, or waits.</summary>
    /// <exception cref="StepException">It failed.</exception>
    public abstract void Enter(StepVisit visit);

    /// <summary>The work that it waited for is done.</summary>
    /// <exception cref="StepException">It failed all the same.</exception>
    public virtual void Answered(StepVisit visit, Work work, JsonValue output) => throw Unexpected();

    /// <summary>The work that it waited for has failed.</summary>
    /// <exception cref="StepException">And so has it.</exception>
    public virtual void Failed(StepVisit visit, Work work, string? error, string? cause) => throw ServiceFailure.Of(work, error, cause, Doing);

    /// <summary>The time that it waited for has come.</summary>
    /// <exception cref="StepException">It failed.</exception>
    public virtual void Due(StepVisit visit) => throw Unexpected();

    private System.Diagnostics.UnreachableException Unexpected() => new($"{Name} waits for nothing of the kind.");
}

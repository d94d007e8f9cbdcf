using Quell.Engine.Executions;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Running;

/// <summary>What a task came to, as the execution is told.</summary>
internal static class Signals
{
    public static Signal Of(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Succeeded(var output) => new Signal.Succeeded(output),
        TaskOutcome.Failed(var error, var cause) => new Signal.Failed(error, cause),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The same for the call of a state that goes on to wait: the call's success is not the state's.</summary>
    public static Signal OfHandingOver(TaskOutcome outcome) =>
        outcome is TaskOutcome.Succeeded(var output) ? new Signal.Submitted(output) : Of(outcome);
}

using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.States;

/// <summary>Goes through all of its branches at once, and on with an array of what they came to.</summary>
internal sealed class ParallelState(string name) : State(name, "Parallel")
{
    public required ImmutableArray<StateGraph> Branches { get; init; }

    public override string FailedEvent => "ParallelStateFailed";

    public override string AbortedEvent => "ParallelStateAborted";

    public override bool CountsRetries => true;

    public override void Enter(Visit visit)
    {
        var selected = Data.Select(visit);
        var arguments = Data.Arguments(visit, selected);
        var started = visit.Record("ParallelStateStarted");
        visit.Park();
        visit.Frame.Branching = new()
        {
            Selected = selected,
            Total = Branches.Length,
            Concurrency = Branches.Length,
            Begun = Branches.Length,
        };
        for (var index = 0; index < Branches.Length; index++)
        {
            WorkflowProgram.Begin(visit.Run, new()
            {
                Parent = visit.Frame.Id,
                Graph = Branches[index],
                Index = index,
                At = Branches[index].Start,
                Input = arguments,
                Variables = visit.Variables,
                Previous = started,
                Item = visit.Frame.Item,
                ItemIndex = visit.Frame.ItemIndex,
            });
        }
    }

    public override void ChildSucceeded(Visit visit, WorkflowFrame child)
    {
        var branching = visit.Frame.Branching!;
        visit.Frame.Branching = branching with { Done = branching.Done + 1 };
        if (branching.Done + 1 < branching.Total)
        {
            return;
        }

        visit.Frame.Previous = child.Previous;
        var outputs = WorkflowProgram.TakeOutputs(visit.Run, visit.Frame, branching.Total);
        visit.Frame.Branching = null;
        visit.Run.Record("ParallelStateSucceeded", child.Previous);
        visit.Trace?.Invoke("result", outputs);
        visit.Leave(outputs);
    }

    public override void ChildFailed(Visit visit, WorkflowFrame child, string? error, string? cause)
    {
        visit.Frame.Previous = child.Previous;
        WorkflowProgram.Abort(visit.Run, visit.Frame);
        visit.Fail(error, cause);
    }
}

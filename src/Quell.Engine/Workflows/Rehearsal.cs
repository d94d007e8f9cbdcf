using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows;

/// <summary>
/// Runs an execution in memory on a clock of its own: where nothing is under way, the clock goes to the next thing that is due. What
/// is to be done outside is asked of <paramref name="perform"/>; the children of distributed maps are rehearsed, too.
/// </summary>
/// <param name="perform">Answers for a task; the execution's clock is handed along.</param>
internal sealed class Rehearsal(WorkflowDefinition definition, Func<Work, DateTimeOffset, Signal> perform)
{
    /// <summary>Transitions after which an execution is taken to go on for ever.</summary>
    private const int MostTransitions = 1_000_000;

    public (Execution Execution, List<HistoryEvent> Events) Run(WorkflowIdentity identity, JsonValue input, DateTimeOffset start) =>
        Run(new WorkflowProgram(definition, identity), input, start);

    private (Execution Execution, List<HistoryEvent> Events) Run(WorkflowProgram program, JsonValue input, DateTimeOffset now)
    {
        var events = new List<HistoryEvent>();
        var answers = new Queue<Stimulus>([new Stimulus.Start(input)]);
        var execution = Execution.New;
        for (var count = 0; count < MostTransitions; count++)
        {
            if (!answers.TryDequeue(out var stimulus))
            {
                if (!execution.IsRunning || execution.NextDue is not { } due)
                {
                    break;
                }

                now = due > now ? due : now;
                stimulus = Stimulus.Tick.Instance;
            }

            var transition = program.Advance(execution, stimulus, now);
            execution = transition.Execution;
            events.AddRange(transition.Events);
            foreach (var pending in transition.Begin.Where(pending => execution.Pending.ContainsKey(pending.Id)))
            {
                answers.Enqueue(new Stimulus.Answer(pending.Id, Perform(program, pending.Work!, now)));
            }
        }

        return (execution, events);
    }

    private Signal Perform(WorkflowProgram program, Work work, DateTimeOffset now)
    {
        if (work.Kind != DistributedMapState.ChildKind)
        {
            return perform(work, now);
        }

        var graph = definition.Graphs[(int)(work.Spec.Long("graph") ?? 0)];
        var name = $"{program.Identity.ExecutionName}-{work.Spec.Long("index")}";
        var identity = program.Identity with
        {
            ExecutionName = name,
            ExecutionArn = $"{program.Identity.ExecutionArn}/{work.Spec.String("label")}:{name}",
            IsExpress = work.Spec.Bool("express") == true,
            Seed = $"{program.Identity.Seed}/{work.Spec.Long("index")}",
        };
        var (execution, _) = Run(new WorkflowProgram(definition, graph, identity), work.Spec["input"] ?? JsonValue.Null, now);
        return execution.Status == ExecutionStatus.Succeeded && execution.Output is { } output
            ? new Signal.Succeeded(output)
            : new Signal.Failed(execution.Error, execution.Cause);
    }
}

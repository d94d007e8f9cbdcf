using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Tests.Workflows;

/// <summary>Runs an execution that is forgotten after each transition and read again from its records, as after a crash.</summary>
internal sealed class ForgetfulRun(WorkflowDefinition definition, Func<Work, Signal> perform)
{
    private readonly List<byte[]> _records = [];

    /// <summary>Whether somebody stops it where it would wait.</summary>
    public bool IsStopped { get; init; }

    public List<HistoryEvent> Run(WorkflowProgram program, JsonValue input, DateTimeOffset now)
    {
        var stimuli = new Queue<Stimulus>([new Stimulus.Start(input)]);
        while (true)
        {
            var (execution, events, known) = Remember(program);
            if (!stimuli.TryDequeue(out var stimulus))
            {
                if (!execution.IsRunning || execution.NextDue is not { } due)
                {
                    return events;
                }

                (now, stimulus) = IsStopped ? (now, (Stimulus)new Stimulus.Stop(null, null)) : (due > now ? due : now, Stimulus.Tick.Instance);
            }

            var transition = program.Advance(execution, stimulus, now);
            _records.Add(TransitionRecord.Write(program, transition, known));
            foreach (var pending in transition.Begin)
            {
                stimuli.Enqueue(new Stimulus.Answer(pending.Id, Perform(program, pending.Work!, now)));
            }
        }
    }

    private (Execution Execution, List<HistoryEvent> Events, KnownValues Known) Remember(WorkflowProgram program)
    {
        var (execution, events, known) = (Execution.New, new List<HistoryEvent>(), new KnownValues());
        foreach (var record in _records)
        {
            execution = TransitionRecord.Read(program, new(record, known), execution, events);
        }

        return (execution, events, known);
    }

    private Signal Perform(WorkflowProgram program, Work work, DateTimeOffset now)
    {
        if (work.Kind != DistributedMapState.ChildKind)
        {
            return perform(work);
        }

        var child = new WorkflowProgram(definition, definition.Graphs[(int)work.Spec.Long("graph")!], program.Identity);
        var last = new ForgetfulRun(definition, perform).Run(child, work.Spec["input"]!, now)[^1];
        return last.Type == "ExecutionSucceeded" ? new Signal.Succeeded(last.Data!) : new Signal.Failed(last.Fields?.String("error"), last.Fields?.String("cause"));
    }
}

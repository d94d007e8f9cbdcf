using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks;

/// <summary>
/// Runs a runbook in memory on a clock of its own: where nothing is under way, the clock goes to the next thing that is due. What is to
/// be done outside is asked of <paramref name="perform"/>. It always ends: at the latest when the execution's time is up.
/// </summary>
/// <param name="perform">What becomes of work; null where it is never answered.</param>
internal sealed class RunbookRehearsal(RunbookDocument document, Func<Work, Signal?> perform)
{
    /// <param name="identity">What the execution is called.</param>
    /// <param name="parameters">As StartAutomationExecution has them.</param>
    /// <param name="start">When.</param>
    /// <returns>The execution, which has ended, and its history.</returns>
    public (Execution Execution, IReadOnlyList<HistoryEvent> Events) Run(RunbookIdentity identity, JsonObject parameters, DateTimeOffset start)
    {
        var program = new RunbookProgram(document, identity);
        var (execution, now, events) = (Execution.New, start, new List<HistoryEvent>());
        var stimuli = new Queue<Stimulus>([new Stimulus.Start(parameters)]);
        while (true)
        {
            if (!stimuli.TryDequeue(out var stimulus))
            {
                if (execution.NextDue is not { } due)
                {
                    return (execution, events);
                }

                (now, stimulus) = (due > now ? due : now, Stimulus.Tick.Instance);
            }

            var transition = program.Advance(execution, stimulus, now);
            execution = transition.Execution;
            events.AddRange(transition.Events);
            foreach (var pending in transition.Begin.Where(pending => execution.Pending.ContainsKey(pending.Id)))
            {
                if (perform(pending.Work!) is { } signal)
                {
                    stimuli.Enqueue(new Stimulus.Answer(pending.Id, signal));
                }
            }
        }
    }
}

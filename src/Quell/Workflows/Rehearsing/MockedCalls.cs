using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.States;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Running;

namespace Quell.Workflows.Rehearsing;

/// <summary>
/// Answers for services in a rehearsal. Without a mock a call fails with <c>States.TaskFailed</c>, whereas a state that waits for a
/// worker or for its task token waits: nobody is there to answer.
/// </summary>
/// <param name="states">What calls come to, by the names of their states.</param>
internal sealed class MockedCalls(IReadOnlyDictionary<string, MockedState> states)
{
    /// <returns>What becomes of the work, in order.</returns>
    public IReadOnlyList<Signal> Perform(Work work)
    {
        var state = work.Spec.String("state") ?? "";
        var attempt = (int)(work.Spec.Long("attempt") ?? 0);
        var mock = states.GetValueOrDefault(state);
        var outcome = mock is null ? null : mock.At(attempt) ?? new TaskOutcome.Failed(ErrorNames.TaskFailed, $"The mock of the state '{state}' says nothing of attempt {attempt}.");
        return work.Kind == DistributedMapState.ReadKind ? [Read(work.Spec, state, outcome)] : Task(work.Spec, state, outcome);
    }

    private static IReadOnlyList<Signal> Task(JsonObject spec, string state, TaskOutcome? outcome)
    {
        var resource = TaskResource.TryParse(spec.String("resource") ?? "", out var known, out _) ? known : null;
        IReadOnlyList<Signal> before = resource switch
        {
            TaskResource.Activity when outcome is not null => [new Signal.Started(null)],
            TaskResource.Integration { Pattern: TaskPattern.WaitForTaskToken } => [new Signal.Submitted(JsonObject.Empty)],
            TaskResource.Integration { Waits: true } when outcome is not null => [new Signal.Submitted(JsonObject.Empty)],
            _ => [],
        };
        var isAwaited = resource is TaskResource.Activity or TaskResource.Integration { Pattern: TaskPattern.WaitForTaskToken };
        return outcome is not null ? [.. before, Signals.Of(outcome)]
            : isAwaited ? before
            : [new Signal.Failed(ErrorNames.TaskFailed, $"The state '{state}' calls {resource}: nothing is called in a rehearsal, and there is no mock for it.")];
    }

    private static Signal Read(JsonObject spec, string state, TaskOutcome? outcome) => outcome switch
    {
        TaskOutcome.Succeeded(var data) => ItemData.Read(spec, data),
        not null => Signals.Of(outcome),
        _ => new Signal.Failed(
            ErrorNames.ItemReaderFailed, $"The state '{state}' reads items with {spec.String("resource")}: nothing is read in a rehearsal, and there is no mock for it."),
    };
}

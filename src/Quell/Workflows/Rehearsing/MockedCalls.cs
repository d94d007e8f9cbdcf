using System.Text;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;
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

    private static Signal Read(JsonObject spec, string state, TaskOutcome? outcome)
    {
        if (outcome is not TaskOutcome.Succeeded(var result))
        {
            return outcome is not null
                ? Signals.Of(outcome)
                : Unread($"The state '{state}' reads items with {spec.String("resource")}: nothing is read in a rehearsal, and there is no mock for it.");
        }

        try
        {
            var isList = spec.String("resource")?.EndsWith("listObjectsV2", StringComparison.Ordinal) == true;
            var config = ItemReaderConfig.Evaluated(spec.Object("config") ?? JsonObject.Empty, isList ? ItemSource.ObjectList : ItemSource.Object);
            return result switch
            {
                JsonArray items => new Signal.Succeeded(JsonArray.From(items.Items.Take(config.MaxItems))),
                JsonString text when config is { Format: not null, Manifest: null } =>
                    new Signal.Succeeded(JsonArray.From(ItemReading.Read(config, Encoding.UTF8.GetBytes(text.Value)).Select(item => item.Input))),
                _ => Unread($"The mock of the state '{state}' has to be the array of its items, or the text of the file that holds them."),
            };
        }
        catch (ItemReaderException wrong)
        {
            return Unread(wrong.Cause);
        }
    }

    private static Signal.Failed Unread(string cause) => new(ErrorNames.ItemReaderFailed, cause);
}

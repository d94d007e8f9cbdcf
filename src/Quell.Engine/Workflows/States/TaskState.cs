using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Engine.Workflows.States;

/// <summary>Has somebody outside do something, and goes on with what came of it.</summary>
internal sealed class TaskState(string name) : State(name, "Task")
{
    /// <summary>The kind of <see cref="Work"/> that a task is.</summary>
    public const string WorkKind = "task";

    /// <summary>The longest time-out and heartbeat in seconds (developer guide, "Task workflow state").</summary>
    private const long Longest = 99_999_999;

    public required TaskResource Resource { get; init; }

    public FieldValue? TimeoutSeconds { get; init; }

    public FieldValue? HeartbeatSeconds { get; init; }

    /// <summary>The role to take on; null for the machine's own.</summary>
    public CredentialsField? Credentials { get; init; }

    public override string AbortedEvent => "TaskStateAborted";

    public override bool CountsRetries => true;

    private TaskEvents Events => TaskEvents.Of(Resource);

    private bool HasToken => Resource is TaskResource.Activity or TaskResource.Integration { Pattern: TaskPattern.WaitForTaskToken };

    private bool IsEndAwaited => Resource is TaskResource.Integration { Pattern: TaskPattern.Sync or TaskPattern.Sync2 };

    public override void Enter(Visit visit)
    {
        var pending = visit.Run.NextId();
        visit.TokenAwaited = HasToken ? pending : null;
        var selected = Data.Select(visit);
        var arguments = Data.Arguments(visit, selected);
        if (visit.Program.Identity.Unusable?.Invoke(Resource, arguments) is { } unusable)
        {
            throw new StateException(unusable.Error, unusable.Cause);
        }

        var timeout = Seconds(visit, TimeoutSeconds, selected);
        var heartbeat = Seconds(visit, HeartbeatSeconds, selected);
        var role = Credentials?.Evaluate(visit, selected);
        visit.Record(
            Events.Scheduled, (Resource as TaskResource.Integration is null) ? Resource.Text : null, arguments,
            TaskEvents.Describe(Resource, visit.Program.Identity.Region, timeout, heartbeat, role));
        if (Events.Started is { } started && Resource is not TaskResource.Activity)
        {
            visit.Record(started, null, null, TaskEvents.Describe(Resource));
        }

        var spec = JsonObject.Of(
            ("resource", Resource.Text), ("arguments", arguments), ("role", role), ("state", Name), ("attempt", visit.Frame.RetryCount));
        var awaited = new Pending(pending, visit.Frame.Id, new(WorkKind, spec) { IsTokenAwaited = HasToken || IsEndAwaited })
        {
            Due = timeout is { } limit ? visit.Now + TimeSpan.FromSeconds(limit) : null,
            Heartbeat = heartbeat is { } beat ? TimeSpan.FromSeconds(beat) : null,
        };

        // An activity's heartbeat counts from when a worker has the task (developer guide, "Task workflow state").
        visit.Await(awaited, isBeatAwaited: Resource is not TaskResource.Activity);
    }

    public override void Resume(Visit visit, Pending pending, Signal signal)
    {
        var described = TaskEvents.Describe(Resource);
        switch (signal)
        {
            case Signal.Started(var worker):
                visit.Record(Events.Started ?? Events.Scheduled, null, null, JsonObject.Of(("workerName", worker)));
                break;
            case Signal.Submitted(var output):
                visit.Record(Events.Submitted, null, output, described);
                break;
            case Signal.Succeeded(var output) when output.Size > Visit.LargestData:
                var limit = StateException.TooLarge(Resource.NameInCauses);
                Fail(visit, limit.Error, limit.Cause);
                break;
            case Signal.Succeeded(var output):
                visit.Record(Events.Succeeded, null, output, described);
                visit.Trace?.Invoke("result", output);
                visit.Leave(output);
                break;
            case Signal.Failed(var error, var cause):
                Fail(visit, error, cause);
                break;
            default:
                visit.Record(Events.TimedOut, null, null, (described ?? JsonObject.Empty).With("error", ErrorNames.Timeout));
                visit.Fail(ErrorNames.Timeout, null, signal is Signal.HeartbeatMissed ? ErrorNames.HeartbeatTimeout : null);
                break;
        }
    }

    private void Fail(Visit visit, string? error, string? cause)
    {
        visit.Record(Events.Failed, null, null, JsonObject.Of(("error", error), ("cause", cause)).Merge(TaskEvents.Describe(Resource) ?? JsonObject.Empty));
        visit.Fail(error, cause);
    }

    private static long? Seconds(Visit visit, FieldValue? field, JsonValue selected)
    {
        if (field is null)
        {
            return null;
        }

        var seconds = field.Whole(visit, selected);
        return seconds switch
        {
            <= 0 => throw new StateException(ErrorNames.Runtime, $"The {field.Name} field must have a positive value, but it is {seconds}"),
            > Longest => throw new StateException(ErrorNames.Runtime, $"The {field.Name} field must not be greater than {Longest}, but it is {seconds}"),
            _ => seconds,
        };
    }
}

using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Queues.Moving;

/// <summary>StartMessageMoveTask, ListMessageMoveTasks, CancelMessageMoveTask (SQS API reference; developer guide, "Dead-letter queue redrive").</summary>
internal sealed class MoveTaskOperations(ResourceStore store, LiveQueues queues)
{
    private const int MostRate = 500;

    /// <summary>Tasks that are listed for a queue, and kept.</summary>
    private const int MostTasks = 10;

    public async ValueTask<CallResult> StartMessageMoveTask(Call call, CancellationToken cancellationToken)
    {
        var source = Source(call);
        var destination = call.Input.String("DestinationArn");
        Check(call, source, destination);
        var key = new ResourceKey(call.Scope, MoveTask.ResourceType, call.RequestId);
        var value = JsonObject.Of(
            ("SourceArn", source.Arn),
            ("DestinationArn", call.Input["DestinationArn"]),
            ("MaxNumberOfMessagesPerSecond", call.Input["MaxNumberOfMessagesPerSecond"]),
            ("Status", MoveTask.Running),
            ("ApproximateNumberOfMessagesMoved", 0),
            ("ApproximateNumberOfMessagesToMove", queues.Count(source).Visible),
            ("StartedTimestamp", queues.Now.ToUnixTimeMilliseconds()));
        var (task, durable) = store.Run(state => Put(state, new MoveTask(key, value)));
        await durable.ConfigureAwait(false);
        return new(JsonObject.Of(("TaskHandle", task.Handle)));
    }

    public JsonObject ListMessageMoveTasks(OperationContext context)
    {
        var source = Source(context.Call).Arn;
        var limit = context.Input.Long("MaxResults") ?? 1;
        if (limit is < 1 or > MostTasks)
        {
            throw QueueErrors.InvalidValue($"Value {limit} for parameter MaxResults is invalid. Reason: Must be between 1 and {MostTasks}, if provided.");
        }

        return JsonObject.Of(("Results", JsonArray.From(MoveTask.Of(context.State.Current, context.Scope, source).Take((int)limit).Select(task => task.Shown()))));
    }

    /// <summary>What was moved stays moved.</summary>
    public static JsonObject CancelMessageMoveTask(OperationContext context)
    {
        var (id, source) = MoveTask.Parse(context.Input.String("TaskHandle") ?? "")
            ?? throw QueueErrors.InvalidValue("Value for parameter TaskHandle is invalid.");
        if (MoveTask.Find(context.State.Current, new(context.Scope, MoveTask.ResourceType, id)) is not { } task || task.Source != source)
        {
            throw NotFound("Task does not exist.");
        }

        if (task.Status != MoveTask.Running)
        {
            throw QueueErrors.InvalidValue("Only active tasks can be cancelled.");
        }

        context.State.Put(context.Scope, MoveTask.ResourceType, id, task.Value.With("Status", MoveTask.Cancelling));
        return JsonObject.Of(("ApproximateNumberOfMessagesMoved", task.Moved));
    }

    private static ResourceStep<MoveTask> Put(ResourceSet state, MoveTask task)
    {
        var edit = new ResourceEdit(state);
        var others = MoveTask.Of(state, task.Key.Scope, task.Source).ToList();
        if (others.Exists(other => !other.IsOver))
        {
            throw QueueErrors.InvalidValue("There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
        }

        others.Skip(MostTasks - 1).ToList().ForEach(old => edit.Delete(old.Key.Scope, old.Key.Type, old.Key.Id));
        edit.Put(task.Key.Scope, task.Key.Type, task.Key.Id, task.Value);
        return new(edit, task);
    }

    private void Check(Call call, Queue source, string? destination)
    {
        if (!Queue.Of(store.Current, call.Scope).Any(queue => queue.Redrive?.DeadLetterTargetArn == source.Arn))
        {
            throw QueueErrors.InvalidValue("Source queue must be configured as a Dead Letter Queue.");
        }

        if (destination is not null && Queue.Find(store.Current, destination) is null)
        {
            throw NotFound("The resource that you specified for the DestinationArn parameter doesn't exist.");
        }

        if (destination == source.Arn)
        {
            throw QueueErrors.InvalidValue("Source queue arn and destination queue arn cannot be the same.");
        }

        if (call.Input.Long("MaxNumberOfMessagesPerSecond") is { } rate && rate is < 1 or > MostRate)
        {
            throw QueueErrors.InvalidValue(
                $"Value {call.Input["MaxNumberOfMessagesPerSecond"]} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and {MostRate}, if provided.");
        }
    }

    private Queue Source(Call call) =>
        Arn.TryParse(call.Input.String("SourceArn"), out var arn) && arn.Scope == call.Scope && Queue.Find(store.Current, arn.ToString()) is { } queue
            ? queue
            : throw NotFound("The resource that you specified for the SourceArn parameter doesn't exist.");

    private static AwsException NotFound(string message) => new("ResourceNotFoundException", message);
}

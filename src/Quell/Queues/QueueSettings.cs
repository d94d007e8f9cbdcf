using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>SetQueueAttributes, AddPermission, RemovePermission, ListDeadLetterSourceQueues.</summary>
internal static class QueueSettings
{
    public static JsonObject SetQueueAttributes(OperationContext context)
    {
        var queue = context.Queue();
        Set(context, queue, QueueAttributes.Checked(context.Input.Object("Attributes") ?? JsonObject.Empty, context.State.Current, queue.Arn));
        return JsonObject.Empty;
    }

    public static JsonObject AddPermission(OperationContext context)
    {
        var queue = context.Queue();
        var accounts = context.Input.Array("AWSAccountIds").Strings.ToList();
        var actions = context.Input.Array("Actions").Strings.ToList();
        if (accounts.Count == 0 || actions.Count == 0)
        {
            throw new Aws.AwsException("MissingParameter", "The request must contain at least one account and one action.");
        }

        var policy = Policies.PermissionPolicy.Add(
            queue.Attributes.String("Policy"), $"{queue.Arn}/SQSDefaultPolicy", context.Input.String("Label") ?? "",
            accounts, actions.Select(action => $"SQS:{action}"), queue.Arn)
            ?? throw QueueErrors.InvalidValue($"Value {context.Input.String("Label")} for parameter Label is invalid. Reason: Already exists.");
        Set(context, queue, JsonObject.Of(("Policy", policy)));
        return JsonObject.Empty;
    }

    public static JsonObject RemovePermission(OperationContext context)
    {
        var queue = context.Queue();
        var label = context.Input.String("Label") ?? "";
        var policy = Policies.PermissionPolicy.Remove(queue.Attributes.String("Policy"), label)
            ?? throw QueueErrors.InvalidValue($"Value {label} for parameter Label is invalid. Reason: can't find label on existing policy.");
        Set(context, queue, JsonObject.Of(("Policy", policy)));
        return JsonObject.Empty;
    }

    public static JsonObject ListDeadLetterSourceQueues(OperationContext context)
    {
        var queue = context.Queue();
        var sources = Queue.Of(context.State.Current, context.Scope).Where(other => other.Redrive?.DeadLetterTargetArn == queue.Arn);
        var page = QueueCreation.Page(context, sources, "queueUrls");
        return page.Has("queueUrls") ? page : page.With("queueUrls", JsonArray.Empty);
    }

    private static void Set(OperationContext context, Queue queue, JsonObject attributes)
    {
        var value = queue.Value
            .With("Attributes", QueueAttributes.Merged(queue.Attributes, attributes))
            .With("LastModifiedTimestamp", context.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        (queue with { Value = value }).Put(context.State);
    }
}

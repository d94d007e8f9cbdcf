using System.Globalization;
using System.Text;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Queues;

/// <summary>CreateQueue, DeleteQueue, GetQueueUrl, ListQueues.</summary>
internal static class QueueCreation
{
    public static JsonObject CreateQueue(OperationContext context)
    {
        var name = context.Input.String("QueueName") ?? "";
        CheckName(name);
        var arn = context.Scope.Arn("sqs", name).ToString();
        var attributes = QueueAttributes.Checked(context.Input.Object("Attributes") ?? JsonObject.Empty, context.State.Current, arn);
        if (Queue.Find(context.State.Current, context.Scope, name) is { } existing)
        {
            return Again(context, existing, attributes);
        }

        var tags = context.Input.Object("tags") ?? JsonObject.Empty;
        QueueTags.Check(tags);
        var now = context.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var queue = new Queue(name, context.Scope, JsonObject.Of(
            ("Incarnation", context.Transaction.Ids.Hex(16)),
            ("Attributes", QueueAttributes.Merged(JsonObject.Empty, attributes)),
            ("Tags", tags),
            ("CreatedTimestamp", now),
            ("LastModifiedTimestamp", now)));
        queue.Put(context.State);
        return JsonObject.Of(("QueueUrl", queue.UrlAt(context.Call.Host)));
    }

    public static JsonObject DeleteQueue(OperationContext context)
    {
        var queue = context.Queue();
        context.State.Delete(queue.Scope, Queue.ResourceType, queue.Name);
        return JsonObject.Empty;
    }

    public static JsonObject GetQueueUrl(OperationContext context)
    {
        var name = context.Input.String("QueueName") ?? "";
        var owner = context.Input.String("QueueOwnerAWSAccountId") ?? context.Scope.Account;
        var queue = owner == context.Scope.Account ? Queue.Find(context.State.Current, context.Scope, name) : null;
        return JsonObject.Of(("QueueUrl", (queue ?? throw QueueErrors.DoesNotExist()).UrlAt(context.Call.Host)));
    }

    public static JsonObject ListQueues(OperationContext context)
    {
        var prefix = context.Input.String("QueueNamePrefix") ?? "";
        var queues = Queue.Of(context.State.Current, context.Scope).Where(queue => queue.Name.StartsWith(prefix, StringComparison.Ordinal));
        return Page(context, queues, "QueueUrls");
    }

    /// <summary>One page of queue URLs; without MaxResults up to 1000 and no token (SQS API reference, ListQueues).</summary>
    public static JsonObject Page(OperationContext context, IEnumerable<Queue> queues, string member)
    {
        var size = context.Input.Long("MaxResults");
        if (size is < 1 or > 1000)
        {
            throw QueueErrors.InvalidValue("Value for parameter MaxResults is invalid. Reason: must be between 1 and 1000, if provided.");
        }

        var after = Decoded(context.Input.String("NextToken"));
        var rest = queues.Where(queue => string.CompareOrdinal(queue.Name, after) > 0).Take((int)(size ?? 1000) + 1).ToList();
        var page = rest.Take((int)(size ?? 1000)).ToList();
        var next = size is not null && rest.Count > page.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Name)) : null;
        return JsonObject.Of(
            (member, page.Count == 0 ? null : JsonArray.From(page.Select(queue => queue.UrlAt(context.Call.Host)))),
            ("NextToken", next is null ? null : (JsonValue)next));
    }

    private static string Decoded(string? token)
    {
        var bytes = new byte[token?.Length ?? 0];
        return token is null ? ""
            : Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw QueueErrors.InvalidValue("Invalid or expired next token.");
    }

    private static JsonObject Again(OperationContext context, Queue existing, JsonObject attributes)
    {
        foreach (var (name, value) in attributes)
        {
            var has = existing.Attributes.String(name) ?? QueueAttributes.Defaults.GetValueOrDefault(name, "");
            if (has != ((JsonString)value).Value)
            {
                throw new AwsException(
                    "QueueNameExists", $"A queue already exists with the same name and a different value for attribute {name}");
            }
        }

        return JsonObject.Of(("QueueUrl", existing.UrlAt(context.Call.Host)));
    }

    private static void CheckName(string name)
    {
        if (name.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw QueueErrors.Fifo();
        }

        if (name.Length is 0 or > 80 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw QueueErrors.InvalidValue("Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }
    }
}

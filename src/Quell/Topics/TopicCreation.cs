using System.Text;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>CreateTopic, DeleteTopic, ListTopics.</summary>
internal static class TopicCreation
{
    private const int PageSize = 100;

    public static JsonObject CreateTopic(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        CheckName(name);
        if (context.Input.Has("DataProtectionPolicy"))
        {
            throw TopicErrors.Unsupported("data protection policies");
        }

        var attributes = Attributes(context.Input.Object("Attributes") ?? JsonObject.Empty);
        var tags = TopicTags.Read(context.Input.Array("Tags"));
        var arn = context.Scope.Arn("sns", name).ToString();
        if (Topic.Find(context.State.Current, arn) is { } existing)
        {
            CheckAgain(existing, attributes, tags);
        }
        else
        {
            new Topic(name, context.Scope, JsonObject.Of(("Attributes", attributes), ("Tags", tags))).Put(context.State);
        }

        return JsonObject.Of(("TopicArn", arn));
    }

    /// <summary>Deletes the topic and its subscriptions; one that is not there is deleted already (API reference, DeleteTopic).</summary>
    public static JsonObject DeleteTopic(OperationContext context)
    {
        Topic topic;
        try
        {
            topic = context.Topic();
        }
        catch (Aws.AwsException missing) when (missing.Code == "NotFound")
        {
            return JsonObject.Empty;
        }

        foreach (var subscription in topic.Subscriptions(context.State.Current).ToList())
        {
            subscription.Delete(context.State);
        }

        context.State.Delete(topic.Scope, Topic.ResourceType, topic.Name);
        return JsonObject.Empty;
    }

    public static JsonObject ListTopics(OperationContext context) => Page(
        context, "Topics", Topic.Of(context.State.Current, context.Scope).Select(topic => (topic.Name, JsonObject.Of(("TopicArn", topic.Arn)))));

    /// <summary>One page of up to 100 entries, ordered by their keys (API reference, ListTopics and ListSubscriptions).</summary>
    public static JsonObject Page(OperationContext context, string member, IEnumerable<(string Key, JsonObject Value)> entries)
    {
        var after = Decoded(context.Input.String("NextToken"));
        var rest = entries.Where(entry => string.CompareOrdinal(entry.Key, after) > 0).Take(PageSize + 1).ToList();
        var next = rest.Count > PageSize ? Convert.ToBase64String(Encoding.UTF8.GetBytes(rest[PageSize - 1].Key)) : null;
        return JsonObject.Of(
            (member, JsonArray.From(rest.Take(PageSize).Select(entry => (JsonValue)entry.Value))),
            ("NextToken", next is null ? null : (JsonValue)next));
    }

    private static string Decoded(string? token)
    {
        var bytes = new byte[token?.Length ?? 0];
        return string.IsNullOrEmpty(token) ? ""
            : Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw TopicErrors.Invalid("NextToken");
    }

    private static JsonObject Attributes(JsonObject given) => JsonObject.From(
        from attribute in (IEnumerable<KeyValuePair<string, JsonValue>>)given
        let value = TopicAttributes.Checked(attribute.Key, given.String(attribute.Key) ?? "")
        where value.Length > 0
        select KeyValuePair.Create(attribute.Key, (JsonValue)value));

    private static void CheckName(string name)
    {
        if (name.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw TopicErrors.Unsupported("FIFO topics");
        }

        if (name.Length is 0 or > 256 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw TopicErrors.Invalid("Topic Name");
        }
    }

    private static void CheckAgain(Topic existing, JsonObject attributes, JsonObject tags)
    {
        foreach (var (name, value) in attributes)
        {
            if (!value.Equals(existing.Attributes[name]))
            {
                throw TopicErrors.Invalid("Attributes Reason: Topic already exists with different attributes");
            }
        }

        if (tags.Count > 0 && !tags.Equals(existing.Tags))
        {
            throw TopicErrors.Invalid("Tags Reason: Topic already exists with different tags");
        }
    }
}

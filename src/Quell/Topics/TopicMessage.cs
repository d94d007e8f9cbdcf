using System.Text;
using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>A message that is published to a topic, checked.</summary>
/// <param name="Id">What the publisher is told.</param>
/// <param name="Texts">The message by protocol, <c>default</c> for the others.</param>
/// <param name="Attributes">In SNS's form, <c>{"name": {"DataType", "StringValue" | "BinaryValue"}}</c>; null for none.</param>
internal sealed record TopicMessage(string Id, DateTimeOffset Time, string? Subject, JsonObject Texts, JsonObject? Attributes)
{
    /// <summary>256 KB, attributes included (SNS API reference, Publish).</summary>
    private const int MaxBytes = 262_144;

    private const int MaxSubject = 100;

    /// <summary>Reads the parameters of Publish, or of an entry of PublishBatch.</summary>
    /// <exception cref="AwsException">They make no message.</exception>
    public static TopicMessage Read(JsonObject input, DateTimeOffset now)
    {
        if (input.Has("MessageDeduplicationId") || input.Has("MessageGroupId"))
        {
            throw TopicErrors.Unsupported("FIFO topics and fair queues (MessageGroupId, MessageDeduplicationId)");
        }

        var text = input.String("Message") ?? "";
        var attributes = input.Object("MessageAttributes") is { Count: > 0 } given ? Checked(given) : null;
        if (text.Length == 0)
        {
            throw TopicErrors.Invalid("Empty message");
        }

        if (Size(input) > MaxBytes)
        {
            throw TopicErrors.Invalid("Message too long");
        }

        return new(Guid.NewGuid().ToString(), now, CheckedSubject(input.String("Subject")), TextsOf(text, input.String("MessageStructure")), attributes);
    }

    /// <summary>A payload as message, as it is: what a rule delivers.</summary>
    public static TopicMessage Of(string text, DateTimeOffset now) =>
        new(Guid.NewGuid().ToString(), now, null, JsonObject.Of(("default", text)), null);

    /// <summary>Bytes that count towards the limit.</summary>
    public static int Size(JsonObject input) =>
        Encoding.UTF8.GetByteCount(input.String("Message") ?? "") + Queues.MessageAttributes.Size(input.Object("MessageAttributes"));

    /// <summary>What subscribers of a protocol get.</summary>
    public string TextFor(string protocol) => Texts.String(protocol) ?? Texts.String("default") ?? "";

    private static JsonObject Checked(JsonObject attributes)
    {
        try
        {
            Queues.MessageAttributes.Check(attributes, maxCount: int.MaxValue);
            return attributes;
        }
        catch (AwsException refusal)
        {
            throw new AwsException("ParameterValueInvalid", refusal.Message);
        }
    }

    /// <summary>Under 100 characters of ASCII, on one line, and it begins with a letter, digit or punctuation mark (API reference, Publish).</summary>
    private static string? CheckedSubject(string? subject) => subject switch
    {
        null => null,
        { Length: > 0 and <= MaxSubject } when subject[0] != ' ' && subject.All(c => c is >= ' ' and <= '~') => subject,
        _ => throw TopicErrors.Invalid("Subject"),
    };

    private static JsonObject TextsOf(string text, string? structure)
    {
        if (structure is null)
        {
            return JsonObject.Of(("default", text));
        }

        if (structure != "json")
        {
            throw TopicErrors.Invalid("MessageStructure");
        }

        if (TopicAttributes.TryParse(text) is not JsonObject texts)
        {
            throw TopicErrors.Invalid("Message Structure - JSON message body failed to parse");
        }

        return texts["default"] is JsonString
            ? JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)texts).Where(each => each.Value is JsonString))
            : throw TopicErrors.Invalid("Message Structure - No default entry in JSON message body");
    }
}

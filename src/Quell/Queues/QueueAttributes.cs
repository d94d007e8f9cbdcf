using System.Collections.Frozen;
using System.Globalization;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Queues;

/// <summary>Which attributes a queue has, their ranges and defaults (SQS API reference, CreateQueue and SetQueueAttributes).</summary>
internal static class QueueAttributes
{
    /// <summary>What an attribute is where it was not set.</summary>
    public static readonly FrozenDictionary<string, string> Defaults = new Dictionary<string, string>
    {
        ["DelaySeconds"] = "0",
        ["MaximumMessageSize"] = "1048576",
        ["MessageRetentionPeriod"] = "345600",
        ["ReceiveMessageWaitTimeSeconds"] = "0",
        ["VisibilityTimeout"] = "30",
        ["SqsManagedSseEnabled"] = "true",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (long Min, long Max)> Ranges = new Dictionary<string, (long, long)>
    {
        ["DelaySeconds"] = (0, 900),
        ["MaximumMessageSize"] = (1024, 1_048_576),
        ["MessageRetentionPeriod"] = (60, 1_209_600),
        ["ReceiveMessageWaitTimeSeconds"] = (0, 20),
        ["VisibilityTimeout"] = (0, 43_200),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Fifo =
        FrozenSet.Create(StringComparer.Ordinal, "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit");

    private static readonly FrozenSet<string> Encrypted =
        FrozenSet.Create(StringComparer.Ordinal, "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds");

    /// <summary>
    /// Checks attributes and gives them in their own spelling (<c>030</c> becomes <c>30</c>). An empty policy stays empty: it
    /// takes the attribute away.
    /// </summary>
    /// <param name="queueArn">The queue that gets them.</param>
    public static JsonObject Checked(JsonObject attributes, ResourceSet state, string queueArn) =>
        JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)attributes).Select(attribute => KeyValuePair.Create(
            attribute.Key, (JsonValue)CheckedValue(attribute.Key, attributes.String(attribute.Key) ?? "", state, queueArn))));

    /// <summary>The old attributes with the new ones set; those set to nothing are taken away.</summary>
    public static JsonObject Merged(JsonObject old, JsonObject set) => JsonObject.From(
        ((IEnumerable<KeyValuePair<string, JsonValue>>)old.Merge(set)).Where(attribute => attribute.Value is not JsonString { Value: "" }));

    private static string CheckedValue(string name, string value, ResourceSet state, string queueArn)
    {
        if (Ranges.TryGetValue(name, out var range))
        {
            return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= range.Min && number <= range.Max
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw QueueErrors.InvalidAttributeValue(name, value);
        }

        return name switch
        {
            "Policy" => Document(name, value),
            "RedrivePolicy" => Redrive(value, state, queueArn),
            "RedriveAllowPolicy" => RedriveAllow(value),
            "SqsManagedSseEnabled" => value is "true" or "false" ? value : throw QueueErrors.InvalidAttributeValue(name, value),
            _ when Fifo.Contains(name) => value == "false" ? "" : throw QueueErrors.Fifo(),
            _ when Encrypted.Contains(name) => value.Length == 0 ? "" : throw new AwsException(
                "UnsupportedOperation", $"Quell does not encrypt queues with KMS keys: {name} is not supported."),
            _ => throw QueueErrors.InvalidAttributeName(name),
        };
    }

    private static string Document(string name, string value) =>
        value.Length == 0 || Parsed(name, value) is JsonObject ? value : throw QueueErrors.InvalidAttributeValue(name, null);

    private static string Redrive(string value, ResourceSet state, string queueArn)
    {
        if (value.Length == 0)
        {
            return value;
        }

        if (Parsed("RedrivePolicy", value) is not JsonObject policy || !Arn.TryParse(policy.String("deadLetterTargetArn"), out var target)
            || policy.Long("maxReceiveCount") is not (>= 1 and <= 1000))
        {
            throw QueueErrors.InvalidValue(
                $"Value {value} for parameter RedrivePolicy is invalid. Reason: it needs deadLetterTargetArn and a maxReceiveCount from 1 to 1000.");
        }

        if (target.Service != "sqs" || target.Scope != ScopeOf(queueArn) || Queue.Find(state, target.ToString()) is not { } letters)
        {
            throw QueueErrors.InvalidValue(
                $"Value {value} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.");
        }

        return Allows(letters, queueArn) ? value : throw QueueErrors.InvalidValue(
            $"Value {value} for parameter RedrivePolicy is invalid. Reason: Redrive permission on the dead letter queue denies this queue.");
    }

    private static bool Allows(Queue letters, string queueArn)
    {
        var text = letters.Attributes.String("RedriveAllowPolicy");
        var policy = string.IsNullOrEmpty(text) ? JsonObject.Empty : JsonValue.Parse(text) as JsonObject ?? JsonObject.Empty;
        return policy.String("redrivePermission") switch
        {
            "denyAll" => false,
            "byQueue" => policy.Array("sourceQueueArns").Strings.Contains(queueArn),
            _ => true,
        };
    }

    private static string RedriveAllow(string value)
    {
        if (value.Length == 0)
        {
            return value;
        }

        var policy = Parsed("RedriveAllowPolicy", value) as JsonObject;
        var sources = policy?.Array("sourceQueueArns").Count ?? 0;
        var isRight = policy?.String("redrivePermission") switch
        {
            "allowAll" or "denyAll" => sources == 0,
            "byQueue" => sources is >= 1 and <= 10,
            _ => false,
        };
        return isRight ? value : throw QueueErrors.InvalidValue(
            $"Value {value} for parameter RedriveAllowPolicy is invalid. Reason: redrivePermission is allowAll, denyAll or byQueue, and byQueue takes 1 to 10 sourceQueueArns.");
    }

    private static Scope ScopeOf(string arn) => Arn.TryParse(arn, out var parsed) ? parsed.Scope : default;

    private static JsonValue Parsed(string name, string value)
    {
        try
        {
            return JsonValue.Parse(value);
        }
        catch (JsonSyntaxException fault)
        {
            throw QueueErrors.InvalidValue($"Value {value} for parameter {name} is invalid. Reason: it is not JSON: {fault.Message}");
        }
    }
}

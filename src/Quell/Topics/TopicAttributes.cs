using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>Get- and SetTopicAttributes, AddPermission, RemovePermission.</summary>
internal static class TopicAttributes
{
    private const int MaxDisplayName = 100;

    public static JsonObject GetTopicAttributes(OperationContext context)
    {
        var topic = context.Topic();
        var subscriptions = topic.Subscriptions(context.State.Current).ToList();
        var confirmed = subscriptions.Count(each => each.IsConfirmed);
        var attributes = JsonObject.Of(
                ("TopicArn", topic.Arn),
                ("Owner", topic.Scope.Account),
                ("DisplayName", ""),
                ("Policy", DefaultPolicy(topic)),
                ("SubscriptionsConfirmed", Text(confirmed)),
                ("SubscriptionsPending", Text(subscriptions.Count - confirmed)),
                ("SubscriptionsDeleted", "0"),
                ("EffectiveDeliveryPolicy", DeliveryPolicy.Effective(topic).ToString()))
            .Merge(topic.Attributes);
        return JsonObject.Of(("Attributes", attributes));
    }

    public static JsonObject SetTopicAttributes(OperationContext context)
    {
        var topic = context.Topic();
        var name = context.Input.String("AttributeName") ?? "";
        Set(context, topic, name, Checked(name, context.Input.String("AttributeValue") ?? ""));
        return JsonObject.Empty;
    }

    public static JsonObject AddPermission(OperationContext context)
    {
        var topic = context.Topic();
        var policy = Policies.PermissionPolicy.Add(
            topic.Attributes.String("Policy") ?? DefaultPolicy(topic), "__default_policy_ID", context.Input.String("Label") ?? "",
            context.Input.Array("AWSAccountId").Strings, context.Input.Array("ActionName").Strings.Select(action => $"SNS:{action}"), topic.Arn)
            ?? throw TopicErrors.Invalid("Statement already exists");
        Set(context, topic, "Policy", policy);
        return JsonObject.Empty;
    }

    public static JsonObject RemovePermission(OperationContext context)
    {
        var topic = context.Topic();
        var policy = Policies.PermissionPolicy.Remove(topic.Attributes.String("Policy"), context.Input.String("Label") ?? "")
            ?? throw new Aws.AwsException("NotFound", "Statement does not exist", 404);
        Set(context, topic, "Policy", policy);
        return JsonObject.Empty;
    }

    /// <summary>Checks the attributes that CreateTopic and SetTopicAttributes take.</summary>
    public static string Checked(string name, string value) => name switch
    {
        "DisplayName" => value.Length <= MaxDisplayName && !value.Any(char.IsControl) ? value : throw TopicErrors.Invalid("DisplayName"),
        "Policy" => Document(name, value),
        "DeliveryPolicy" => DeliveryPolicy.CheckedOfTopic(value),
        "TracingConfig" => value is "" or "PassThrough" ? value : throw TopicErrors.Unsupported("tracing of topics (TracingConfig)"),
        "FifoTopic" or "ContentBasedDeduplication" => value == "false" ? "" : throw TopicErrors.Unsupported("FIFO topics"),
        "KmsMasterKeyId" => value.Length == 0 ? value : throw TopicErrors.Unsupported("encryption of topics with KMS keys (KmsMasterKeyId)"),
        "SignatureVersion" => throw TopicErrors.Unsupported("signed notifications (SignatureVersion)"),
        "ArchivePolicy" or "FifoThroughputScope" or "DataProtectionPolicy" => throw TopicErrors.Unsupported(name),
        _ when name.EndsWith("FeedbackRoleArn", StringComparison.Ordinal) || name.EndsWith("FeedbackSampleRate", StringComparison.Ordinal) =>
            throw TopicErrors.Unsupported($"delivery status logging ({name})"),
        _ => throw TopicErrors.Invalid("AttributeName"),
    };

    /// <summary>The attribute's text where it is empty or a JSON object.</summary>
    public static string Document(string name, string value) =>
        value.Length == 0 || TryParse(value) is JsonObject ? value : throw TopicErrors.Invalid($"{name} Error: null");

    /// <summary>The JSON value of a text; null where it is none.</summary>
    public static JsonValue? TryParse(string text)
    {
        try
        {
            return JsonValue.Parse(text);
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }

    /// <summary>What a topic's owner may do while no policy is set (SNS developer guide, "Example cases for Amazon SNS access control").</summary>
    private static string DefaultPolicy(Topic topic) => JsonObject.Of(
        ("Version", "2008-10-17"),
        ("Id", "__default_policy_ID"),
        ("Statement", new JsonArray([JsonObject.Of(
            ("Sid", "__default_statement_ID"),
            ("Effect", "Allow"),
            ("Principal", JsonObject.Of(("AWS", "*"))),
            ("Action", new JsonArray(
            [
                "SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission", "SNS:DeleteTopic",
                "SNS:Subscribe", "SNS:ListSubscriptionsByTopic", "SNS:Publish",
            ])),
            ("Resource", topic.Arn),
            ("Condition", JsonObject.Of(("StringEquals", JsonObject.Of(("AWS:SourceOwner", topic.Scope.Account)))))),
        ]))).ToString();

    private static void Set(OperationContext context, Topic topic, string name, string value)
    {
        var attributes = topic.Attributes.With(name, value.Length == 0 ? null : (JsonValue)value);
        (topic with { Value = topic.Value.With("Attributes", attributes) }).Put(context.State);
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

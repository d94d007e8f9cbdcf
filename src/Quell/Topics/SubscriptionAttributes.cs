using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Topics;

namespace Quell.Topics;

/// <summary>Get- and SetSubscriptionAttributes, and the checks that Subscribe shares with them.</summary>
internal static class SubscriptionAttributes
{
    public static JsonObject GetSubscriptionAttributes(OperationContext context)
    {
        var subscription = context.Subscription();
        return JsonObject.Of(("Attributes", JsonObject.Of(
                ("SubscriptionArn", subscription.Arn),
                ("TopicArn", subscription.TopicArn),
                ("Owner", subscription.Owner),
                ("Protocol", subscription.Protocol),
                ("Endpoint", subscription.Endpoint),
                ("RawMessageDelivery", "false"),
                ("PendingConfirmation", subscription.IsConfirmed ? "false" : "true"),
                ("ConfirmationWasAuthenticated", subscription.Value.Bool("WasAuthenticated") is true ? "true" : "false"),
                ("SubscriptionPrincipal", subscription.Value["Principal"]),
                ("FilterPolicyScope", subscription.Attributes.Has("FilterPolicy") ? (JsonValue)"MessageAttributes" : null),
                ("EffectiveDeliveryPolicy", EffectiveDeliveryPolicy(context, subscription)))
            .Merge(subscription.Attributes)));
    }

    public static JsonObject SetSubscriptionAttributes(OperationContext context)
    {
        var subscription = context.Subscription();
        var name = context.Input.String("AttributeName") ?? "";
        var value = context.Input.String("AttributeValue") ?? "";
        var attributes = subscription.Attributes.With(name, value.Length == 0 ? null : (JsonValue)value);
        subscription.With("Attributes", Checked(attributes, [name], subscription.Protocol)).Put(context.State);
        return JsonObject.Empty;
    }

    /// <summary>Checks attributes that were set to a subscription, together with those it has.</summary>
    /// <param name="names">Those that are set now.</param>
    public static JsonObject Checked(JsonObject attributes, IEnumerable<string> names, string protocol)
    {
        foreach (var name in names)
        {
            Check(name, attributes, protocol);
        }

        if (attributes.String("FilterPolicy") is { } text
            && !FilterPolicy.TryCompile(text, attributes.String("FilterPolicyScope") == "MessageBody", out _, out var error))
        {
            throw TopicErrors.Invalid($"FilterPolicy: {error}");
        }

        return attributes;
    }

    private static void Check(string name, JsonObject attributes, string protocol)
    {
        var value = attributes.String(name) ?? "";
        switch (name)
        {
            case "FilterPolicy":
                break;
            case "FilterPolicyScope" when value is "" or "MessageAttributes" or "MessageBody":
                break;
            case "RawMessageDelivery" when value is "" or "true" or "false":
                if (value == "true" && protocol is not ("sqs" or "http" or "https"))
                {
                    throw TopicErrors.Invalid($"Attributes Reason: RawMessageDelivery: Delivery protocol [{protocol}] does not support raw message delivery.");
                }

                break;
            case "RedrivePolicy":
                CheckRedrive(value);
                break;
            case "DeliveryPolicy":
                DeliveryPolicy.CheckOfSubscription(value, protocol);
                break;
            case "FilterPolicyScope" or "RawMessageDelivery":
                throw TopicErrors.Invalid($"Attributes Reason: {name}: Invalid value [{value}].");
            case "SubscriptionRoleArn" or "ReplayPolicy":
                throw TopicErrors.Unsupported(name);
            default:
                throw TopicErrors.Invalid("AttributeName");
        }
    }

    private static void CheckRedrive(string value)
    {
        if (value.Length > 0 && (TopicAttributes.TryParse(value) is not JsonObject policy
            || !Arn.TryParse(policy.String("deadLetterTargetArn"), out var arn) || arn.Service != "sqs"))
        {
            throw TopicErrors.Invalid("RedrivePolicy: deadLetterTargetArn is not the ARN of an SQS queue");
        }
    }

    private static JsonValue? EffectiveDeliveryPolicy(OperationContext context, Subscription subscription) =>
        subscription.Protocol is "http" or "https" && Topic.Find(context.State.Current, subscription.TopicArn) is { } topic
            ? (JsonValue)DeliveryPolicy.Effective(topic, subscription).ToString()
            : null;
}

using System.Runtime.CompilerServices;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Topics;

namespace Quell.Topics;

/// <summary>Turns one message into a delivery for each subscription that is confirmed and whose filter policy lets it pass.</summary>
internal sealed class TopicFanOut
{
    // A subscription's attributes are one immutable value until they are set anew.
    private readonly ConditionalWeakTable<JsonObject, FilterPolicy> _filters = [];

    /// <param name="cause">The delivery to the topic; null for a direct publish.</param>
    public List<NewDelivery> Deliveries(ResourceSet state, Topic topic, TopicMessage message, Delivery? cause) =>
    [
        .. from subscription in topic.Subscriptions(state)
           where subscription.IsConfirmed && Passes(subscription, message)
           select Delivery(topic, subscription, message, cause),
    ];

    /// <summary>The request to confirm.</summary>
    public static NewDelivery Confirmation(Topic topic, Subscription subscription, string messageId, DateTimeOffset now)
    {
        var document = Notification.ConfirmationOf(subscription, messageId, now);
        return new()
        {
            Source = subscription.Arn,
            Target = TargetOf(subscription),
            Spec = Spec(topic, subscription, messageId, Notification.Confirmation),
            Payload = document.ToUtf8(),
        };
    }

    private static NewDelivery Delivery(Topic topic, Subscription subscription, TopicMessage message, Delivery? cause)
    {
        var document = Notification.Of(message, subscription);
        var isRaw = subscription.IsRaw;
        var spec = Spec(topic, subscription, message.Id, Notification.Message);
        return new()
        {
            EventSequence = cause?.EventSequence,
            EventId = cause?.EventId,
            Parent = cause?.Id,
            Source = subscription.Arn,
            Target = TargetOf(subscription),
            Spec = isRaw ? spec.With("IsRaw", true).With("MessageAttributes", RawAttributes(subscription, message)) : spec,
            Payload = isRaw ? Notification.Utf8(message.TextFor(subscription.Protocol))
                : subscription.Protocol == "lambda" ? Notification.FunctionEvent(document, subscription).ToUtf8()
                : document.ToUtf8(),
            Fault = isRaw && subscription.Protocol == "sqs" && message.Attributes?.Count > 10
                ? new("SDK_CLIENT_ERROR", "A raw message may take 10 attributes into a queue; this one has more.", isTransient: false)
                : null,
        };
    }

    private static JsonObject Spec(Topic topic, Subscription subscription, string messageId, string type) => JsonObject.Of(
        ("Protocol", subscription.Protocol),
        ("Endpoint", subscription.Endpoint),
        ("SubscriptionArn", type == Notification.Message ? (JsonValue)subscription.Arn : null),
        ("TopicArn", topic.Arn),
        ("MessageId", messageId),
        ("MessageType", type),
        ("DisplayName", topic.Attributes["DisplayName"]),
        ("ContentType", DeliveryPolicy.ContentType(topic, subscription) is { } contentType ? (JsonValue)contentType : null),
        ("RetryPolicy", DeliveryPolicy.Retries(topic, subscription)),
        ("DeadLetterConfig", DeadLetters(subscription)));

    private static JsonObject? DeadLetters(Subscription subscription) =>
        subscription.Attributes.String("RedrivePolicy") is { } text && TopicAttributes.TryParse(text) is JsonObject policy
            ? JsonObject.Of(("Arn", policy["deadLetterTargetArn"]))
            : null;

    /// <summary>A message's attributes become the queue message's (developer guide, "Amazon SNS raw message delivery"); http has none.</summary>
    private static JsonObject? RawAttributes(Subscription subscription, TopicMessage message) =>
        subscription.Protocol == "sqs" ? message.Attributes : null;

    /// <summary>Queues and functions by their ARN; the rest by protocol and endpoint.</summary>
    private static string TargetOf(Subscription subscription) => subscription.Protocol switch
    {
        "email" or "email-json" => $"{subscription.Protocol}:{subscription.Endpoint}",
        _ => subscription.Endpoint,
    };

    private bool Passes(Subscription subscription, TopicMessage message)
    {
        var attributes = subscription.Attributes;
        return attributes.String("FilterPolicy") is null
            || _filters.GetValue(attributes, Compile).Accepts(message.TextFor(subscription.Protocol), message.Attributes);
    }

    private static FilterPolicy Compile(JsonObject attributes) =>
        FilterPolicy.TryCompile(
            attributes.String("FilterPolicy") ?? "{}", attributes.String("FilterPolicyScope") == "MessageBody", out var policy, out var error)
            ? policy
            : throw new System.Diagnostics.UnreachableException(error);
}

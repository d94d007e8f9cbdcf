using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>ListSubscriptions, ListSubscriptionsByTopic.</summary>
internal static class SubscriptionListing
{
    public static JsonObject ListSubscriptions(OperationContext context) =>
        Page(context, Subscription.Of(context.State.Current, context.Scope));

    public static JsonObject ListSubscriptionsByTopic(OperationContext context) =>
        Page(context, context.Topic().Subscriptions(context.State.Current));

    private static JsonObject Page(OperationContext context, IEnumerable<Subscription> subscriptions) => TopicCreation.Page(
        context, "Subscriptions", subscriptions.Select(each => (each.Id, JsonObject.Of(
            ("SubscriptionArn", each.IsConfirmed ? each.Arn : "PendingConfirmation"),
            ("Owner", each.Owner),
            ("Protocol", each.Protocol),
            ("Endpoint", each.Endpoint),
            ("TopicArn", each.TopicArn)))));
}

using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>Subscribe, ConfirmSubscription, Unsubscribe.</summary>
internal static class SubscriptionCreation
{
    public const string PendingTimer = "sns:pending-subscription";

    /// <summary>How long a token confirms (SNS developer guide, "Confirm the subscription").</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(2);

    public static JsonObject Subscribe(OperationContext context)
    {
        var topic = context.Topic();
        var protocol = context.Input.String("Protocol") ?? "";
        var endpoint = context.Input.String("Endpoint") ?? "";
        SubscriptionEndpoint.Check(protocol, endpoint);
        var given = context.Input.Object("Attributes") ?? JsonObject.Empty;
        var attributes = SubscriptionAttributes.Checked(
            JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)given).Where(each => each.Value is not JsonString { Value: "" })),
            given.Names, protocol);
        var existing = topic.Subscriptions(context.State.Current)
            .FirstOrDefault(each => each.Protocol == protocol && each.Endpoint == endpoint);
        var subscription = existing is null ? New(context, topic, attributes) : Again(existing, attributes);
        subscription.Put(context.State);
        var isTold = subscription.IsConfirmed || context.Input.Bool("ReturnSubscriptionArn") is true;
        return JsonObject.Of(("SubscriptionArn", isTold ? subscription.Arn : "pending confirmation"));
    }

    /// <summary>Unsigned for whoever got the token, wherever they call from.</summary>
    public static JsonObject ConfirmSubscription(OperationContext context)
    {
        var token = context.Input.String("Token") ?? "";
        var topic = Topic.Find(context.State.Current, context.Input.String("TopicArn")) ?? throw TopicErrors.NoTopic();
        var subscription = topic.Subscriptions(context.State.Current).FirstOrDefault(each => each.Token == token && token.Length > 0)
            ?? throw TopicErrors.Invalid("Token");
        if (!subscription.IsConfirmed)
        {
            var isSigned = !IsUnsigned(context);
            var isAuthenticated = context.Input.String("AuthenticateOnUnsubscribe") == "true";
            if (isAuthenticated && !isSigned)
            {
                throw TopicErrors.Denied("ConfirmSubscription", topic.Arn);
            }

            subscription
                .With("IsConfirmed", true).With("IsConfirmationDue", null)
                .With("WasAuthenticated", isSigned).With("IsUnsubscribeAuthenticated", isAuthenticated ? true : null)
                .Put(context.State);
        }

        return JsonObject.Of(("SubscriptionArn", subscription.Arn));
    }

    public static JsonObject Unsubscribe(OperationContext context)
    {
        var arn = context.Input.String("SubscriptionArn");
        if (!Engine.Scopes.Arn.TryParse(arn, out var parsed) || parsed.Service != "sns" || !parsed.Resource.Contains(':', StringComparison.Ordinal))
        {
            throw TopicErrors.Invalid("SubscriptionArn");
        }

        // Ending what has ended succeeds (API reference, Unsubscribe).
        if (Subscription.Find(context.State.Current, arn) is { } subscription)
        {
            var isAllowed = IsUnsigned(context) ? !subscription.IsUnsubscribeAuthenticated : context.Scope.Account == subscription.Scope.Account;
            if (!isAllowed)
            {
                throw TopicErrors.Denied("Unsubscribe", subscription.Arn);
            }

            subscription.Delete(context.State);
        }

        return JsonObject.Empty;
    }

    /// <summary>Removes a subscription that nobody confirmed in time.</summary>
    public static void Expire(Transaction transaction, Aws.Operations.Timer timer)
    {
        var subscription = Subscription.Find(transaction.State.Current, timer.Data.String("SubscriptionArn"));
        if (subscription is { IsConfirmed: false })
        {
            subscription.Delete(transaction.State);
        }
    }

    private static Subscription New(OperationContext context, Topic topic, JsonObject attributes)
    {
        var protocol = context.Input.String("Protocol") ?? "";
        var endpoint = context.Input.String("Endpoint") ?? "";
        var isPending = SubscriptionEndpoint.NeedsConfirmation(protocol, endpoint, topic.Scope);
        var subscription = new Subscription($"{topic.Name}:{context.Transaction.Ids.Uuid()}", topic.Scope, JsonObject.Of(
            ("TopicArn", topic.Arn),
            ("Protocol", protocol),
            ("Endpoint", endpoint),
            ("Owner", context.Scope.Account),
            ("Principal", context.Call.Principal.Arn),
            ("Attributes", attributes),
            ("Host", context.Call.Host),
            ("Token", context.Transaction.Ids.Hex(64) + context.Transaction.Ids.Hex(64)),
            ("IsConfirmed", !isPending),
            ("WasAuthenticated", isPending ? null : true),
            ("IsConfirmationDue", isPending ? true : null)));
        if (isPending)
        {
            context.Transaction.After(TokenLife, topic.Scope, PendingTimer, JsonObject.Of(("SubscriptionArn", subscription.Arn)));
        }

        return subscription;
    }

    /// <summary>An endpoint that is subscribed: nothing new where it is confirmed; else it is asked again.</summary>
    private static Subscription Again(Subscription existing, JsonObject attributes)
    {
        if (!existing.IsConfirmed)
        {
            return existing.With("Attributes", attributes).With("IsConfirmationDue", true);
        }

        return attributes.Count == 0 || attributes.Equals(existing.Attributes)
            ? existing
            : throw TopicErrors.Invalid("Attributes Reason: Subscription already exists with different attributes");
    }

    private static bool IsUnsigned(OperationContext context) => context.Call.Principal is { Type: "Root", AccessKeyId: null };
}

/// <summary>Finds the subscription that a call names.</summary>
internal static class SubscriptionLookup
{
    /// <exception cref="Aws.AwsException">The ARN is malformed, another account's, or of no subscription.</exception>
    public static Subscription Subscription(this OperationContext context)
    {
        var text = context.Input.String("SubscriptionArn");
        if (!Engine.Scopes.Arn.TryParse(text, out var arn) || arn.Service != "sns")
        {
            throw TopicErrors.Invalid("SubscriptionArn");
        }

        return arn.Account != context.Scope.Account
            ? throw TopicErrors.Denied(context.Call.Operation, text ?? "")
            : Topics.Subscription.Find(context.State.Current, text) ?? throw TopicErrors.NoSubscription();
    }
}

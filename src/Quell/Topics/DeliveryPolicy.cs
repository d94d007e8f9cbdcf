using Quell.Engine.Json;

namespace Quell.Topics;

/// <summary>
/// How deliveries to endpoints are tried again (SNS developer guide, "Amazon SNS message delivery retries"): per protocol as
/// SNS defines it, and for http and https as the subscription's or the topic's <c>DeliveryPolicy</c> says.
/// </summary>
internal static class DeliveryPolicy
{
    /// <summary>"The total policy retry time for an HTTP/S endpoint cannot be greater than 3,600 seconds."</summary>
    private const int MaxHttpSeconds = 3600;

    private static readonly JsonObject DefaultHttp = JsonObject.Of(
        ("numRetries", 3), ("numNoDelayRetries", 0), ("numMinDelayRetries", 0), ("numMaxDelayRetries", 0),
        ("minDelayTarget", 20), ("maxDelayTarget", 20), ("backoffFunction", "linear"));

    /// <summary>Queues and functions: 100,015 attempts over 23 days.</summary>
    private static readonly JsonObject OfManaged = Policy(100_014, 23 * 86_400,
        Phase(3, 0, 0), Phase(2, 1, 1), Phase(10, 1, 20, "exponential"), Phase(100_000, 20, 20));

    /// <summary>Mail: 50 attempts over 6 hours.</summary>
    private static readonly JsonObject OfMail = Policy(50, 8 * 3600,
        Phase(2, 10, 10), Phase(10, 10, 600, "exponential"), Phase(38, 600, 600));

    /// <summary>The <c>RetryPolicy</c> of a delivery's spec, in the form that <see cref="Deliveries.RetryPolicy"/> reads.</summary>
    public static JsonObject Retries(Topic topic, Subscription subscription) => subscription.Protocol switch
    {
        "http" or "https" => OfHttp(Effective(topic, subscription).Object("healthyRetryPolicy") ?? DefaultHttp),
        "email" or "email-json" => OfMail,
        _ => OfManaged,
    };

    /// <summary>The content type of requests; null for the default.</summary>
    public static string? ContentType(Topic topic, Subscription subscription) =>
        Effective(topic, subscription).Object("requestPolicy")?.String("headerContentType");

    /// <summary>A topic's policy with the defaults filled in.</summary>
    public static JsonObject Effective(Topic topic)
    {
        var http = OfTopic(topic);
        return JsonObject.Of(("http", JsonObject.Of(
            ("defaultHealthyRetryPolicy", DefaultHttp.Merge(http.Object("defaultHealthyRetryPolicy") ?? JsonObject.Empty)),
            ("disableSubscriptionOverrides", http.Bool("disableSubscriptionOverrides") is true),
            ("defaultRequestPolicy", http.Object("defaultRequestPolicy")))));
    }

    /// <summary>What holds for a subscription: its own policy over the topic's, unless that forbids it, over the defaults.</summary>
    public static JsonObject Effective(Topic topic, Subscription subscription)
    {
        var http = OfTopic(topic);
        var own = http.Bool("disableSubscriptionOverrides") is true ? JsonObject.Empty : Parsed(subscription.Attributes.String("DeliveryPolicy"));
        return JsonObject.Of(
            ("healthyRetryPolicy", DefaultHttp.Merge(own.Object("healthyRetryPolicy") ?? http.Object("defaultHealthyRetryPolicy") ?? JsonObject.Empty)),
            ("requestPolicy", own.Object("requestPolicy") ?? http.Object("defaultRequestPolicy")));
    }

    public static string CheckedOfTopic(string value)
    {
        if (value.Length == 0)
        {
            return value;
        }

        if (TopicAttributes.TryParse(value) is not JsonObject policy || policy.Object("http") is not { } http)
        {
            throw TopicErrors.Invalid("DeliveryPolicy: it is a JSON object with the member http");
        }

        CheckMembers(http, ["defaultHealthyRetryPolicy", "disableSubscriptionOverrides", "defaultRequestPolicy", "defaultSicklyRetryPolicy"], "defaultThrottlePolicy");
        CheckRetries(http.Object("defaultHealthyRetryPolicy"));
        return value;
    }

    public static void CheckOfSubscription(string value, string protocol)
    {
        if (value.Length == 0)
        {
            return;
        }

        if (protocol is not ("http" or "https"))
        {
            throw TopicErrors.Invalid($"DeliveryPolicy: protocol {protocol} has no delivery policy of its own");
        }

        if (TopicAttributes.TryParse(value) is not JsonObject policy)
        {
            throw TopicErrors.Invalid("DeliveryPolicy: it is a JSON object");
        }

        CheckMembers(policy, ["healthyRetryPolicy", "requestPolicy", "sicklyRetryPolicy", "guaranteed"], "throttlePolicy");
        CheckRetries(policy.Object("healthyRetryPolicy"));
    }

    private static void CheckMembers(JsonObject policy, string[] known, string throttle)
    {
        if (policy[throttle] is JsonObject { Count: > 0 })
        {
            throw TopicErrors.Unsupported($"{throttle} in a DeliveryPolicy");
        }

        // SNS answers with these members, null or false, when it is asked for a policy; they come back as they are.
        if (policy.Names.FirstOrDefault(name => !known.Contains(name) && name != throttle) is { } unknown)
        {
            throw TopicErrors.Invalid($"DeliveryPolicy: unknown member {unknown}");
        }

        if (policy["sicklyRetryPolicy"] is JsonObject || policy["defaultSicklyRetryPolicy"] is JsonObject)
        {
            throw TopicErrors.Unsupported("a sickly retry policy in a DeliveryPolicy");
        }
    }

    private static void CheckRetries(JsonObject? given)
    {
        var policy = DefaultHttp.Merge(given ?? JsonObject.Empty);
        foreach (var name in policy.Names)
        {
            if (!DefaultHttp.Has(name))
            {
                throw TopicErrors.Invalid($"DeliveryPolicy: healthyRetryPolicy: unknown member {name}");
            }

            if (name != "backoffFunction" && policy.Long(name) is not >= 0)
            {
                throw TopicErrors.Invalid($"DeliveryPolicy: healthyRetryPolicy.{name} must be a whole number from 0");
            }
        }

        Check(Number(policy, "numRetries") <= 100, "numRetries must be less than or equal to 100");
        Check(Number(policy, "minDelayTarget") is >= 1 and <= MaxHttpSeconds, "minDelayTarget must be from 1 to 3600");
        Check(Number(policy, "maxDelayTarget") is >= 1 and <= MaxHttpSeconds, "maxDelayTarget must be from 1 to 3600");
        Check(Number(policy, "minDelayTarget") <= Number(policy, "maxDelayTarget"), "minDelayTarget must not be above maxDelayTarget");
        Check(Phased(policy) <= Number(policy, "numRetries"), "numRetries must be at least the retries of its phases");
        Check(policy.String("backoffFunction") is "linear" or "arithmetic" or "geometric" or "exponential", "backoffFunction must be linear, arithmetic, geometric or exponential");
    }

    private static void Check(bool isRight, string rule)
    {
        if (!isRight)
        {
            throw TopicErrors.Invalid($"DeliveryPolicy: healthyRetryPolicy.{rule}");
        }
    }

    private static JsonObject OfHttp(JsonObject policy)
    {
        var (min, max) = (Number(policy, "minDelayTarget"), Number(policy, "maxDelayTarget"));
        var retries = Number(policy, "numRetries");
        return Policy(retries, MaxHttpSeconds,
            Phase(Number(policy, "numNoDelayRetries"), 0, 0),
            Phase(Number(policy, "numMinDelayRetries"), min, min),
            Phase(retries - Phased(policy), min, max, policy.String("backoffFunction") ?? "linear"),
            Phase(Number(policy, "numMaxDelayRetries"), max, max));
    }

    private static long Phased(JsonObject policy) =>
        Number(policy, "numNoDelayRetries") + Number(policy, "numMinDelayRetries") + Number(policy, "numMaxDelayRetries");

    private static long Number(JsonObject policy, string name) => policy.Long(name) ?? 0;

    private static JsonObject OfTopic(Topic topic) => Parsed(topic.Attributes.String("DeliveryPolicy")).Object("http") ?? JsonObject.Empty;

    private static JsonObject Parsed(string? text) =>
        (string.IsNullOrEmpty(text) ? null : TopicAttributes.TryParse(text) as JsonObject) ?? JsonObject.Empty;

    private static JsonObject Policy(long retries, long seconds, params JsonObject[] phases) => JsonObject.Of(
        ("MaximumRetryAttempts", retries), ("MaximumEventAgeInSeconds", seconds), ("Phases", JsonArray.From(phases.Cast<JsonValue>())));

    private static JsonObject Phase(long retries, long from, long to, string? backoff = null) => JsonObject.Of(
        ("Retries", retries), ("FromSeconds", from), ("ToSeconds", to), ("Backoff", backoff is null ? null : (JsonValue)backoff));
}

using System.Globalization;
using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>
/// The policies of a parameter (Systems Manager User Guide, "Assigning parameter policies in Parameter Store"), kept as they are
/// shown: <c>PolicyText</c>, <c>PolicyType</c>, <c>PolicyStatus</c>.
/// </summary>
internal static class ParameterPolicies
{
    public const string Expiration = "Expiration";
    public const string Pending = "Pending";
    public const string Finished = "Finished";

    private const string ExpirationNotification = "ExpirationNotification";
    private const string NoChangeNotification = "NoChangeNotification";
    private const int MostPolicies = 10;

    /// <param name="text">The request's <c>Policies</c>, a JSON array; null keeps those there are.</param>
    /// <param name="before">Those there are.</param>
    /// <param name="now">When the parameter is put: from then on it has not changed.</param>
    public static JsonArray Of(string? text, JsonArray before, DateTimeOffset now)
    {
        if (text is null)
        {
            return JsonArray.From(before.Objects.Select(policy => policy.String("PolicyType") == NoChangeNotification ? policy.With("PolicyStatus", Pending) : policy));
        }

        var policies = Parsed(text);
        if (policies.Count > MostPolicies)
        {
            throw new AwsException("PoliciesLimitExceededException", $"You specified more than the maximum number of allowed policies for the parameter. The maximum is {MostPolicies}.");
        }

        Check(policies, now);
        return JsonArray.From(policies.Select(policy => JsonObject.Of(
            ("PolicyText", policy.ToString()), ("PolicyType", policy["Type"]), ("PolicyStatus", Pending))));
    }

    /// <summary>When a policy acts.</summary>
    /// <param name="policy">One of the parameter's.</param>
    /// <param name="all">All of the parameter's: a notification counts back from its expiration.</param>
    /// <param name="modified">When the parameter was put.</param>
    public static DateTimeOffset Due(JsonObject policy, JsonArray all, DateTimeOffset modified)
    {
        var content = Content(policy);
        return content.String("Type") switch
        {
            Expiration => Timestamp(content),
            NoChangeNotification => modified + Span(content, "After"),
            _ => Timestamp(Content(all.Objects.First(other => other.String("PolicyType") == Expiration))) - Span(content, "Before"),
        };
    }

    private static JsonObject Content(JsonObject policy) => (JsonObject)JsonValue.Parse(policy.String("PolicyText") ?? "");

    /// <summary>Also nothing at all, and an object without members, take all policies away.</summary>
    private static List<JsonObject> Parsed(string text)
    {
        try
        {
            return JsonValue.Parse(text) switch
            {
                JsonArray list when list.Items.All(item => item is JsonObject) => [.. list.Objects.Where(policy => policy.Count > 0)],
                JsonObject { Count: 0 } => [],
                _ => throw BadAttribute("Policies must be a JSON array of objects."),
            };
        }
        catch (JsonSyntaxException fault)
        {
            throw BadAttribute($"Policies must be a JSON array: {fault.Message}");
        }
    }

    private static void Check(List<JsonObject> policies, DateTimeOffset now)
    {
        foreach (var policy in policies)
        {
            switch (policy.String("Type"))
            {
                case Expiration when Timestamp(policy) <= now:
                    throw BadAttribute("The Timestamp of an Expiration policy must be in the future.");
                case Expiration:
                    break;
                case ExpirationNotification:
                    Span(policy, "Before");
                    break;
                case NoChangeNotification:
                    Span(policy, "After");
                    break;
                default:
                    throw new AwsException(
                        "InvalidPolicyTypeException",
                        "The policy type isn't supported. Parameter Store supports the following policy types: Expiration, ExpirationNotification, and NoChangeNotification.");
            }
        }

        var expirations = policies.Count(policy => policy.String("Type") == Expiration);
        if (expirations > 1 || (expirations == 0 && policies.Exists(policy => policy.String("Type") == ExpirationNotification)))
        {
            throw new AwsException(
                "IncompatiblePolicyException",
                "There is a conflict in the policies specified for this parameter: there can be one Expiration policy, and an ExpirationNotification policy needs one.");
        }
    }

    private static DateTimeOffset Timestamp(JsonObject policy) =>
        DateTimeOffset.TryParse(
            policy.Object("Attributes")?.String("Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw BadAttribute("An Expiration policy needs a Timestamp in ISO 8601.");

    private static TimeSpan Span(JsonObject policy, string member)
    {
        var attributes = policy.Object("Attributes");
        return (attributes?.Long(member), attributes?.String("Unit")) switch
        {
            ( > 0 and < 100_000 and var days, "Days") => TimeSpan.FromDays(days),
            ( > 0 and < 100_000 and var hours, "Hours") => TimeSpan.FromHours(hours),
            _ => throw BadAttribute($"A policy of the type {policy.String("Type")} needs {member}, a whole number, and Unit, which is Days or Hours."),
        };
    }

    private static AwsException BadAttribute(string message) => new("InvalidPolicyAttributeException", message);
}

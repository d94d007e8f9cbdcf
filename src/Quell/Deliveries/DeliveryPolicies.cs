using Quell.Accounts;
using Quell.Engine.Policies;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;

namespace Quell.Deliveries;

/// <summary>
/// Asks the resource policies of targets whether AWS would let a rule or a topic deliver to them. Filled at start with where
/// each service keeps its policies, read-only afterwards.
/// </summary>
internal sealed class DeliveryPolicies(ResourceStore store)
{
    /// <summary>The condition keys that only an event has a value for.</summary>
    private static readonly string[] EventKeys = ["\"events:source\"", "\"events:detail-type\""];

    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <param name="service">The service part of the targets' ARNs.</param>
    /// <param name="action">What a delivery does there, <c>sqs:SendMessage</c>.</param>
    /// <param name="name">What templates call the policy, <c>QueuePolicy</c>.</param>
    /// <param name="find">The policy document of the resource of an ARN; null where it has none.</param>
    public DeliveryPolicies Add(string service, string action, string name, Func<ResourceSet, string, string?> find)
    {
        _kinds.Add(service, new(action, name, find));
        return this;
    }

    /// <summary>Why AWS would deny a delivery; null where it would not, or where no policy decides.</summary>
    public string? Denial(Delivery delivery) => Denial(delivery.Source, delivery.Target, delivery);

    /// <summary>The same before there is an event; what depends on the event is not denied.</summary>
    public string? Denial(string source, string target) => Denial(source, target, null);

    private string? Denial(string source, string target, Delivery? delivery)
    {
        if (!Arn.TryParse(source, out var origin) || !Arn.TryParse(target, out var to) || !_kinds.TryGetValue(to.Service, out var kind)
            || (to.Service == origin.Service && to.Account == origin.Account)
            || (to.Service == "events" && !to.Resource.StartsWith("event-bus/", StringComparison.Ordinal)))
        {
            return null;
        }

        if (kind.Find(store.Current, target) is not { } text)
        {
            return $"AWS would deny this: no {kind.Name}";
        }

        if (delivery is null && EventKeys.Any(key => text.Contains(key, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return (PolicyDocument.Stored(text) ?? PolicyDocument.Empty).Evaluate(Request(origin, to, kind.Action, delivery)) switch
        {
            PolicyVerdict.Allowed => null,
            PolicyVerdict.Denied => $"AWS would deny this: the {kind.Name} denies {kind.Action} from {source}",
            _ => $"AWS would deny this: the {kind.Name} does not allow {kind.Action} from {source}",
        };
    }

    private static PolicyRequest Request(Arn origin, Arn to, string action, Delivery? delivery)
    {
        // A bus of another account gets events from the account or the target's role, every other target from the service. A
        // subscription's ARN is its topic's and an id.
        var isBus = to.Service == "events";
        var source = origin.Service == "sns" ? origin with { Resource = origin.Resource.Split(':')[0] } : origin;
        var caller = isBus
            ? new PolicyCaller(origin.Account, [$"arn:{origin.Partition}:iam::{origin.Account}:root", .. delivery?.Spec.String("RoleArn") is { } role ? [role] : Array.Empty<string>()])
            : PolicyCaller.OfService($"{origin.Service}.amazonaws.com");
        var context = new PolicyContext { { "aws:SourceArn", source.ToString() }, { "aws:SourceAccount", origin.Account } };
        if (isBus)
        {
            context.Add("events:eventBusInvocation", "true");
            context.Add("aws:PrincipalAccount", origin.Account);
            if (delivery is not null)
            {
                foreach (var (key, value) in BusPermission.FactsOf(delivery.Payload.Span))
                {
                    context.Add(key, value);
                }
            }
        }

        return new(caller, action, to.ToString()) { Context = context };
    }

    private sealed record Kind(string Action, string Name, Func<ResourceSet, string, string?> Find);
}

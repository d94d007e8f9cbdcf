using System.Runtime.CompilerServices;
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
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<string, PolicyDocument> _read = [];

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
    public string? Denial(Delivery delivery) => Denial(delivery.Source, delivery.Target, () => BusPermission.FactsOf(delivery.Payload.Span));

    /// <summary>The same before there is an event: for whatever a source (rule or subscription) may send to a target.</summary>
    public string? Denial(string source, string target) => Denial(source, target, () => []);

    private string? Denial(string source, string target, Func<IEnumerable<KeyValuePair<string, string>>> facts)
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

        var policy = _read.GetValue(text, static text => PolicyDocument.Parse(text) ?? new PolicyDocument([]));
        return policy.Evaluate(Request(origin, to, kind.Action, facts)) switch
        {
            PolicyVerdict.Allowed => null,
            PolicyVerdict.Denied => $"AWS would deny this: the {kind.Name} denies {kind.Action} from {source}",
            _ => $"AWS would deny this: the {kind.Name} does not allow {kind.Action} from {source}",
        };
    }

    private static PolicyRequest Request(Arn origin, Arn to, string action, Func<IEnumerable<KeyValuePair<string, string>>> facts)
    {
        // A bus of another account gets events from the account, every other target from the service. A subscription's ARN is
        // its topic's and an id.
        var isBus = to.Service == "events";
        var source = origin.Service == "sns" ? origin with { Resource = origin.Resource.Split(':')[0] } : origin;
        var caller = isBus
            ? new PolicyCaller(origin.Account, [$"arn:{origin.Partition}:iam::{origin.Account}:root"])
            : PolicyCaller.OfService($"{origin.Service}.amazonaws.com");
        var request = new PolicyRequest(caller, action, to.ToString());
        var context = request.Context.Add("aws:SourceArn", source.ToString()).Add("aws:SourceAccount", origin.Account);
        return request with
        {
            Context = isBus ? context.Add("events:eventBusInvocation", "true").Add("aws:PrincipalAccount", origin.Account).AddRange(facts()) : context,
        };
    }

    private sealed record Kind(string Action, string Name, Func<ResourceSet, string, string?> Find);
}

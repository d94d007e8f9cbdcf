using Quell.Accounts;
using Quell.Deliveries;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Functions;
using Quell.Queues;
using Quell.Topics;

namespace Quell.Server;

/// <summary>Where each kind of target keeps the policy that says who may deliver to it.</summary>
internal static class ServicePolicies
{
    public static DeliveryPolicies Of(ResourceStore store) => new DeliveryPolicies(store)
        .Add("sqs", "sqs:SendMessage", "QueuePolicy", static (state, arn) => Queue.Find(state, arn)?.Attributes.String("Policy"))
        .Add("sns", "sns:Publish", "TopicPolicy", static (state, arn) => Topic.Find(state, arn)?.Attributes.String("Policy"))
        .Add("lambda", "lambda:InvokeFunction", "Permission", OfFunction)
        .Add("events", "events:PutEvents", "EventBusPolicy", OfBus);

    private static string? OfFunction(ResourceSet state, string arn)
    {
        const string Prefix = "function:";
        return Arn.TryParse(arn, out var parsed) && parsed.Resource.StartsWith(Prefix, StringComparison.Ordinal)
            ? state.Get(new(parsed.Scope, Function.PolicyType, parsed.Resource[Prefix.Length..]))?.String("Policy")
            : null;
    }

    private static string? OfBus(ResourceSet state, string arn) => Arn.TryParse(arn, out var parsed)
        ? state.Get(new(parsed.Scope, BusTypes.Bus, parsed.Name))?.String("Policy")
        : null;
}

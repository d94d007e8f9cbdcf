using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Policies;
using Quell.Sandbox.Identities;

namespace Quell.Events.Operations;

/// <summary>Whether the policy of another account's bus lets the caller work on a rule there.</summary>
internal static class RulePermission
{
    /// <exception cref="AwsException"><c>AccessDeniedException</c>.</exception>
    public static void Demand(OperationContext context, BusRef bus, string rule)
    {
        var caller = context.Call.Principal;
        var (action, arn) = ($"events:{context.Call.Operation}", BusTypes.RuleArn(bus.Scope, bus.Name, rule));
        var creator = context.State.Get(bus.Scope, BusTypes.Rule, BusTypes.RuleId(bus.Name, rule))?.String("CreatedBy") ?? caller.Account;
        var request = new PolicyRequest(PolicyCallers.Of(caller), action, arn)
        {
            Context = new()
            {
                { "aws:PrincipalAccount", caller.Account },
                { "aws:PrincipalArn", caller.Arn },
                { "events:creatorAccount", creator },
            },
        };
        var policy = context.State.Get(bus.Scope, BusTypes.Bus, bus.Name)?.String("Policy");
        if (PolicyDocument.Stored(policy)?.Evaluate(request) != PolicyVerdict.Allowed)
        {
            throw new AwsException(
                "AccessDeniedException",
                $"User: {caller.Arn} is not authorized to perform: {action} on resource: {arn} because no resource-based policy allows the {action} action");
        }
    }
}

using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Aws.Permissions;
using Quell.Engine.Json;
using Quell.Engine.Permissions;
using Quell.Engine.Policies;
using Quell.Engine.Resources;
using Quell.Sandbox.Identities;

namespace Quell.Permissions;

/// <summary>
/// Decides calls by the policies in the account's state: of the caller, and of the resource. Users and sessions of roles are
/// bound by them; an account's administrator and AWS's services are not. Safe for concurrent use.
/// </summary>
internal sealed class PermissionCheck(ResourceStore store)
{
    /// <summary>Whether an execution whose role the account does not have may do all that the administrator may: <c>--allow-no-role</c>.</summary>
    public required bool AllowsNoRole { get; init; }

    /// <summary>Whether users and roles that are not in the state are AWS's, which are not judged here: <c>--cloud aws</c>.</summary>
    public required bool AreIdentitiesElsewhere { get; init; }

    /// <summary>Why the call is denied, in AWS's words; null where it is allowed.</summary>
    public string? Denial(Call call)
    {
        if (!IdentityPolicies.Bind(call.Principal))
        {
            return null;
        }

        var state = store.Current;
        if (IdentityPolicies.Find(state, call.Principal) is { } identity)
        {
            return Denial(state, call, identity);
        }

        return AreIdentitiesElsewhere ? null
            : call.Cause?.ExecutionId is not null ? AllowsNoRole ? null : NoRole(call)
            : CallPermissions.Of(call.Service, call.Operation, call.Input, call.Scope) is [var need, ..]
                ? Words(call, need, AccessDecision.NotAllowed(PolicyLayer.Identity))
                : null;
    }

    private static string? Denial(ResourceSet state, Call call, JsonObject identity)
    {
        var needs = CallPermissions.Of(call.Service, call.Operation, call.Input, call.Scope);
        if (needs.Count == 0)
        {
            return null;
        }

        var policies = IdentityPolicies.Of(state, call.Principal, identity);
        var caller = PolicyCallers.Of(call.Principal);
        var context = RequestKeys.Of(call, identity);
        foreach (var asked in needs)
        {
            var need = asked with { Resource = ResourceFacts.ArnOf(state, asked.Resource) };
            var request = new PolicyRequest(caller, need.Action, need.Resource) { Context = RequestKeys.Of(context, state, need) };
            var decision = AccessEvaluator.Decide(policies, request, ResourcePolicies.Of(state, need));
            if (!decision.IsAllowed)
            {
                return Words(call, need, decision);
            }
        }

        return null;
    }

    private static string NoRole(Call call) =>
        $"User: {call.Principal.Arn} is not authorized to perform: {ActionOf(call)} because the role {call.Principal.Session?.RoleArn} does not exist. "
        + "With --allow-no-role, what has no role acts as the account's administrator";

    private static string ActionOf(Call call) =>
        CallPermissions.ActionsOf(call.Service, call.Operation) is [var action, ..] ? action : $"{call.Service}:{call.Operation}";

    private static string Words(Call call, PermissionNeed need, AccessDecision decision) =>
        (call.Service == "ec2" ? "You are not authorized to perform this operation. " : "")
        + $"User: {call.Principal.Arn} is not authorized to perform: {need.Action}{On(call, need)} {decision.Reason(need.Action)}";

    // S3 puts the ARN in quotation marks.
    private static string On(Call call, PermissionNeed need) =>
        need.Resource == PermissionNeed.NoResource ? "" : call.Service == "s3" ? $" on resource: \"{need.Resource}\"" : $" on resource: {need.Resource}";
}

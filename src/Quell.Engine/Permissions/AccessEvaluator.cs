using System.Collections.Immutable;
using Quell.Engine.Policies;

namespace Quell.Engine.Permissions;

/// <summary>
/// Decides a request from all the policies that concern it (IAM User Guide, "How AWS enforcement code logic evaluates requests to
/// allow or deny access", "Policy evaluation for requests within a single account" and "Cross-account policy evaluation logic").
/// There are no organizations here, so no service and resource control policies. A decision allocates nothing.
/// </summary>
internal static class AccessEvaluator
{
    /// <param name="policies">The caller's.</param>
    /// <param name="request">What it asks.</param>
    /// <param name="resource">What the resource says to it.</param>
    public static AccessDecision Decide(PrincipalPolicies policies, PolicyRequest request, ResourceSide resource)
    {
        var identity = Ask(policies.Identity, request);
        var boundary = policies.Boundary?.Evaluate(request) ?? PolicyVerdict.Allowed;
        var session = policies.Session.IsEmpty ? PolicyVerdict.Allowed : Ask(policies.Session, request);
        var grant = PolicyGrant.None;
        var named = resource.Policy?.Evaluate(request, out grant) ?? PolicyVerdict.Silent;
        return Denial(identity, named, boundary, session, resource) ?? (resource.Account is { } account && account != request.Caller.Account
            ? Both(identity, named, boundary, session, resource)
            : Either(identity, grant, boundary, session, resource));
    }

    private static PolicyVerdict Ask(ImmutableArray<PolicyDocument> policies, PolicyRequest request)
    {
        var verdict = PolicyVerdict.Silent;
        foreach (var policy in policies)
        {
            var one = policy.Evaluate(request);
            if (one == PolicyVerdict.Denied)
            {
                return one;
            }

            verdict = one == PolicyVerdict.Allowed ? one : verdict;
        }

        return verdict;
    }

    private static AccessDecision? Denial(
        PolicyVerdict identity, PolicyVerdict named, PolicyVerdict boundary, PolicyVerdict session, ResourceSide resource) =>
        identity == PolicyVerdict.Denied ? AccessDecision.Denied(PolicyLayer.Identity)
        : named == PolicyVerdict.Denied ? AccessDecision.Denied(LayerOf(resource))
        : boundary == PolicyVerdict.Denied ? AccessDecision.Denied(PolicyLayer.Boundary)
        : session == PolicyVerdict.Denied ? AccessDecision.Denied(PolicyLayer.Session)
        : null;

    /// <summary>Across accounts both sides have to allow.</summary>
    private static AccessDecision Both(
        PolicyVerdict identity, PolicyVerdict named, PolicyVerdict boundary, PolicyVerdict session, ResourceSide resource) =>
        named == PolicyVerdict.Allowed ? OwnSide(identity, boundary, session) : AccessDecision.NotAllowed(LayerOf(resource));

    /// <summary>
    /// Within an account one side is enough. What the resource's policy grants to the caller itself stands by itself; what it
    /// grants to a session's role needs boundary and session policies too; what it grants to the account has to be handed on by
    /// the account's own policies.
    /// </summary>
    private static AccessDecision Either(
        PolicyVerdict identity, PolicyGrant grant, PolicyVerdict boundary, PolicyVerdict session, ResourceSide resource) => grant switch
        {
            PolicyGrant.Caller => AccessDecision.Allowed,
            PolicyGrant.Role => OwnSide(PolicyVerdict.Allowed, boundary, session),
            PolicyGrant.None when resource.MustAllow => AccessDecision.NotAllowed(LayerOf(resource)),
            _ => OwnSide(identity, boundary, session),
        };

    private static AccessDecision OwnSide(PolicyVerdict identity, PolicyVerdict boundary, PolicyVerdict session) =>
        identity != PolicyVerdict.Allowed ? AccessDecision.NotAllowed(PolicyLayer.Identity)
        : boundary != PolicyVerdict.Allowed ? AccessDecision.NotAllowed(PolicyLayer.Boundary)
        : session != PolicyVerdict.Allowed ? AccessDecision.NotAllowed(PolicyLayer.Session)
        : AccessDecision.Allowed;

    private static PolicyLayer LayerOf(ResourceSide resource) => resource.IsTrust ? PolicyLayer.Trust : PolicyLayer.Resource;
}

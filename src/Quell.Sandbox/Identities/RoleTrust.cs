using Quell.Engine.Policies;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>Whether a service may assume a role, by the role's trust policy.</summary>
internal static class RoleTrust
{
    /// <param name="role">The role's ARN.</param>
    /// <param name="service">The service that would assume it: <c>ssm.amazonaws.com</c>.</param>
    /// <param name="source">The ARN of what it would be assumed for (<c>aws:SourceArn</c>).</param>
    /// <param name="account">The account of that (<c>aws:SourceAccount</c>).</param>
    /// <returns>Null where the role is not in the simulated account: it may be AWS's.</returns>
    public static bool? Allows(ResourceSet state, Arn role, string service, string source, string account)
    {
        if (state.Get(new(role.Scope.Global, IdentityKind.Role.Type, role.Resource.Split('/')[^1])) is not { } found)
        {
            return null;
        }

        var request = new PolicyRequest(PolicyCaller.OfService(service), "sts:AssumeRole", role.ToString())
        {
            Context = new() { { "aws:SourceArn", source }, { "aws:SourceAccount", account } },
        };
        return PolicyDocument.Stored(found.String("AssumeRolePolicyDocument"))?.Evaluate(request) == PolicyVerdict.Allowed;
    }
}

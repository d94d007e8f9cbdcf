using System.Collections.Immutable;
using Quell.Engine.Policies;

namespace Quell.Engine.Permissions;

/// <summary>The policies of a user or of a role's session.</summary>
/// <param name="Identity">Inline and managed policies; what one of them allows is allowed.</param>
internal sealed record PrincipalPolicies(ImmutableArray<PolicyDocument> Identity)
{
    /// <summary>The permissions boundary; null where there is none.</summary>
    public PolicyDocument? Boundary { get; init; }

    /// <summary>The policies that the session was opened with; empty where it has none.</summary>
    public ImmutableArray<PolicyDocument> Session { get; init; } = [];

    /// <summary>Nothing is allowed.</summary>
    public static readonly PrincipalPolicies None = new([]);
}

/// <summary>What the side of the resource brings to a decision.</summary>
/// <param name="Policy">The resource's own policy; null where it has none.</param>
/// <param name="Account">The account that it is in; null where that is the caller's, or where it is in none.</param>
internal sealed record ResourceSide(PolicyDocument? Policy, string? Account = null)
{
    /// <summary>A resource of the caller's account, without a policy.</summary>
    public static readonly ResourceSide Silent = new((PolicyDocument?)null);

    /// <summary>
    /// Whether nothing is allowed that the resource's policy does not allow, in its own account too: so it is with roles and
    /// KMS keys.
    /// </summary>
    public bool MustAllow { get; init; }

    /// <summary>The policy is a role's trust policy.</summary>
    public bool IsTrust { get; init; }
}

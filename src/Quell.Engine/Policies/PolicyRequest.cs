using System.Collections.Immutable;

namespace Quell.Engine.Policies;

/// <summary>What a policy is asked: may this caller do this action with this resource.</summary>
/// <param name="Caller">Who wants to.</param>
/// <param name="Action">The action: <c>s3:GetObject</c>.</param>
/// <param name="Resource">The resource's ARN; empty where the policy is about one thing anyway (a role's trust).</param>
internal sealed record PolicyRequest(PolicyCaller Caller, string Action, string Resource)
{
    public PolicyContext Context { get; init; } = [];
}

/// <summary>The caller as a statement's <c>Principal</c> may name it.</summary>
/// <param name="Account">The account; null for a service.</param>
/// <param name="Arns">The caller's ARN, and the role's where it is a session of one.</param>
/// <param name="Service">The service, <c>events.amazonaws.com</c>; null for anybody else.</param>
internal sealed record PolicyCaller(string? Account, ImmutableArray<string> Arns, string? Service = null)
{
    public static PolicyCaller OfService(string name) => new(null, [], name);
}

/// <summary>What one policy says to a request.</summary>
internal enum PolicyVerdict
{
    /// <summary>No statement fits: another policy may still allow.</summary>
    Silent,
    Allowed,

    /// <summary>A statement denies; no other policy can allow any more.</summary>
    Denied,
}

/// <summary>Whom a statement that fits names, the closest last; what else must allow depends on it.</summary>
internal enum PolicyGrant
{
    /// <summary>Nobody that the caller is.</summary>
    None,

    /// <summary>The caller's account, which has to hand it on by its own policies.</summary>
    Account,

    /// <summary>The role that the caller is a session of, or everybody where the caller is a session.</summary>
    Role,

    /// <summary>The caller itself; or no principal, as in a policy of an identity.</summary>
    Caller,
}

using System.Collections.Frozen;
using Quell.Engine.Json;

namespace Quell.Engine.Policies;

/// <summary>A statement's <c>Principal</c> or <c>NotPrincipal</c> (IAM User Guide, "AWS JSON policy elements: Principal").</summary>
internal sealed class PolicyPrincipals
{
    private const string Everybody = "*";

    private readonly FrozenSet<string> _names;
    private readonly FrozenSet<string> _services;

    private PolicyPrincipals(IEnumerable<string> names, IEnumerable<string> services) =>
        (_names, _services) = (names.ToFrozenSet(StringComparer.Ordinal), services.ToFrozenSet(StringComparer.Ordinal));

    public bool IsEverybody => _names.Contains(Everybody);

    public static PolicyPrincipals Of(JsonValue element) => element switch
    {
        JsonString { Value: Everybody } => new([Everybody], []),
        JsonObject kinds => new(PolicyStatement.Texts(kinds["AWS"]).Select(WithoutRoot), PolicyStatement.Texts(kinds["Service"])),
        _ => new([], []),
    };

    /// <summary>How closely the caller is named.</summary>
    public PolicyGrant Names(PolicyCaller caller)
    {
        if (caller.Service is not null && _services.Contains(caller.Service))
        {
            return PolicyGrant.Caller;
        }

        for (var index = 0; index < caller.Arns.Length; index++)
        {
            if (_names.Contains(caller.Arns[index]))
            {
                return index == 0 ? PolicyGrant.Caller : PolicyGrant.Role;
            }
        }

        return IsEverybody ? caller.Arns.Length > 1 ? PolicyGrant.Role : PolicyGrant.Caller
            : caller.Account is not null && _names.Contains(caller.Account) ? PolicyGrant.Account
            : PolicyGrant.None;
    }

    /// <summary>An account can be written as its number or as the ARN of its root.</summary>
    private static string WithoutRoot(string name) =>
        name.StartsWith("arn:", StringComparison.Ordinal) && name.EndsWith(":root", StringComparison.Ordinal) && name.Split(':') is [_, _, "iam", "", var account, _]
            ? account
            : name;
}

using System.Collections.Immutable;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Permissions;
using Quell.Engine.Policies;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>The policies that a user or a role's session has in the account's state.</summary>
internal static class IdentityPolicies
{
    public const string Group = "iam:group";
    private const string Members = "UserNames";

    /// <summary>Whether a principal may do only what policies allow: users and sessions of roles.</summary>
    public static bool Bind(Principal principal) => principal.Type is "IAMUser" or "AssumedRole";

    /// <summary>The user, or the role of the session; null where the account has none of that name.</summary>
    public static JsonObject? Find(ResourceSet state, Principal principal) => principal switch
    {
        { Session: { } session } => Arn.TryParse(session.RoleArn, out var role)
            ? state.Get(new(role.Scope.Global, IdentityKind.Role.Type, session.RoleName))
            : null,
        { UserName: { } user } => state.Get(new(new(principal.Account, Scope.GlobalRegion), IdentityKind.User.Type, user)),
        _ => null,
    };

    /// <param name="identity">What <see cref="Find"/> found.</param>
    public static PrincipalPolicies Of(ResourceSet state, Principal principal, JsonObject identity)
    {
        var account = Arn.TryParse(principal.Session?.RoleArn, out var role) ? role.Account : principal.Account;
        return new([.. OfEntity(state, account, identity)])
        {
            Boundary = BoundaryOf(state, identity),
            Session = principal.Session is { } session
                ? [.. session.Policies.Select(PolicyDocument.Stored).Select(policy => policy ?? PolicyDocument.Empty)]
                : [],
        };
    }

    /// <summary>The policies of a user, with those of its groups, of a role or of a group.</summary>
    public static IEnumerable<PolicyDocument> OfEntity(ResourceSet state, string account, JsonObject identity) =>
        Own(state, identity).Concat(identity.String("UserName") is { } user ? OfGroups(state, new(account, Scope.GlobalRegion), user) : []);

    /// <summary>The permissions boundary: null for none, and one that allows nothing where its policy is gone.</summary>
    public static PolicyDocument? BoundaryOf(ResourceSet state, JsonObject identity) =>
        identity.Object("PermissionsBoundary")?.String("PermissionsBoundaryArn") is { } arn ? Managed(state, arn) ?? PolicyDocument.Empty : null;

    private static IEnumerable<PolicyDocument> Own(ResourceSet state, JsonObject identity)
    {
        foreach (var (_, document) in identity.Object(IdentityKind.Inline) ?? JsonObject.Empty)
        {
            if (PolicyDocument.Stored((document as JsonString)?.Value) is { } policy)
            {
                yield return policy;
            }
        }

        foreach (var arn in identity.Array(IdentityKind.Attached).Strings)
        {
            if (Managed(state, arn) is { } policy)
            {
                yield return policy;
            }
        }
    }

    private static PolicyDocument? Managed(ResourceSet state, string arn) => PolicyDocument.Stored(ManagedPolicies.DocumentOf(state, arn));

    private static IEnumerable<PolicyDocument> OfGroups(ResourceSet state, Scope account, string user) => state.List(account, Group).Values
        .Where(group => group.Array(Members).Strings.Contains(user))
        .SelectMany(group => Own(state, group));
}

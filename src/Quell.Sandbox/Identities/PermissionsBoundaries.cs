using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>The managed policy that bounds what a user or role may do (IAM User Guide, "Permissions boundaries for IAM entities").</summary>
internal static class PermissionsBoundaries
{
    private const string Member = "PermissionsBoundary";

    public static JsonObject Put(OperationContext context, IdentityKind kind)
    {
        var identity = kind.Get(context);
        var arn = context.Input.String(Member) ?? "";
        if (!ManagedPolicies.Exists(context, arn))
        {
            throw IdentityErrors.NoSuchEntity($"Scope ARN: {arn} does not exist or is not attachable.");
        }

        kind.Put(context, identity.With(Member, JsonObject.Of(
            ("PermissionsBoundaryType", "Policy"), ("PermissionsBoundaryArn", arn))));
        return JsonObject.Empty;
    }

    public static JsonObject Delete(OperationContext context, IdentityKind kind)
    {
        var identity = kind.Get(context);
        if (!identity.Has(Member))
        {
            throw IdentityErrors.NoSuchEntity($"{kind.Member} {identity.String(kind.NameMember)} does not have a permissions boundary.");
        }

        kind.Put(context, identity.Without(Member));
        return JsonObject.Empty;
    }
}

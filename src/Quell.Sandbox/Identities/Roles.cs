using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>IAM roles.</summary>
internal static class Roles
{
    private const string Trust = "AssumeRolePolicyDocument";

    public static JsonObject CreateRole(OperationContext context)
    {
        var trust = PolicyText.CheckedTrust(context.Input.String(Trust) ?? "");
        var role = IdentityKind.Role.New(context)
            .With(Trust, trust)
            .With("Description", context.Input["Description"])
            .With("MaxSessionDuration", context.Input.Long("MaxSessionDuration") ?? 3600);
        IdentityKind.Role.Put(context, role);
        return JsonObject.Of(("Role", Shown(role).Without("Description").Without("MaxSessionDuration")));
    }

    public static JsonObject GetRole(OperationContext context) =>
        JsonObject.Of(("Role", Shown(IdentityKind.Role.Get(context)).With("RoleLastUsed", JsonObject.Empty)));

    public static JsonObject ListRoles(OperationContext context) => IdentityPage.Of(
        context.Input,
        "Roles",
        IdentityKind.Role.All(context).Where(role => role.IsUnder(context.Input)).Select(role => Shown(role).Without("Tags")),
        role => ((JsonObject)role).String("RoleName") ?? "");

    public static JsonObject UpdateRole(OperationContext context)
    {
        var role = IdentityKind.Role.Get(context);
        role = context.Input["Description"] is { } description ? role.With("Description", description) : role;
        IdentityKind.Role.Put(
            context, context.Input["MaxSessionDuration"] is { } duration ? role.With("MaxSessionDuration", duration) : role);
        return JsonObject.Empty;
    }

    public static JsonObject UpdateAssumeRolePolicy(OperationContext context)
    {
        var role = IdentityKind.Role.Get(context);
        IdentityKind.Role.Put(context, role.With(Trust, PolicyText.CheckedTrust(context.Input.String("PolicyDocument") ?? "")));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteRole(OperationContext context)
    {
        var role = IdentityKind.Role.Get(context);
        if (InstanceProfiles.Of(context, role.String("RoleName") ?? "").Any())
        {
            throw IdentityErrors.DeleteConflict("must remove roles from instance profile first.");
        }

        IdentityKind.RefuseWithPolicies(role);
        IdentityKind.Role.Delete(context, role);
        return JsonObject.Empty;
    }

    /// <summary>What the API shows of a role, its trust policy percent-encoded.</summary>
    public static JsonObject Shown(JsonObject role) =>
        IdentityKind.Shown(role).With(Trust, PolicyText.Encoded(role.String(Trust) ?? ""));
}

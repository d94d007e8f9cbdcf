using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities;

/// <summary>Instance profiles: what hands a role to an instance. Their resource keeps the names of their roles, at most one.</summary>
internal static class InstanceProfiles
{
    private const string RoleNames = "RoleNames";

    public static JsonObject CreateInstanceProfile(OperationContext context)
    {
        var profile = IdentityKind.InstanceProfile.New(context);
        IdentityKind.InstanceProfile.Put(context, profile);
        return JsonObject.Of(("InstanceProfile", Shown(context, profile)));
    }

    public static JsonObject GetInstanceProfile(OperationContext context) =>
        JsonObject.Of(("InstanceProfile", Shown(context, IdentityKind.InstanceProfile.Get(context))));

    public static JsonObject ListInstanceProfiles(OperationContext context) =>
        Page(context, IdentityKind.InstanceProfile.All(context).Where(profile => profile.IsUnder(context.Input)));

    public static JsonObject ListInstanceProfilesForRole(OperationContext context) =>
        Page(context, Of(context, IdentityKind.Role.Get(context).String("RoleName") ?? ""));

    public static JsonObject AddRoleToInstanceProfile(OperationContext context)
    {
        var profile = IdentityKind.InstanceProfile.Get(context);
        var role = IdentityKind.Role.Get(context).String("RoleName") ?? "";
        if (profile.Array(RoleNames).Count > 0)
        {
            throw IdentityErrors.LimitExceeded("InstanceSessionsPerInstanceProfile", 1);
        }

        IdentityKind.InstanceProfile.Put(context, profile.With(RoleNames, JsonArray.From([role])));
        return JsonObject.Empty;
    }

    public static JsonObject RemoveRoleFromInstanceProfile(OperationContext context)
    {
        var profile = IdentityKind.InstanceProfile.Get(context);
        var role = context.Input.String("RoleName") ?? "";
        if (!profile.Array(RoleNames).Strings.Contains(role))
        {
            throw IdentityErrors.NoSuchEntity($"The role with name {role} cannot be found.");
        }

        IdentityKind.InstanceProfile.Put(context, profile.Without(RoleNames));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteInstanceProfile(OperationContext context)
    {
        var profile = IdentityKind.InstanceProfile.Get(context);
        if (profile.Array(RoleNames).Count > 0)
        {
            throw IdentityErrors.DeleteConflict("must remove roles from instance profile first.");
        }

        IdentityKind.InstanceProfile.Delete(context, profile);
        return JsonObject.Empty;
    }

    /// <summary>The profiles that hand out a role.</summary>
    public static IEnumerable<JsonObject> Of(OperationContext context, string role) =>
        IdentityKind.InstanceProfile.All(context).Where(profile => profile.Array(RoleNames).Strings.Contains(role));

    private static JsonObject Page(OperationContext context, IEnumerable<JsonObject> profiles) => IdentityPage.Of(
        context.Input,
        "InstanceProfiles",
        profiles.Select(profile => Shown(context, profile).Without("Tags")),
        profile => ((JsonObject)profile).String("InstanceProfileName") ?? "");

    private static JsonObject Shown(OperationContext context, JsonObject profile) => IdentityKind.Shown(profile)
        .Without(RoleNames)
        .With("Roles", JsonArray.From(profile.Array(RoleNames).Strings
            .Select(name => IdentityKind.Role.Find(context, name))
            .OfType<JsonObject>()
            .Select(Roles.Shown)));
}

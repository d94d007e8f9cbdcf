using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Identities.Credentials;

namespace Quell.Sandbox.Identities;

/// <summary>IAM users.</summary>
internal static class Users
{
    public static JsonObject CreateUser(OperationContext context)
    {
        var user = IdentityKind.User.New(context);
        IdentityKind.User.Put(context, user);
        return JsonObject.Of(("User", user));
    }

    /// <summary>Without a name, the caller itself; for an account's administrator its root user.</summary>
    public static JsonObject GetUser(OperationContext context)
    {
        var principal = context.Call.Principal;
        if (context.Input.Has("UserName") || principal.Type == "IAMUser")
        {
            var name = context.Input.String("UserName") ?? principal.UserName ?? "";
            return JsonObject.Of(("User", IdentityKind.Shown(IdentityKind.User.Get(context, name))));
        }

        return principal.Type == "Root"
            ? JsonObject.Of(("User", JsonObject.Of(
                ("Path", "/"), ("UserName", "root"), ("UserId", principal.Account), ("Arn", principal.Arn), ("CreateDate", context.NowText))))
            : throw IdentityErrors.Validation("Must specify userName when calling with non-User credentials");
    }

    public static JsonObject ListUsers(OperationContext context) => IdentityPage.Of(
        context.Input,
        "Users",
        IdentityKind.User.All(context).Where(user => user.IsUnder(context.Input)).Select(user => IdentityKind.Shown(user).Without("Tags")),
        user => ((JsonObject)user).String("UserName") ?? "");

    public static JsonObject DeleteUser(OperationContext context)
    {
        var user = IdentityKind.User.Get(context);
        var name = user.String("UserName") ?? "";
        var obstacle = AccessKeys.Of(context, name).Any() ? "must delete access keys first."
            : LoginProfiles.Find(context, name) is not null ? "must delete login profile first."
            : MfaDevices.Of(context, name).Any() ? "must delete MFA device first."
            : Groups.Of(context.State.Current, context.Scope, name).Any() ? "must remove users from group first."
            : null;
        if (obstacle is not null)
        {
            throw IdentityErrors.DeleteConflict(obstacle);
        }

        IdentityKind.RefuseWithPolicies(user);
        IdentityKind.User.Delete(context, user);
        return JsonObject.Empty;
    }
}

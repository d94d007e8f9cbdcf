using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>
/// Passwords of users for the console. There is no console of AWS to log in to here: a password is checked against the
/// account's policy and then forgotten, so that it cannot leak; when it was set is kept.
/// </summary>
internal static class LoginProfiles
{
    private const string ResourceType = "iam:login-profile";

    /// <summary>Of the resource alone: when the password was set.</summary>
    public const string Changed = "PasswordChanged";

    public static JsonObject CreateLoginProfile(OperationContext context)
    {
        var user = AccessKeys.UserIn(context);
        if (Find(context, user) is not null)
        {
            throw IdentityErrors.AlreadyExists($"Login Profile for user {user} already exists.");
        }

        PasswordPolicy.Check(context, context.Input.String("Password")
            ?? throw IdentityErrors.Validation("Must specify a password for the login profile."));
        var profile = JsonObject.Of(
            ("UserName", user),
            ("CreateDate", context.NowText),
            ("PasswordResetRequired", context.Input.Bool("PasswordResetRequired") ?? false),
            (Changed, context.NowText));
        context.State.Put(context.Scope.Global, ResourceType, user, profile);
        return JsonObject.Of(("LoginProfile", Shown(profile)));
    }

    public static JsonObject GetLoginProfile(OperationContext context) => JsonObject.Of(("LoginProfile", Shown(Get(context))));

    public static JsonObject UpdateLoginProfile(OperationContext context)
    {
        var profile = Get(context);
        if (context.Input.String("Password") is { } password)
        {
            PasswordPolicy.Check(context, password);
            profile = profile.With(Changed, context.NowText);
        }

        context.State.Put(
            context.Scope.Global, ResourceType, profile.String("UserName") ?? "",
            profile.With("PasswordResetRequired", context.Input["PasswordResetRequired"] ?? profile["PasswordResetRequired"]));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteLoginProfile(OperationContext context)
    {
        context.State.Delete(context.Scope.Global, ResourceType, Get(context).String("UserName") ?? "");
        return JsonObject.Empty;
    }

    /// <summary>The user's profile; null for one without a password.</summary>
    public static JsonObject? Find(OperationContext context, string user) => context.State.Get(context.Scope.Global, ResourceType, user);

    private static JsonObject Get(OperationContext context)
    {
        var user = AccessKeys.UserIn(context);
        return Find(context, user) ?? throw IdentityErrors.NoSuchEntity($"Login Profile for User {user} cannot be found.");
    }

    private static JsonObject Shown(JsonObject profile) => profile.Without(Changed);
}

using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Sandbox.Identities.Credentials;

namespace Quell.Sandbox.Identities;

/// <summary>What a request is signed with, and for whom.</summary>
/// <param name="Secret">The secret access key.</param>
/// <param name="SessionToken">What has to come with each request; null for a user's own key.</param>
/// <param name="Expires">From when on the key is refused as expired; null for a user's own key.</param>
/// <param name="IsActive">False while a user's key is switched off.</param>
/// <param name="Principal">Who calls with it.</param>
internal sealed record AccessKey(string Secret, string? SessionToken, DateTimeOffset? Expires, bool IsActive, Principal Principal);

/// <summary>Access keys of users; and how a caller is found by any key, a session's too.</summary>
internal static class AccessKeys
{
    public const string ResourceType = "iam:access-key";

    private const int MostOfUser = 2;

    /// <summary>The key of that id in any account; null where nobody made it.</summary>
    public static AccessKey? Find(ResourceSet state, string accessKeyId)
    {
        foreach (var scope in state.ScopesOf(ResourceType))
        {
            if (state.Get(new(scope, ResourceType, accessKeyId)) is { } key
                && state.Get(new(scope, IdentityKind.User.Type, key.String("UserName") ?? "")) is { } user)
            {
                return new(key.String("SecretAccessKey") ?? "", null, null, key.String("Status") == "Active", PrincipalOf(user, scope.Account, accessKeyId));
            }
        }

        return Sessions.Find(state, accessKeyId);
    }

    public static JsonObject CreateAccessKey(OperationContext context)
    {
        var user = UserIn(context);
        if (Of(context, user).Count() >= MostOfUser)
        {
            throw IdentityErrors.LimitExceeded("AccessKeysPerUser", MostOfUser);
        }

        var id = context.Transaction.Ids.Unique("AKIA", 20);
        var key = JsonObject.Of(
            ("UserName", user),
            ("AccessKeyId", id),
            ("Status", "Active"),
            ("SecretAccessKey", NewSecret(context)),
            ("CreateDate", context.NowText));
        context.State.Put(context.Scope.Global, ResourceType, id, key);
        return JsonObject.Of(("AccessKey", key));
    }

    public static JsonObject ListAccessKeys(OperationContext context) => IdentityPage.Of(
        context.Input,
        "AccessKeyMetadata",
        Of(context, UserIn(context)).Select(key => key.Without("SecretAccessKey")),
        key => ((JsonObject)key).String("AccessKeyId") ?? "");

    public static JsonObject UpdateAccessKey(OperationContext context)
    {
        var key = KeyIn(context).With("Status", context.Input["Status"]);
        context.State.Put(context.Scope.Global, ResourceType, key.String("AccessKeyId") ?? "", key);
        return JsonObject.Empty;
    }

    public static JsonObject DeleteAccessKey(OperationContext context)
    {
        var id = KeyIn(context).String("AccessKeyId") ?? "";
        context.State.Delete(context.Scope.Global, ResourceType, id);
        AccessKeyUse.Forget(context, id);
        return JsonObject.Empty;
    }

    public static IEnumerable<JsonObject> Of(OperationContext context, string user) =>
        context.State.List(context.Scope.Global, ResourceType).Where(key => key.String("UserName") == user);

    /// <summary>A secret access key in AWS's form: 40 characters of base64.</summary>
    public static string NewSecret(OperationContext context) => Convert.ToBase64String(context.Transaction.Ids.Secret(30));

    private static Principal PrincipalOf(JsonObject user, string account, string accessKeyId) => new()
    {
        Type = "IAMUser",
        PrincipalId = user.String("UserId") ?? "",
        Arn = user.String("Arn") ?? "",
        Account = account,
        AccessKeyId = accessKeyId,
        UserName = user.String("UserName"),
    };

    /// <summary>The user that the call names, or that makes it.</summary>
    public static string UserIn(OperationContext context)
    {
        var name = context.Input.String("UserName") ?? context.Call.Principal.UserName
            ?? throw IdentityErrors.Validation("Must specify userName when calling with non-User credentials");
        return IdentityKind.User.Get(context, name).String("UserName") ?? "";
    }

    private static JsonObject KeyIn(OperationContext context)
    {
        var user = UserIn(context);
        var id = context.Input.String("AccessKeyId");
        return Of(context, user).FirstOrDefault(key => key.String("AccessKeyId") == id)
            ?? throw IdentityErrors.NoSuchEntity($"The Access Key with id {id} cannot be found.");
    }
}

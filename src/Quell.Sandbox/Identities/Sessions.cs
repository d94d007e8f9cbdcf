using System.Globalization;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>
/// Temporary credentials. Each is a resource of its account, so that it is known after a restart, and stays for a day after
/// it has expired, so that a late caller is told so.
/// </summary>
internal static class Sessions
{
    public const string ExpiredTimer = "sts:session-expired";

    private const string ResourceType = "sts:session";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Makes credentials for the principal.</summary>
    /// <returns>The API's <c>Credentials</c>.</returns>
    public static JsonObject Open(OperationContext context, Principal principal, long seconds)
    {
        var lifetime = TimeSpan.FromSeconds(seconds);
        var scope = new Scope(principal.Account, Scope.GlobalRegion);
        var credentials = JsonObject.Of(
            ("AccessKeyId", context.Transaction.Ids.Unique("ASIA", 20)),
            ("SecretAccessKey", AccessKeys.NewSecret(context)),
            ("SessionToken", "IQoJ" + Convert.ToBase64String(Convert.FromHexString(string.Concat(
                Enumerable.Range(0, 8).Select(_ => context.Transaction.Ids.Hex(60)))))),
            ("Expiration", Text(context.Now + lifetime)));
        var id = credentials.String("AccessKeyId") ?? "";
        context.State.Put(scope, ResourceType, id, credentials.With("Principal", Write(principal)));
        context.Transaction.After(lifetime + Remembered, scope, ExpiredTimer, JsonObject.Of(("AccessKeyId", id)));
        return credentials;
    }

    public static AccessKey? Find(ResourceSet state, string accessKeyId)
    {
        foreach (var scope in state.ScopesOf(ResourceType))
        {
            if (state.Get(new(scope, ResourceType, accessKeyId)) is { } session)
            {
                return new(
                    session.String("SecretAccessKey") ?? "",
                    session.String("SessionToken"),
                    Time(session, "Expiration"),
                    true,
                    Read(session.Object("Principal") ?? JsonObject.Empty, accessKeyId));
            }
        }

        return null;
    }

    public static void Forget(Transaction transaction, Aws.Operations.Timer timer) =>
        transaction.State.Delete(timer.Key.Scope, ResourceType, timer.Data.String("AccessKeyId") ?? "");

    private static JsonObject Write(Principal principal) => JsonObject.Of(
        ("Type", principal.Type),
        ("PrincipalId", principal.PrincipalId),
        ("Arn", principal.Arn),
        ("Account", principal.Account),
        ("UserName", principal.UserName is { } name ? (JsonValue)name : null),
        ("Session", principal.Session is { } session
            ? JsonObject.Of(
                ("RoleId", session.RoleId), ("RoleArn", session.RoleArn), ("RoleName", session.RoleName), ("Created", Text(session.Created)),
                ("Policies", session.Policies.IsEmpty ? null : JsonArray.From(session.Policies)))
            : null));

    private static Principal Read(JsonObject value, string accessKeyId) => new()
    {
        Type = value.String("Type") ?? "",
        PrincipalId = value.String("PrincipalId") ?? "",
        Arn = value.String("Arn") ?? "",
        Account = value.String("Account") ?? "",
        AccessKeyId = accessKeyId,
        UserName = value.String("UserName"),
        Session = value.Object("Session") is { } session
            ? new(session.String("RoleId") ?? "", session.String("RoleArn") ?? "", session.String("RoleName") ?? "", Time(session, "Created"))
            {
                Policies = [.. session.Array("Policies").Strings],
            }
            : null,
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(JsonObject value, string name) =>
        DateTimeOffset.Parse(value.String(name) ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

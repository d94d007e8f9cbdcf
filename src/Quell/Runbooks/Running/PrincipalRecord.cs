using System.Globalization;
using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Runbooks.Running;

/// <summary>Who started an execution, as it is journaled: without a role of its own the execution acts as that one.</summary>
internal static class PrincipalRecord
{
    public static JsonObject Write(Principal principal) => JsonObject.Of(
        ("type", principal.Type),
        ("id", principal.PrincipalId),
        ("arn", principal.Arn),
        ("account", principal.Account),
        ("key", principal.AccessKeyId),
        ("user", principal.UserName),
        ("session", principal.Session is { } session
            ? JsonObject.Of(
                ("roleId", session.RoleId), ("roleArn", session.RoleArn), ("role", session.RoleName),
                ("created", session.Created.ToString("O", CultureInfo.InvariantCulture)))
            : null));

    public static Principal Read(JsonObject json) => new()
    {
        Type = json.String("type") ?? "",
        PrincipalId = json.String("id") ?? "",
        Arn = json.String("arn") ?? "",
        Account = json.String("account") ?? "",
        AccessKeyId = json.String("key"),
        UserName = json.String("user"),
        Session = json.Object("session") is { } session
            ? new(
                session.String("roleId") ?? "", session.String("roleArn") ?? "", session.String("role") ?? "",
                DateTimeOffset.Parse(session.String("created") ?? "", CultureInfo.InvariantCulture))
            : null,
    };
}

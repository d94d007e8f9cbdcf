using System.Globalization;
using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Stacks;

/// <summary>Keeps who deploys a stack as long as the deployment runs.</summary>
internal static class DeployerJson
{
    public static JsonObject Write(Principal principal) => JsonObject.Of(
        ("Type", principal.Type),
        ("PrincipalId", principal.PrincipalId),
        ("Arn", principal.Arn),
        ("Account", principal.Account),
        ("AccessKeyId", Text(principal.AccessKeyId)),
        ("UserName", Text(principal.UserName)),
        ("Session", principal.Session is not { } session ? null : JsonObject.Of(
            ("RoleId", session.RoleId),
            ("RoleArn", session.RoleArn),
            ("RoleName", session.RoleName),
            ("Created", session.Created.ToString("O", CultureInfo.InvariantCulture)),
            ("Policies", session.Policies.IsEmpty ? null : JsonArray.From(session.Policies)))));

    public static Principal Read(JsonObject value) => new()
    {
        Type = value.String("Type") ?? "",
        PrincipalId = value.String("PrincipalId") ?? "",
        Arn = value.String("Arn") ?? "",
        Account = value.String("Account") ?? "",
        AccessKeyId = value.String("AccessKeyId"),
        UserName = value.String("UserName"),
        Session = value.Object("Session") is not { } session ? null : new(
            session.String("RoleId") ?? "",
            session.String("RoleArn") ?? "",
            session.String("RoleName") ?? "",
            DateTimeOffset.Parse(session.String("Created") ?? "", CultureInfo.InvariantCulture))
        {
            Policies = [.. session.Array("Policies").Strings],
        },
    };

    private static JsonValue? Text(string? text) => text is null ? null : (JsonValue)text;
}

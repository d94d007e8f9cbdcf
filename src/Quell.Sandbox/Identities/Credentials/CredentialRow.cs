using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>The lines of a credential report, with its columns in AWS's order.</summary>
internal static class CredentialRow
{
    private const string Nothing = "N/A";
    private const string Unknown = "no_information";
    private const string Unsupported = "not_supported";

    private const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
        + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    private static readonly string[] NoKey = ["false", Nothing, Nothing, Nothing, Nothing];
    private static readonly string[] NoCertificate = ["false", Nothing];

    /// <summary>All lines: the header, the root user, the users by name.</summary>
    public static string Report(OperationContext context) => string.Join(
        '\n', [Header, Root(context), .. IdentityKind.User.All(context).Select(user => Of(context, user))]);

    private static string Root(OperationContext context) => Line(
    [
        "<root_account>", $"arn:aws:iam::{context.Scope.Account}:root", context.NowText, Unsupported, Unknown, Unsupported, Unsupported, "false",
        .. NoKey, .. NoKey, .. NoCertificate, .. NoCertificate,
    ]);

    private static string Of(OperationContext context, JsonObject user)
    {
        var name = user.String("UserName") ?? "";
        var keys = AccessKeys.Of(context, name).OrderBy(key => key.String("CreateDate"), StringComparer.Ordinal).Select(key => Key(context, key)).ToList();
        return Line(
        [
            name, user.String("Arn") ?? "", Time(user.String("CreateDate")), .. Password(context, name),
            MfaDevices.Of(context, name).Any() ? "true" : "false",
            .. keys.ElementAtOrDefault(0) ?? NoKey, .. keys.ElementAtOrDefault(1) ?? NoKey, .. NoCertificate, .. NoCertificate,
        ]);
    }

    private static string[] Password(OperationContext context, string user)
    {
        if (LoginProfiles.Find(context, user) is not { } profile)
        {
            return ["false", Nothing, Nothing, Nothing];
        }

        var changed = profile.String(LoginProfiles.Changed);
        var age = PasswordPolicy.Find(context)?.Long("MaxPasswordAge");
        return ["true", Unknown, Time(changed), age is { } days ? Time(changed, days) : Nothing];
    }

    private static string[] Key(OperationContext context, JsonObject key)
    {
        var use = AccessKeyUse.Find(context.State.Current, context.Scope.Account, key.String("AccessKeyId") ?? "");
        return
        [
            key.String("Status") == "Active" ? "true" : "false",
            Time(key.String("CreateDate")),
            use is null ? Nothing : Time(use.String("LastUsedDate")),
            use?.String("Region") ?? Nothing,
            use?.String("ServiceName") ?? Nothing,
        ];
    }

    private static string Time(string? text, double days = 0) =>
        DateTimeOffset.Parse(text ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddDays(days)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss+00:00", CultureInfo.InvariantCulture);

    private static string Line(string[] fields) => string.Join(',', fields);
}

using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Aws.Calls;

/// <summary>Who makes a call, as CloudTrail's <c>userIdentity</c> has it.</summary>
internal sealed record Principal
{
    /// <summary><c>Root</c>, <c>IAMUser</c>, <c>AssumedRole</c> or <c>AWSService</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The unique id: <c>AIDA…</c>, <c>AROA…:session</c> or the account for root.</summary>
    public required string PrincipalId { get; init; }

    public required string Arn { get; init; }

    public required string Account { get; init; }

    /// <summary>The access key that signed; null for calls that Quell makes itself.</summary>
    public string? AccessKeyId { get; init; }

    public string? UserName { get; init; }

    /// <summary>For an assumed role: the role (<c>sessionIssuer</c>) and the session's creation time.</summary>
    public RoleSession? Session { get; init; }

    /// <summary>The AWS service that calls on the principal's behalf, <c>cloudformation.amazonaws.com</c>.</summary>
    public string? InvokedBy { get; init; }

    /// <summary>An account's administrator: what an access key that nobody created stands for on loopback.</summary>
    public static Principal Root(string account, string? accessKeyId = null) => new()
    {
        Type = "Root",
        PrincipalId = account,
        Arn = new Arn("aws", "iam", "", account, "root").ToString(),
        Account = account,
        AccessKeyId = accessKeyId,
    };

    /// <summary>An AWS service acting for itself: <c>events.amazonaws.com</c>.</summary>
    public static Principal Service(string account, string name) => new()
    {
        Type = "AWSService",
        PrincipalId = name,
        Arn = name,
        Account = account,
        InvokedBy = name,
    };

    /// <summary>The <c>userIdentity</c> element (CloudTrail User Guide, "CloudTrail userIdentity element").</summary>
    public JsonObject ToUserIdentity() => Type == "AWSService"
        ? JsonObject.Of(("type", Type), ("invokedBy", InvokedBy ?? PrincipalId))
        : JsonObject.Of(
            ("type", Type),
            ("principalId", PrincipalId),
            ("arn", Arn),
            ("accountId", Account),
            ("accessKeyId", AccessKeyId is null ? null : (JsonValue)AccessKeyId),
            ("userName", UserName is null ? null : (JsonValue)UserName),
            ("sessionContext", Session?.ToSessionContext(Account)),
            ("invokedBy", InvokedBy is null ? null : (JsonValue)InvokedBy));
}

/// <summary>A session that AssumeRole made.</summary>
internal sealed record RoleSession(string RoleId, string RoleArn, string RoleName, DateTimeOffset Created)
{
    /// <summary>The documents of the session's policies, which limit what the role may do; empty where it has none.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    public JsonObject ToSessionContext(string account) => JsonObject.Of(
        ("sessionIssuer", JsonObject.Of(
            ("type", "Role"),
            ("principalId", RoleId),
            ("arn", RoleArn),
            ("accountId", account),
            ("userName", RoleName))),
        ("attributes", JsonObject.Of(
            ("creationDate", Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
            ("mfaAuthenticated", "false"))));
}

using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Aws.Permissions;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities;

/// <summary>STS: who am I, and who else may I be.</summary>
internal static class SecurityTokens
{
    private const long Shortest = 900;
    private const long LongestUserSession = 129_600;

    private static readonly string[] Unsupported =
        ["Tags", "TransitiveTagKeys", "SourceIdentity", "SerialNumber", "TokenCode", "ProvidedContexts"];

    public static JsonObject GetCallerIdentity(OperationContext context)
    {
        var principal = context.Call.Principal;
        return JsonObject.Of(("UserId", principal.PrincipalId), ("Account", principal.Account), ("Arn", principal.Arn));
    }

    public static JsonObject GetAccessKeyInfo(OperationContext context) =>
        AccessKeys.Find(context.State.Current, context.Input.String("AccessKeyId") ?? "") is { } key
            ? JsonObject.Of(("Account", key.Principal.Account))
            : throw IdentityErrors.Validation("Invalid Access Key ID");

    public static JsonObject GetSessionToken(OperationContext context)
    {
        RefuseUnsupported(context);
        var principal = context.Call.Principal;
        if (principal.Type is not ("Root" or "IAMUser"))
        {
            throw new AwsException("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
        }

        var seconds = context.Input.Long("DurationSeconds") ?? 43_200;
        return seconds is < Shortest or > LongestUserSession
            ? throw IdentityErrors.Validation($"The requested DurationSeconds must be between {Shortest} and {LongestUserSession}.")
            : JsonObject.Of(("Credentials", Sessions.Open(context, principal, seconds)));
    }

    public static JsonObject AssumeRole(OperationContext context)
    {
        RefuseUnsupported(context);
        var arn = context.Input.String("RoleArn") ?? "";
        var role = RoleOf(context, arn);
        context.Touches(arn, "AWS::IAM::Role");
        var seconds = context.Input.Long("DurationSeconds") ?? 3600;
        if (seconds > role.Long("MaxSessionDuration"))
        {
            throw IdentityErrors.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var principal = SessionOf(role, arn, context.Input.String("RoleSessionName") ?? "", context.Now);
        principal = principal with { Session = principal.Session! with { Policies = SessionPolicies.In(context) } };
        return JsonObject.Of(
            ("Credentials", Sessions.Open(context, principal, seconds)),
            ("AssumedRoleUser", JsonObject.Of(("AssumedRoleId", principal.PrincipalId), ("Arn", principal.Arn))));
    }

    /// <summary>Who a session of the role is.</summary>
    /// <param name="role">The role's resource.</param>
    /// <param name="arn">The role's ARN.</param>
    /// <param name="session">The session's name.</param>
    /// <param name="created">When it began.</param>
    public static Principal SessionOf(JsonObject role, string arn, string session, DateTimeOffset created)
    {
        var (id, name) = (role.String("RoleId") ?? "", role.String("RoleName") ?? "");
        var account = Arn.TryParse(arn, out var parsed) ? parsed.Account : "";
        return new()
        {
            Type = "AssumedRole",
            PrincipalId = $"{id}:{session}",
            Arn = $"arn:aws:sts::{account}:assumed-role/{name}/{session}",
            Account = account,
            Session = new(id, arn, name, created),
        };
    }

    /// <summary>The role, when its trust policy lets the caller in; a role that does not exist is refused alike.</summary>
    private static JsonObject RoleOf(OperationContext context, string arn)
    {
        var caller = context.Call.Principal;
        if (Arn.TryParse(arn, out var parsed) && parsed.Service == "iam"
            && context.State.Get(new(parsed.Account, Scope.GlobalRegion), IdentityKind.Role.Type, parsed.Resource.Split('/')[^1]) is { } role
            && role.String("Arn") == arn
            && PolicyDocument.Stored(role.String("AssumeRolePolicyDocument"))?.Evaluate(Request(context, arn)) == PolicyVerdict.Allowed)
        {
            return role;
        }

        throw new AwsException("AccessDenied", $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);
    }

    private static PolicyRequest Request(OperationContext context, string arn)
    {
        var known = CallContext.Of(context.Call);
        CallPermissions.AddKeys(known, context.Call.Service, context.Input);
        return new(PolicyCallers.Of(context.Call.Principal), "sts:AssumeRole", arn) { Context = known };
    }

    private static void RefuseUnsupported(OperationContext context)
    {
        if (Unsupported.FirstOrDefault(context.Input.Has) is { } member)
        {
            throw IdentityErrors.Validation($"The simulated account does not support {member}.");
        }
    }
}

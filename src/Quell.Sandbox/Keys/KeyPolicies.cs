using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;
using Quell.Sandbox.Identities;

namespace Quell.Sandbox.Keys;

/// <summary>A key's policy: kept and shown. Whoever evaluates policies asks for it by <see cref="KmsKey.PolicyMember"/>.</summary>
internal static class KeyPolicies
{
    private const string OnlyName = "default";

    public static JsonObject GetKeyPolicy(OperationContext context)
    {
        var key = KmsKey.Of(context);
        CheckName(context);
        return JsonObject.Of(("Policy", key.Value[KmsKey.PolicyMember]), ("PolicyName", OnlyName));
    }

    public static JsonObject PutKeyPolicy(OperationContext context)
    {
        var key = KmsKey.Living(context);
        CheckName(context);
        key.Put(context.State, KmsKey.PolicyMember, Checked(context, key, context.Input.String("Policy") ?? ""));
        return JsonObject.Empty;
    }

    public static JsonObject ListKeyPolicies(OperationContext context)
    {
        KmsKey.Of(context);
        return JsonObject.Of(("PolicyNames", JsonArray.From([OnlyName])), ("Truncated", false));
    }

    /// <summary>What a key gets that comes without: the account may do everything (KMS Developer Guide, "Default key policy").</summary>
    public static string Default(Scope scope) => JsonObject.Of(
        ("Version", "2012-10-17"),
        ("Id", "key-default-1"),
        ("Statement", new JsonArray([JsonObject.Of(
            ("Sid", "Enable IAM User Permissions"),
            ("Effect", "Allow"),
            ("Principal", JsonObject.Of(("AWS", $"arn:{scope.Partition}:iam::{scope.Account}:root"))),
            ("Action", "kms:*"),
            ("Resource", "*"))]))).ToString();

    /// <summary>The policy, when it is one and leaves the caller able to change it again.</summary>
    public static string Checked(OperationContext context, KmsKey key, string text)
    {
        var policy = PolicyDocument.Parse(text) ?? throw KeyErrors.MalformedPolicy("Policy contains invalid JSON or has no statements.");
        foreach (var statement in policy.Statements.Select(statement => statement.Source))
        {
            if (statement.String("Effect") is not ("Allow" or "Deny")
                || !(statement.Has("Principal") || statement.Has("NotPrincipal"))
                || !(statement.Has("Action") || statement.Has("NotAction"))
                || !(statement.Has("Resource") || statement.Has("NotResource")))
            {
                throw KeyErrors.MalformedPolicy("Policy contains a statement without effect, principal, action or resource.");
            }
        }

        var request = new PolicyRequest(PolicyCallers.Of(context.Call.Principal), "kms:PutKeyPolicy", key.Arn);
        return context.Input.Bool("BypassPolicyLockoutSafetyCheck") is true || policy.Evaluate(request) == PolicyVerdict.Allowed
            ? text
            : throw KeyErrors.MalformedPolicy("The new key policy will not allow you to update the key policy in the future.");
    }

    private static void CheckName(OperationContext context)
    {
        if (context.Input.String("PolicyName") is not (null or OnlyName))
        {
            throw KeyErrors.NotFound("No such policy exists");
        }
    }
}

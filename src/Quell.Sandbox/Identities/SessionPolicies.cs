using System.Collections.Immutable;
using Quell.Aws.Operations;

namespace Quell.Sandbox.Identities;

/// <summary>
/// The policies that a session of a role is opened with: one in the call, and up to ten managed ones (STS API Reference,
/// "AssumeRole").
/// </summary>
internal static class SessionPolicies
{
    private const int Most = 10;

    public static ImmutableArray<string> In(OperationContext context)
    {
        var arns = context.Input.Array("PolicyArns").Objects.Select(policy => policy.String("arn") ?? "").ToArray();
        if (arns.Length > Most)
        {
            throw IdentityErrors.Validation($"Cannot exceed quota for PolicyArns: {Most}");
        }

        var managed = arns.Select(arn => ManagedPolicies.DocumentOf(context.State.Current, arn)
            ?? throw IdentityErrors.MalformedPolicy($"Policy {arn} does not exist or is not attachable."));
        return [.. context.Input.String("Policy") is { } text ? [PolicyText.CheckedPermissions(text)] : Array.Empty<string>(), .. managed];
    }
}

using Quell.Aws.Permissions;
using Quell.Engine.Permissions;
using Quell.Engine.Policies;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Functions;
using Quell.Queues;
using Quell.Sandbox.Buckets;
using Quell.Topics;

namespace Quell.Permissions;

/// <summary>The policies that resources have themselves, where Quell keeps them.</summary>
internal static class ResourcePolicies
{
    private const string AssumeRole = "sts:AssumeRole";

    /// <summary>What the resource says to a request.</summary>
    public static ResourceSide Of(ResourceSet state, PermissionNeed need)
    {
        if (!Arn.TryParse(need.Resource, out var arn))
        {
            return ResourceSide.Silent;
        }

        var account = ResourceFacts.AccountOf(state, arn);
        var policy = PolicyDocument.Stored(TextOf(state, arn, need));
        return arn.Service switch
        {
            "iam" when need.Action == AssumeRole => new(policy, account) { MustAllow = policy is not null, IsTrust = true },
            "kms" => new(policy, account) { MustAllow = policy is not null },
            _ => new(policy, account),
        };
    }

    private static string? TextOf(ResourceSet state, Arn arn, PermissionNeed need) => arn.Service switch
    {
        "s3" => BucketText(state, arn, need.Action),
        "sqs" => Queue.Find(state, need.Resource)?.Attributes.String("Policy"),
        "sns" => Topic.Find(state, need.Resource)?.Attributes.String("Policy"),
        "lambda" => FunctionText(state, arn),
        "events" => ResourceFacts.Find(state, arn)?.String("Policy"),
        "iam" when need.Action == AssumeRole => ResourceFacts.Find(state, arn)?.String("AssumeRolePolicyDocument"),
        "kms" or "secretsmanager" => ResourceFacts.Find(state, arn)?.String("Policy"),
        _ => null,
    };

    // An owner must always be able to take back a policy that locks everybody out; the service sees to that.
    private static string? BucketText(ResourceSet state, Arn arn, string action) => action.EndsWith("BucketPolicy", StringComparison.Ordinal)
        ? null
        : Bucket.Find(state, arn.Resource.Split('/')[0])?.Value.String("Policy");

    private static string? FunctionText(ResourceSet state, Arn arn)
    {
        const string Prefix = "function:";
        return arn.Resource.StartsWith(Prefix, StringComparison.Ordinal)
            ? state.Get(new(arn.Scope, Function.PolicyType, arn.Resource[Prefix.Length..]))?.String("Policy")
            : null;
    }
}

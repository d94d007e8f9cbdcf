using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Resources;

namespace Quell.Sandbox.Buckets;

/// <summary>A bucket's policy.</summary>
internal static class BucketPolicy
{
    private const string Member = "Policy";

    public static PolicyDocument? Of(Bucket bucket) =>
        PolicyDocument.Stored(bucket.Value.String(Member));

    /// <summary>Whether the policy lets everybody in.</summary>
    public static bool IsPublic(PolicyDocument? policy) => policy?.Statements.Any(statement => statement.IsPublic) ?? false;

    /// <summary>Whether a public policy counts for the owner's account alone (<c>RestrictPublicBuckets</c>).</summary>
    public static bool IsRestricted(ResourceSet state, Bucket bucket) =>
        PublicAccessBlock.IsOn(state, bucket, "RestrictPublicBuckets") && IsPublic(Of(bucket));

    public static JsonObject GetBucketPolicy(OperationContext context) =>
        JsonObject.Of((Member, context.Bucket("s3:GetBucketPolicy").Value[Member] ?? throw NoSuchPolicy()));

    public static JsonObject GetBucketPolicyStatus(OperationContext context)
    {
        var policy = Of(context.Bucket("s3:GetBucketPolicyStatus")) ?? throw NoSuchPolicy();
        return JsonObject.Of(("PolicyStatus", JsonObject.Of(("IsPublic", IsPublic(policy)))));
    }

    public static JsonObject PutBucketPolicy(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketPolicy");
        var text = context.Input.String(Member) ?? "";
        var policy = PolicyDocument.Parse(text)
            ?? throw new AwsException("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
        Check(bucket, policy);
        if (PublicAccessBlock.IsOn(context.State.Current, bucket, "BlockPublicPolicy") && IsPublic(policy))
        {
            throw new AwsException(
                "AccessDenied",
                $"User: {context.Call.Principal.Arn} is not authorized to perform: s3:PutBucketPolicy on resource: \"{bucket.Arn}\" "
                + "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
                403);
        }

        bucket.Configure(context, Member, text);
        return JsonObject.Empty;
    }

    public static JsonObject DeleteBucketPolicy(OperationContext context)
    {
        context.Bucket("s3:DeleteBucketPolicy").Configure(context, Member, null);
        return JsonObject.Empty;
    }

    private static void Check(Bucket bucket, PolicyDocument policy)
    {
        foreach (var statement in policy.Statements.Select(statement => statement.Source))
        {
            var fault = statement.String("Effect") is not ("Allow" or "Deny") ? "Missing required field Effect"
                : !statement.Has("Principal") && !statement.Has("NotPrincipal") ? "Missing required field Principal"
                : !statement.Has("Action") && !statement.Has("NotAction") ? "Missing required field Action"
                : !statement.Has("Resource") && !statement.Has("NotResource") ? "Missing required field Resource"
                : !PolicyStatement.Texts(statement["Resource"]).All(arn => IsOf(bucket, arn)) ? "Policy has invalid resource"
                : null;
            if (fault is not null)
            {
                throw new AwsException("MalformedPolicy", fault);
            }
        }
    }

    private static bool IsOf(Bucket bucket, string arn) =>
        PolicyPattern.Of(arn).Matches(bucket.Arn) || arn.StartsWith(bucket.Arn + "/", StringComparison.Ordinal)
        || (arn.Contains('*', StringComparison.Ordinal) && PolicyPattern.Of(arn).Matches(bucket.Arn + "/"));

    private static AwsException NoSuchPolicy() => new("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
}

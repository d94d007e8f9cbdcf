using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets;

/// <summary>Finds the bucket that a call is about and checks that the caller may touch it.</summary>
internal static class BucketAccess
{
    /// <summary>The bucket that the call names, for its own account or for one that its policy lets in.</summary>
    /// <param name="context">The call; its trail record gets the bucket as a resource.</param>
    /// <param name="action">What the caller is about to do: <c>s3:GetEncryptionConfiguration</c>.</param>
    public static Bucket Bucket(this OperationContext context, string action)
    {
        var name = context.Input.String("Bucket") ?? "";
        var bucket = Buckets.Bucket.Find(context.State.Current, name) ?? throw BucketErrors.NoSuchBucket();
        context.Touches(bucket);
        context.Check(bucket, action, bucket.Arn, "ExpectedBucketOwner");
        return bucket;
    }

    private static void Check(this OperationContext context, Bucket bucket, string action, string resource, string ownerMember)
    {
        if (context.Input.String(ownerMember) is { } expected && expected != bucket.Scope.Account)
        {
            throw BucketErrors.AccessDenied();
        }

        if (context.Call.Principal.Account != bucket.Scope.Account)
        {
            throw BucketErrors.AccessDenied();
        }

        _ = (action, resource);
    }

    private static void Touches(this OperationContext context, Bucket bucket) =>
        context.Touches(bucket.Arn, "AWS::S3::Bucket");
}

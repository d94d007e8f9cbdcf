using Quell.Aws.Operations;
using Quell.Aws.Permissions;
using Quell.Engine.Policies;
using Quell.Sandbox.Identities;

namespace Quell.Sandbox.Buckets;

/// <summary>
/// Finds the bucket that a call is about and checks that the caller may touch it: the owner's account unless the bucket's
/// policy denies it, others only where the policy allows them (S3 User Guide, "How Amazon S3 authorizes a request").
/// </summary>
internal static class BucketAccess
{
    /// <summary>The bucket that the call names; the trail record gets it as a resource.</summary>
    /// <param name="context">The call.</param>
    /// <param name="action">What the caller is about to do: <c>s3:GetEncryptionConfiguration</c>.</param>
    public static Bucket Bucket(this OperationContext context, string action)
    {
        var bucket = Named(context, context.Input.String("Bucket") ?? "", "ExpectedBucketOwner");
        Check(context, bucket, action, bucket.Arn);
        return bucket;
    }

    /// <summary>The bucket whose object the call names.</summary>
    /// <param name="context">The call.</param>
    /// <param name="action">What the caller is about to do: <c>s3:GetObject</c>.</param>
    /// <param name="key">The object's key.</param>
    public static Bucket BucketOf(this OperationContext context, string action, string key)
    {
        var name = context.Input.String("Bucket") ?? "";
        context.Touches($"arn:{context.Scope.Partition}:s3:::{name}/{key}", "AWS::S3::Object");
        var bucket = Named(context, name, "ExpectedBucketOwner");
        Check(context, bucket, action, $"{bucket.Arn}/{key}");
        return bucket;
    }

    /// <summary>The bucket that the call names, whoever calls: what is done with each object has to be checked by itself.</summary>
    public static Bucket UncheckedBucket(this OperationContext context) =>
        Named(context, context.Input.String("Bucket") ?? "", "ExpectedBucketOwner");

    /// <summary>Refuses the caller what the bucket's policy does not grant on the object.</summary>
    public static void CheckObject(this OperationContext context, Bucket bucket, string action, string key) =>
        Check(context, bucket, action, $"{bucket.Arn}/{key}");

    /// <summary>The bucket that an object is copied from.</summary>
    public static Bucket SourceBucket(this OperationContext context, string name, string key)
    {
        var bucket = Named(context, name, "ExpectedSourceBucketOwner");
        Check(context, bucket, "s3:GetObject", $"{bucket.Arn}/{key}");
        return bucket;
    }

    private static Bucket Named(OperationContext context, string name, string ownerMember)
    {
        var bucket = Buckets.Bucket.Find(context.State.Current, name) ?? throw BucketErrors.NoSuchBucket();
        context.Touches(bucket.Arn, "AWS::S3::Bucket");
        return context.Input.String(ownerMember) is { } expected && expected != bucket.Scope.Account
            ? throw BucketErrors.AccessDenied()
            : bucket;
    }

    private static void Check(OperationContext context, Bucket bucket, string action, string resource)
    {
        var isOwner = context.Call.Principal.Account == bucket.Scope.Account;
        if (isOwner && action.EndsWith("BucketPolicy", StringComparison.Ordinal))
        {
            // An owner must always be able to take back a policy that locks everybody out.
            return;
        }

        var verdict = BucketPolicy.Of(bucket)?.Evaluate(Request(context, action, resource)) ?? PolicyVerdict.Silent;
        if (verdict == PolicyVerdict.Denied || (!isOwner && (verdict == PolicyVerdict.Silent || BucketPolicy.IsRestricted(context.State.Current, bucket))))
        {
            throw BucketErrors.AccessDenied();
        }
    }

    private static PolicyRequest Request(OperationContext context, string action, string resource) =>
        new(PolicyCallers.Of(context.Call.Principal), action, resource) { Context = CallContext.Of(context.Call) };
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>Where a bucket's access log goes (S3 User Guide, "Enabling Amazon S3 server access logging"); none is written.</summary>
internal static class BucketLogging
{
    private const string Member = "LoggingEnabled";

    public static JsonObject GetBucketLogging(OperationContext context) =>
        JsonObject.Of((Member, context.Bucket("s3:GetBucketLogging").Value[Member]));

    /// <summary>A status without a target switches logging off.</summary>
    public static JsonObject PutBucketLogging(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketLogging");
        var status = context.Input.Object("BucketLoggingStatus") ?? throw BucketErrors.MalformedXml();
        var logging = status.Object(Member);
        if (logging is not null)
        {
            Check(context, bucket, logging.String("TargetBucket") ?? throw BucketErrors.MalformedXml());
        }

        bucket.Configure(context, Member, logging is null || logging.Has("TargetPrefix") ? logging : throw BucketErrors.MalformedXml());
        return JsonObject.Empty;
    }

    private static void Check(OperationContext context, Bucket bucket, string target)
    {
        var found = Bucket.Find(context.State.Current, target)
            ?? throw new AwsException("InvalidTargetBucketForLogging", "The target bucket for logging does not exist");
        if (found.Scope.Account != bucket.Scope.Account)
        {
            throw new AwsException(
                "InvalidTargetBucketForLogging", "The owner for the bucket to be logged and the target bucket must be the same.");
        }

        if (found.Scope.Region != bucket.Scope.Region)
        {
            throw new AwsException("CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ", 403);
        }
    }
}

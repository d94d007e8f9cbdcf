using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Trails;

/// <summary>
/// Holds a trail's bucket against what CloudTrail asks of it: that it is there, and that its policy lets CloudTrail look at
/// its ACL and write log files (CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail").
/// </summary>
internal static class TrailBucket
{
    public static void Check(OperationContext context, JsonObject trail)
    {
        var name = trail.String("S3BucketName") ?? "";
        var bucket = Bucket.Find(context.State.Current, name)
            ?? throw new AwsException("S3BucketDoesNotExistException", $"S3 bucket {name} does not exist!");
        var prefix = trail.String("S3KeyPrefix") is { } text ? text.TrimEnd('/') + "/" : "";
        if (!Allows(bucket, trail, "s3:GetBucketAcl", bucket.Arn)
            || !Allows(bucket, trail, "s3:PutObject", $"{bucket.Arn}/{prefix}AWSLogs/{context.Scope.Account}/CloudTrail/log.json.gz"))
        {
            throw new AwsException("InsufficientS3BucketPolicyException", $"Incorrect S3 bucket policy is detected for bucket: {name}");
        }
    }

    private static bool Allows(Bucket bucket, JsonObject trail, string action, string resource)
    {
        var request = new PolicyRequest(PolicyCaller.OfService("cloudtrail.amazonaws.com"), action, resource)
        {
            Context = new PolicyContext
            {
                { "aws:SecureTransport", "true" },
                { "aws:SourceArn", trail.String("TrailARN") ?? "" },
                { "aws:SourceAccount", bucket.Scope.Account },
                { "s3:x-amz-acl", "bucket-owner-full-control" },
            },
        };
        return BucketPolicy.Of(bucket)?.Evaluate(request) == PolicyVerdict.Allowed;
    }
}

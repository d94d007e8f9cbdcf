using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>
/// The settings of a bucket that are kept as they were put, after S3's checks: they are shown, and nothing acts on them
/// (no log is written, nothing replicated, expired or served as a website), except where their file says so.
/// </summary>
internal static class BucketConfigurations
{
    private const string Service = "s3";

    public static OperationTable AddKeptConfigurations(this OperationTable table) => table
        .Add(Service, "GetBucketVersioning", BucketVersioning.GetBucketVersioning)
        .Add(Service, "PutBucketVersioning", BucketVersioning.PutBucketVersioning)
        .Add(Service, "GetBucketLogging", BucketLogging.GetBucketLogging)
        .Add(Service, "PutBucketLogging", BucketLogging.PutBucketLogging)
        .Add(Service, "GetBucketLifecycleConfiguration", BucketLifecycle.GetBucketLifecycleConfiguration)
        .Add(Service, "PutBucketLifecycleConfiguration", BucketLifecycle.PutBucketLifecycleConfiguration)
        .Add(Service, "DeleteBucketLifecycle", BucketLifecycle.DeleteBucketLifecycle)
        .Add(Service, "GetBucketReplication", BucketReplication.GetBucketReplication)
        .Add(Service, "PutBucketReplication", BucketReplication.PutBucketReplication)
        .Add(Service, "DeleteBucketReplication", BucketReplication.DeleteBucketReplication)
        .Add(Service, "GetBucketWebsite", BucketWebsite.GetBucketWebsite)
        .Add(Service, "PutBucketWebsite", BucketWebsite.PutBucketWebsite)
        .Add(Service, "DeleteBucketWebsite", BucketWebsite.DeleteBucketWebsite)
        .Add(Service, "GetBucketCors", BucketCors.GetBucketCors)
        .Add(Service, "PutBucketCors", BucketCors.PutBucketCors)
        .Add(Service, "DeleteBucketCors", BucketCors.DeleteBucketCors)
        .Add(Service, "GetBucketRequestPayment", BucketTransfer.GetBucketRequestPayment)
        .Add(Service, "PutBucketRequestPayment", BucketTransfer.PutBucketRequestPayment)
        .Add(Service, "GetBucketAccelerateConfiguration", BucketTransfer.GetBucketAccelerateConfiguration)
        .Add(Service, "PutBucketAccelerateConfiguration", BucketTransfer.PutBucketAccelerateConfiguration)
        .Add(Service, "GetBucketNotificationConfiguration", BucketNotifications.GetBucketNotificationConfiguration)
        .Add(Service, "PutBucketNotificationConfiguration", BucketNotifications.PutBucketNotificationConfiguration)
        .Add(Service, "GetObjectLockConfiguration", GetObjectLockConfiguration);

    /// <summary>Sets a configuration to nothing.</summary>
    public static JsonObject Clear(OperationContext context, string action, string member)
    {
        context.Bucket(action).Configure(context, member, null);
        return JsonObject.Empty;
    }

    /// <summary>No bucket of the simulated account can have one: said as of a bucket without it, so that tools go on.</summary>
    private static JsonObject GetObjectLockConfiguration(OperationContext context)
    {
        context.Bucket("s3:GetBucketObjectLockConfiguration");
        throw new AwsException("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", 404);
    }
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets;

/// <summary>
/// Configurations that no bucket of the simulated account can have: reading one says so as S3 does of a bucket without it,
/// so that tools that look at all of them go on.
/// </summary>
internal static class AbsentConfigurations
{
    private const string Service = "s3";

    public static OperationTable AddAbsentConfigurations(this OperationTable table) => table
        .Empty("GetBucketVersioning", "s3:GetBucketVersioning")
        .Empty("GetBucketLogging", "s3:GetBucketLogging")
        .Empty("GetBucketNotificationConfiguration", "s3:GetBucketNotification")
        .Empty("GetBucketAccelerateConfiguration", "s3:GetAccelerateConfiguration")
        .Add(Service, "GetBucketRequestPayment", GetBucketRequestPayment)
        .Add(Service, "PutBucketVersioning", PutBucketVersioning)
        .Missing("GetBucketCors", "s3:GetBucketCORS", "NoSuchCORSConfiguration", "The CORS configuration does not exist")
        .Missing(
            "GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration",
            "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
        .Missing(
            "GetBucketReplication", "s3:GetReplicationConfiguration",
            "ReplicationConfigurationNotFoundError", "The replication configuration was not found")
        .Missing(
            "GetBucketWebsite", "s3:GetBucketWebsite",
            "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration")
        .Missing(
            "GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration",
            "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket");

    private static JsonObject GetBucketRequestPayment(OperationContext context)
    {
        context.Bucket("s3:GetBucketRequestPayment");
        return JsonObject.Of(("Payer", "BucketOwner"));
    }

    private static JsonObject PutBucketVersioning(OperationContext context)
    {
        context.Bucket("s3:PutBucketVersioning");
        throw BucketErrors.NotImplemented("VersioningConfiguration");
    }

    private static OperationTable Empty(this OperationTable table, string operation, string action) => table.Add(
        Service,
        operation,
        (OperationContext context) =>
        {
            context.Bucket(action);
            return JsonObject.Empty;
        });

    private static OperationTable Missing(this OperationTable table, string operation, string action, string code, string message) =>
        table.Add(
            Service,
            operation,
            (OperationContext context) =>
            {
                context.Bucket(action);
                throw new AwsException(code, message, 404);
            });
}

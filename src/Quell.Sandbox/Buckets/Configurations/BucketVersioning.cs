using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>Whether a bucket keeps what is written over (S3 User Guide, "Using versioning in S3 buckets").</summary>
internal static class BucketVersioning
{
    private const string Member = "Versioning";

    /// <summary>Whether each write makes a version.</summary>
    public static bool IsEnabled(Bucket bucket) => bucket.Value.String(Member) == "Enabled";

    /// <summary>Whether versions were made some day: the bucket is never again as one without.</summary>
    public static bool WasEnabled(Bucket bucket) => bucket.Value.Has(Member);

    public static JsonObject GetBucketVersioning(OperationContext context) =>
        JsonObject.Of(("Status", context.Bucket("s3:GetBucketVersioning").Value[Member]));

    public static JsonObject PutBucketVersioning(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketVersioning");
        var configuration = context.Input.Object("VersioningConfiguration") ?? throw BucketErrors.MalformedXml();
        var status = configuration.String("Status");
        if (configuration.String("MFADelete") == "Enabled" || context.Input.Has("MFA"))
        {
            throw BucketErrors.NotImplemented("MFADelete");
        }

        if (status is not ("Enabled" or "Suspended"))
        {
            throw new AwsException(
                "IllegalVersioningConfigurationException", "The Versioning element must be specified");
        }

        if (status == "Suspended" && bucket.Value.Has(BucketReplication.Member))
        {
            throw new AwsException(
                "InvalidBucketState",
                "A replication configuration is present on this bucket, so you cannot change the versioning state. "
                + "To change the versioning state, first delete the replication configuration.",
                409);
        }

        bucket.Configure(context, Member, status);
        return JsonObject.Empty;
    }
}

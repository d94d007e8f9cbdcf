using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>Where a bucket's objects are to be replicated (S3 User Guide, "Replicating objects within and across Regions"); none is.</summary>
internal static class BucketReplication
{
    public const string Member = "ReplicationConfiguration";

    public static JsonObject GetBucketReplication(OperationContext context) =>
        context.Bucket("s3:GetReplicationConfiguration").Value[Member] is { } configuration
            ? JsonObject.Of((Member, configuration))
            : throw new AwsException("ReplicationConfigurationNotFoundError", "The replication configuration was not found", 404);

    public static JsonObject PutBucketReplication(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutReplicationConfiguration");
        var configuration = context.Input.Object(Member) ?? throw BucketErrors.MalformedXml();
        if (!BucketVersioning.IsEnabled(bucket))
        {
            throw new AwsException(
                "InvalidRequest", "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
        }

        var rules = configuration.Array("Rules").Objects.ToList();
        if (rules.Count is 0 or > 1000 || !configuration.Has("Role"))
        {
            throw BucketErrors.MalformedXml();
        }

        foreach (var rule in rules)
        {
            Check(context, rule);
        }

        bucket.Configure(context, Member, configuration.With("Rules", JsonArray.From(
            rules.Select(rule => rule.Has("ID") ? rule : rule.With("ID", context.Transaction.Ids.Hex(48))))));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteBucketReplication(OperationContext context) =>
        BucketConfigurations.Clear(context, "s3:PutReplicationConfiguration", Member);

    private static void Check(OperationContext context, JsonObject rule)
    {
        if (rule.String("Status") is not ("Enabled" or "Disabled") || rule.Object("Destination")?.String("Bucket") is not { } arn)
        {
            throw BucketErrors.MalformedXml();
        }

        var target = Bucket.Find(context.State.Current, arn[(arn.LastIndexOf(':') + 1)..])
            ?? throw new AwsException("InvalidRequest", "Destination bucket must exist.");
        if (!BucketVersioning.IsEnabled(target))
        {
            throw new AwsException("InvalidRequest", "Destination bucket must have versioning enabled.");
        }
    }
}

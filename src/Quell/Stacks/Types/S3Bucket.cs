using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class S3Bucket() : ResourceType(
    "AWS::S3::Bucket",
    new PropertySchema(
        ("BucketName", Text.CreateOnly()),
        ("BucketEncryption", Object(
            ("ServerSideEncryptionConfiguration", ListOf(Object(
                ("BucketKeyEnabled", PropertyType.Boolean),
                ("ServerSideEncryptionByDefault", Object(("SSEAlgorithm", Text.Required()), ("KMSMasterKeyID", Text))))).Required()))),
        ("PublicAccessBlockConfiguration", Object(
            ("BlockPublicAcls", PropertyType.Boolean),
            ("BlockPublicPolicy", PropertyType.Boolean),
            ("IgnorePublicAcls", PropertyType.Boolean),
            ("RestrictPublicBuckets", PropertyType.Boolean))),
        ("OwnershipControls", Object(("Rules", ListOf(Object(("ObjectOwnership", Text))).Required()))),
        ("LifecycleConfiguration", S3Lifecycle.Property),
        ("VersioningConfiguration", Object(("Status", Text.Required()))),
        ("LoggingConfiguration", Object(("DestinationBucketName", Text), ("LogFilePrefix", Text))),
        ("NotificationConfiguration", Object(("EventBridgeConfiguration", Object(("EventBridgeEnabled", PropertyType.Boolean))))),
        ("Tags", PropertyType.Tags)),
    "Arn", "DomainName", "DualStackDomainName", "RegionalDomainName", "WebsiteURL")
{
    public override string NameProperty => "BucketName";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("BucketName") ?? work.Name(63).ToLowerInvariant();
        var region = work.Scope.Region;
        await work.Call(
            "s3", "CreateBucket",
            ("Bucket", name),
            ("CreateBucketConfiguration", region == "us-east-1" ? null : JsonObject.Of(("LocationConstraint", region)))).ConfigureAwait(false);
        work.PhysicalId = name;
        await Configure(work).ConfigureAwait(false);
        return new(
            name,
            ("Arn", $"arn:{work.Scope.Partition}:s3:::{name}"),
            ("DomainName", $"{name}.s3.amazonaws.com"),
            ("DualStackDomainName", $"{name}.s3.dualstack.{region}.amazonaws.com"),
            ("RegionalDomainName", $"{name}.s3.{region}.amazonaws.com"),
            ("WebsiteURL", $"http://{name}.s3-website-{region}.amazonaws.com"));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Configure(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("s3", "DeleteBucket", ("Bucket", work.PhysicalId));

    private static async Task Configure(ResourceWork work)
    {
        await Set(work, "BucketEncryption", "PutBucketEncryption", "DeleteBucketEncryption", "ServerSideEncryptionConfiguration", Encryption(work)).ConfigureAwait(false);
        await Set(
            work, "PublicAccessBlockConfiguration", "PutPublicAccessBlock", "DeletePublicAccessBlock", "PublicAccessBlockConfiguration",
            work.Properties.Object("PublicAccessBlockConfiguration")).ConfigureAwait(false);
        await Set(
            work, "OwnershipControls", "PutBucketOwnershipControls", "DeleteBucketOwnershipControls", "OwnershipControls",
            work.Properties.Object("OwnershipControls")).ConfigureAwait(false);
        await Put(work, "VersioningConfiguration", "PutBucketVersioning", "VersioningConfiguration", JsonObject.Of(
            ("Status", work.Properties.Object("VersioningConfiguration")?["Status"] ?? "Suspended"))).ConfigureAwait(false);
        await Put(work, "LoggingConfiguration", "PutBucketLogging", "BucketLoggingStatus", Logging(work)).ConfigureAwait(false);
        await Set(
            work, "LifecycleConfiguration", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle", "LifecycleConfiguration",
            S3Lifecycle.Of(work.Properties.Object("LifecycleConfiguration"))).ConfigureAwait(false);
        var isTelling = work.Properties.Object("NotificationConfiguration")?.Object("EventBridgeConfiguration") is { } bridge
            && bridge.Bool("EventBridgeEnabled") is not false;
        await Put(work, "NotificationConfiguration", "PutBucketNotificationConfiguration", "NotificationConfiguration", isTelling
            ? JsonObject.Of(("EventBridgeConfiguration", JsonObject.Empty))
            : JsonObject.Empty).ConfigureAwait(false);
        var tags = work["Tags"] is JsonArray { Count: > 0 } list ? JsonObject.Of(("TagSet", list)) : null;
        await Set(work, "Tags", "PutBucketTagging", "DeleteBucketTagging", "Tagging", tags).ConfigureAwait(false);
    }

    /// <summary>Brings one setting to what the template says, where that is something else than before.</summary>
    private static async Task Set(ResourceWork work, string property, string put, string delete, string member, JsonObject? value)
    {
        if (!work.Changes(property))
        {
            return;
        }

        await (value is null
            ? work.Remove("s3", delete, ("Bucket", work.PhysicalId))
            : work.Call("s3", put, ("Bucket", work.PhysicalId), (member, value))).ConfigureAwait(false);
    }

    /// <summary>The same for a setting that is put to nothing rather than deleted.</summary>
    private static async Task Put(ResourceWork work, string property, string put, string member, JsonObject value)
    {
        if (work.Changes(property))
        {
            await work.Call("s3", put, ("Bucket", work.PhysicalId), (member, value)).ConfigureAwait(false);
        }
    }

    /// <summary>A bucket that names no other is its own log's (CloudFormation Template Reference, "LoggingConfiguration").</summary>
    private static JsonObject Logging(ResourceWork work) => work.Properties.Object("LoggingConfiguration") is { } logging
        ? JsonObject.Of(("LoggingEnabled", JsonObject.Of(
            ("TargetBucket", logging["DestinationBucketName"] ?? work.PhysicalId), ("TargetPrefix", logging["LogFilePrefix"] ?? ""))))
        : JsonObject.Empty;

    /// <summary>The template's rules in the API's words.</summary>
    private static JsonObject? Encryption(ResourceWork work) => work.Properties.Object("BucketEncryption") is { } encryption
        ? JsonObject.Of(("Rules", JsonArray.From(encryption.Array("ServerSideEncryptionConfiguration").Objects.Select(rule => JsonObject.Of(
            ("ApplyServerSideEncryptionByDefault", rule["ServerSideEncryptionByDefault"]),
            ("BucketKeyEnabled", rule["BucketKeyEnabled"]))))))
        : null;
}

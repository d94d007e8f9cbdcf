using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Objects;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>
/// What a bucket tells of its objects: events on the default bus of its account and region, once EventBridge is switched
/// on (S3 User Guide, "EventBridge event message structure"). Topics, queues and functions are refused: a rule reaches them.
/// </summary>
internal static class BucketNotifications
{
    private const string Member = "NotificationConfiguration";
    private const string Bridge = "EventBridgeConfiguration";

    public static JsonObject GetBucketNotificationConfiguration(OperationContext context) =>
        context.Bucket("s3:GetBucketNotification").Value.Object(Member) ?? JsonObject.Empty;

    /// <summary>Replaces the whole configuration; an empty one switches everything off.</summary>
    public static JsonObject PutBucketNotificationConfiguration(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketNotification");
        var configuration = context.Input.Object(Member) ?? throw BucketErrors.MalformedXml();
        if (configuration.Names.FirstOrDefault(name => name != Bridge && configuration.Array(name).Count > 0) is { } other)
        {
            throw BucketErrors.NotImplemented(other);
        }

        bucket.Configure(context, Member, configuration.Has(Bridge) ? JsonObject.Of((Bridge, JsonObject.Empty)) : null);
        return JsonObject.Empty;
    }

    /// <param name="reason">The operation that wrote it, <c>PutObject</c>.</param>
    public static void Created(OperationContext context, StoredObject created, string reason) => Emit(
        context, created.Bucket, "Object Created", created.Key, JsonObject.Of(
            ("size", created.Content.Length), ("etag", created.ETag.Trim('"')), ("version-id", created.VersionId)), ("reason", reason));

    /// <param name="versionId">The version that is gone, or the delete marker's; null in a bucket without versions.</param>
    /// <param name="isMarked">Whether a delete marker was put in place of the object.</param>
    public static void Deleted(OperationContext context, Bucket bucket, string key, string? versionId, bool isMarked) => Emit(
        context, bucket, "Object Deleted", key, JsonObject.Of(("version-id", versionId)),
        ("reason", "DeleteObject"), ("deletion-type", isMarked ? "Delete Marker Created" : "Permanently Deleted"));

    private static void Emit(
        OperationContext context, Bucket bucket, string type, string key, JsonObject facts, params ReadOnlySpan<(string, JsonValue?)> why)
    {
        if (bucket.Value.Object(Member)?.Has(Bridge) is not true)
        {
            return;
        }

        var sequencer = context.Now.UtcTicks.ToString("X16", CultureInfo.InvariantCulture);
        context.Transaction.Emit(bucket.Scope, "aws.s3", type, [bucket.Arn], JsonObject.Of(
            ("version", "0"),
            ("bucket", JsonObject.Of(("name", bucket.Name))),
            ("object", JsonObject.Of(("key", key)).Merge(facts).With("sequencer", sequencer)),
            ("request-id", context.Call.RequestId),
            ("requester", context.Call.Principal.Account),
            ("source-ip-address", context.Call.SourceIp)).Merge(JsonObject.Of(why)));
    }
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Buckets.Configurations;

namespace Quell.Sandbox.Objects;

/// <summary>DeleteObject and DeleteObjects.</summary>
internal static class ObjectDeleting
{
    private const int MostDeletes = 1000;

    /// <summary>Succeeds for a key that is not there, too.</summary>
    public static JsonObject DeleteObject(OperationContext context)
    {
        var key = context.Input.String("Key") ?? "";
        return Delete(context, context.BucketOf(ActionOf(context.Input), key), context.Input, key);
    }

    public static JsonObject DeleteObjects(OperationContext context)
    {
        var bucket = context.UncheckedBucket();
        var delete = context.Input.Object("Delete") ?? throw BucketErrors.MalformedXml();
        var targets = delete.Array("Objects").Objects.ToArray();
        if (targets.Length is 0 or > MostDeletes)
        {
            throw BucketErrors.MalformedXml();
        }

        var (deleted, errors) = (new List<JsonObject>(), new List<JsonObject>());
        foreach (var target in targets)
        {
            var key = target.String("Key") ?? "";
            try
            {
                context.CheckObject(bucket, ActionOf(target), key);
                deleted.Add(Entry(target, Delete(context, bucket, target.With("IfMatch", target["ETag"]), key)));
            }
            catch (AwsException error)
            {
                errors.Add(JsonObject.Of(
                    ("Key", key), ("VersionId", target["VersionId"]), ("Code", error.Code), ("Message", error.Message)));
            }
        }

        return JsonObject.Of(
            ("Deleted", delete.Bool("Quiet") is true ? null : JsonArray.From(deleted)),
            ("Errors", errors.Count == 0 ? null : JsonArray.From(errors)));
    }

    private static string ActionOf(JsonObject input) => input.Has("VersionId") ? "s3:DeleteObjectVersion" : "s3:DeleteObject";

    private static JsonObject Entry(JsonObject target, JsonObject answer) => JsonObject.Of(
        ("Key", target["Key"]),
        ("VersionId", target["VersionId"]),
        ("DeleteMarker", answer["DeleteMarker"]),
        ("DeleteMarkerVersionId", answer.Bool("DeleteMarker") is true ? answer["VersionId"] : null));

    /// <returns>The id of the version that is gone, or of the delete marker that was made or is gone.</returns>
    private static JsonObject Delete(OperationContext context, Bucket bucket, JsonObject input, string key)
    {
        if (input.String("VersionId") is { } version)
        {
            return DeleteVersion(context, bucket, key, version);
        }

        var present = StoredObject.FindIn(context.State.Current, bucket, key);
        ObjectConditions.CheckWrite(input, present);
        var marker = ObjectVersions.Delete(context, bucket, key);
        if (present is not null || marker is not null)
        {
            BucketNotifications.Deleted(context, bucket, key, marker?.VersionId, isMarked: marker is not null);
        }

        return marker is null ? JsonObject.Empty : marker.Version.With("DeleteMarker", true);
    }

    private static JsonObject DeleteVersion(OperationContext context, Bucket bucket, string key, string id)
    {
        if (ObjectVersions.Find(context.State.Current, bucket, key, id) is not { } version)
        {
            return JsonObject.Of(("VersionId", id));
        }

        ObjectVersions.Remove(context, version);
        BucketNotifications.Deleted(context, bucket, key, version.VersionId, isMarked: false);
        return JsonObject.Of(("VersionId", id), ("DeleteMarker", version.IsMarker ? (JsonValue)true : null));
    }
}

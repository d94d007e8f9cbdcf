using System.Globalization;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Buckets.Configurations;

namespace Quell.Sandbox.Objects;

/// <summary>
/// The versions of objects (S3 User Guide, "Retaining multiple versions of objects with S3 Versioning"). What a key shows
/// is its object as in a bucket without versions; the versions below it, and delete markers, are resources of their own
/// under the key's own type, with their number as id, and one more resource says that the key has any. A version without an id is the one that S3 calls <c>null</c>.
/// </summary>
internal static class ObjectVersions
{
    public const string Null = "null";
    public const string IdMember = "VersionId";
    public const string MarkerMember = "DeleteMarker";

    private const string NumberMember = "VersionNumber";
    private const int IdLength = 32;

    /// <summary>The version of the key; null where there is none.</summary>
    /// <exception cref="AwsException">The id is none.</exception>
    public static StoredObject? Find(ResourceSet state, Bucket bucket, string key, string versionId)
    {
        if (versionId != Null && versionId.Length != IdLength)
        {
            throw BucketErrors.InvalidArgument("Invalid version id specified");
        }

        return Of(state, bucket, key).FirstOrDefault(version => version.VersionId is null ? versionId == Null : version.VersionId == versionId);
    }

    /// <summary>All versions of the key and its delete markers, the newest first.</summary>
    public static IEnumerable<StoredObject> Of(ResourceSet state, Bucket bucket, string key)
    {
        var current = StoredObject.FindIn(state, bucket, key);
        var others = BucketVersioning.WasEnabled(bucket)
            ? Others(state, bucket, key)
            : [];
        return current is null ? others : others.Prepend(current);
    }

    /// <summary>The keys that have versions or delete markers beside what they show.</summary>
    public static IEnumerable<string> Keys(ResourceSet state, Bucket bucket) => state.List(bucket.Scope, bucket.VersionedType).Keys;

    public static void Put(ResourceEdit state, StoredObject version, JsonObject value)
    {
        var bucket = version.Bucket;
        state.Put(bucket.Scope, bucket.VersionedType, version.Key, JsonObject.Of(("Key", version.Key)));
        state.Put(bucket.Scope, bucket.VersionType(version.Key), ResourceId(value), value);
    }

    public static void Delete(ResourceEdit state, StoredObject version)
    {
        var bucket = version.Bucket;
        state.Delete(bucket.Scope, bucket.VersionType(version.Key), ResourceId(version.Value));
        if (state.Current.List(bucket.Scope, bucket.VersionType(version.Key)).IsEmpty)
        {
            state.Delete(bucket.Scope, bucket.VersionedType, version.Key);
        }
    }

    /// <summary>Writes an object in place of what the key shows, which stays as a version where the bucket keeps them.</summary>
    public static StoredObject Write(OperationContext context, StoredObject written)
    {
        var value = Replace(context, written.Bucket, written.Key, written.Value);
        var stored = new StoredObject(written.Bucket, written.Key, value);
        stored.Put(context.State, value);
        return stored;
    }

    /// <summary>Takes away what the key shows; in a bucket with versions by a delete marker.</summary>
    /// <returns>The marker; null in a bucket without versions.</returns>
    public static StoredObject? Delete(OperationContext context, Bucket bucket, string key)
    {
        if (!BucketVersioning.WasEnabled(bucket))
        {
            StoredObject.FindIn(context.State.Current, bucket, key)?.Delete(context.State);
            return null;
        }

        var value = Replace(context, bucket, key, ObjectWriting.New(context, key).With(MarkerMember, true));
        StoredObject.FindIn(context.State.Current, bucket, key)?.Delete(context.State);
        var marker = new StoredObject(bucket, key, value) { IsCurrent = false };
        marker.Put(context.State, value);
        return marker;
    }

    /// <summary>Deletes one version for good; the newest that is left shows again, unless it is a delete marker.</summary>
    public static void Remove(OperationContext context, StoredObject version)
    {
        version.Delete(context.State);
        if (StoredObject.FindIn(context.State.Current, version.Bucket, version.Key) is null
            && Of(context.State.Current, version.Bucket, version.Key).FirstOrDefault() is { IsMarker: false } next)
        {
            next.Delete(context.State);
            new StoredObject(next.Bucket, next.Key, next.Value).Put(context.State, next.Value);
        }
    }

    public static string Shown(StoredObject version) => version.VersionId ?? Null;

    /// <summary>Makes room for what is to be the key's newest version, and numbers it.</summary>
    private static JsonObject Replace(OperationContext context, Bucket bucket, string key, JsonObject value)
    {
        if (!BucketVersioning.WasEnabled(bucket))
        {
            return value;
        }

        var versions = Of(context.State.Current, bucket, key).ToList();
        var number = versions.Count == 0 ? 1 : NumberOf(versions[0]) + 1;
        var isEnabled = BucketVersioning.IsEnabled(bucket);
        foreach (var version in versions.Where(version => version.IsCurrent || (!isEnabled && version.VersionId is null)))
        {
            version.Delete(context.State);
            if (isEnabled || version.VersionId is not null)
            {
                (version with { IsCurrent = false }).Put(context.State, version.Value.With(NumberMember, NumberOf(version)));
            }
        }

        return value
            .With(NumberMember, number)
            .With(IdMember, isEnabled ? (JsonValue)context.Transaction.Ids.Hex(IdLength) : null);
    }

    private static IEnumerable<StoredObject> Others(ResourceSet state, Bucket bucket, string key) =>
        state.List(bucket.Scope, bucket.VersionType(key)).Values.Reverse().Select(value => new StoredObject(bucket, key, value) { IsCurrent = false });

    private static string ResourceId(JsonObject value) => (value.Long(NumberMember) ?? 0).ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>An object from before the bucket had versions has none: it is the oldest.</summary>
    private static long NumberOf(StoredObject version) => version.Value.Long(NumberMember) ?? 0;
}

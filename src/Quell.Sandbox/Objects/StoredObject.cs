using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Buckets.Configurations;

namespace Quell.Sandbox.Objects;

/// <summary>
/// An object in a bucket: a resource whose id is its key, exactly as it was sent, and whose members are the headers that it
/// is answered with. Its content lies in the blob store.
/// </summary>
internal sealed record StoredObject(Bucket Bucket, string Key, JsonObject Value)
{
    /// <summary>Whether it is what its key shows, and no older version or delete marker.</summary>
    public bool IsCurrent { get; init; } = true;

    private const string ContentMember = "Content";
    private const string PartSizesMember = "PartSizes";

    /// <summary>What the content of a call without a body is.</summary>
    public static readonly Blob Nothing = new(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, "d41d8cd98f00b204e9800998ecf8427e");

    public ObjectContent Content => ObjectContent.Read(Value.Array(ContentMember));

    /// <summary>How many bytes each of the parts has that the object was uploaded in; empty for an object that was put whole.</summary>
    public IReadOnlyList<long> PartSizes =>
        [.. Value.Array(PartSizesMember).Items.OfType<JsonNumber>().Select(size => size.TryAsLong(out var bytes) ? bytes : 0)];

    /// <summary>The entity tag, in its quotes.</summary>
    public string ETag => Value.String("ETag") ?? "";

    /// <summary>Its version's id; null for the version that S3 calls <c>null</c>, and in a bucket without versions.</summary>
    public string? VersionId => Value.String(ObjectVersions.IdMember);

    /// <summary>Whether it only says that the object was deleted.</summary>
    public bool IsMarker => Value.Bool(ObjectVersions.MarkerMember) is true;

    /// <summary>What answers say of its version: nothing in a bucket that never had any.</summary>
    public JsonObject Version => BucketVersioning.WasEnabled(Bucket)
        ? JsonObject.Of((ObjectVersions.IdMember, ObjectVersions.Shown(this)))
        : JsonObject.Empty;

    /// <summary>The object that the call names, or the version of it.</summary>
    /// <param name="action">What is done with the object, <c>s3:GetObject</c>; with a version it is <c>s3:GetObjectVersion</c>.</param>
    public static StoredObject Find(OperationContext context, string action)
    {
        var key = context.Input.String("Key") ?? "";
        if (context.Input.String("VersionId") is not { } version)
        {
            return FindIn(context.State.Current, context.BucketOf(action, key), key) ?? throw BucketErrors.NoSuchKey();
        }

        var bucket = context.BucketOf(action.Replace("Object", "ObjectVersion", StringComparison.Ordinal), key);
        return ObjectVersions.Find(context.State.Current, bucket, key, version) switch
        {
            null => throw BucketErrors.NoSuchVersion(),
            { IsMarker: true } => throw new AwsException(
                "MethodNotAllowed", "The specified method is not allowed against this resource.", 405),
            var found => found,
        };
    }

    public static StoredObject? FindIn(ResourceSet state, Bucket bucket, string key) =>
        state.Get(new(bucket.Scope, bucket.ObjectType, key)) is { } value ? new(bucket, key, value) : null;

    /// <param name="value">The object's other members.</param>
    /// <param name="etag">The entity tag, in its quotes.</param>
    /// <param name="content">The content.</param>
    /// <param name="partSizes">Empty for an object that was put whole.</param>
    public static JsonObject With(JsonObject value, string etag, ObjectContent content, IReadOnlyList<long> partSizes) => value
        .With("ETag", etag)
        .With(ContentMember, content.ToJson())
        .With(PartSizesMember, partSizes.Count == 0 ? null : JsonArray.From(partSizes.Select(size => (JsonValue)size)));

    public void Put(ResourceEdit state, JsonObject value)
    {
        if (IsCurrent)
        {
            state.Put(Bucket.Scope, Bucket.ObjectType, Key, value);
        }
        else
        {
            ObjectVersions.Put(state, this, value);
        }
    }

    public void Delete(ResourceEdit state)
    {
        if (IsCurrent)
        {
            state.Delete(Bucket.Scope, Bucket.ObjectType, Key);
        }
        else
        {
            ObjectVersions.Delete(state, this);
        }
    }
}

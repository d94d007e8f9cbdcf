using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>
/// An object in a bucket: a resource whose id is its key, exactly as it was sent, and whose members are the headers that it
/// is answered with. Its content lies in the blob store.
/// </summary>
internal sealed record StoredObject(Bucket Bucket, string Key, JsonObject Value)
{
    private const string ContentMember = "Content";

    /// <summary>What the content of a call without a body is.</summary>
    public static readonly Blob Nothing = new(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0, "d41d8cd98f00b204e9800998ecf8427e");

    public Blob Content
    {
        get
        {
            var content = Value.Object(ContentMember) ?? JsonObject.Empty;
            return new(content.String("Sha256") ?? "", content.Long("Length") ?? 0, content.String("Md5") ?? "");
        }
    }

    /// <summary>The entity tag, in its quotes.</summary>
    public string ETag => Value.String("ETag") ?? "";

    /// <summary>The object that the call names.</summary>
    public static StoredObject Find(OperationContext context, string action)
    {
        var key = context.Input.String("Key") ?? "";
        var bucket = context.BucketOf(action, key);
        if (context.Input.String("VersionId") is { } version && version != "null")
        {
            throw BucketErrors.InvalidArgument("Invalid version id specified");
        }

        return FindIn(context.State.Current, bucket, key) ?? throw BucketErrors.NoSuchKey();
    }

    public static StoredObject? FindIn(ResourceSet state, Bucket bucket, string key) =>
        state.Get(new(bucket.Scope, bucket.ObjectType, key)) is { } value ? new(bucket, key, value) : null;

    public static JsonObject With(JsonObject value, Blob content) => value
        .With("ETag", $"\"{content.Md5}\"")
        .With(ContentMember, JsonObject.Of(("Sha256", content.Sha256), ("Length", content.Length), ("Md5", content.Md5)));

    public void Put(ResourceEdit state, JsonObject value) => state.Put(Bucket.Scope, Bucket.ObjectType, Key, value);

    public void Delete(ResourceEdit state) => state.Delete(Bucket.Scope, Bucket.ObjectType, Key);
}

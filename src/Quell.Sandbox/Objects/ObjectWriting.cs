using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Buckets.Configurations;

namespace Quell.Sandbox.Objects;

/// <summary>PutObject and CopyObject.</summary>
internal static class ObjectWriting
{
    private const int LongestKey = 1024;

    public static JsonObject PutObject(OperationContext context)
    {
        var (input, key) = (context.Input, context.Input.String("Key") ?? "");
        var bucket = context.BucketOf("s3:PutObject", key);
        CheckKey(key);
        ObjectHeaders.RefuseUnsupported(input);
        ObjectConditions.CheckWrite(input, StoredObject.FindIn(context.State.Current, bucket, key));
        var content = context.Call.Body ?? StoredObject.Nothing;
        ObjectHeaders.CheckContent(input, content);
        var encryption = ObjectHeaders.EncryptionOf(bucket, input);
        var checksums = ObjectHeaders.ChecksumsOfWhole(input);
        var value = StoredObject.With(New(context, key), $"\"{content.Md5}\"", new([content.All]), [])
            .Merge(ObjectHeaders.OfNew(context.State.Current, bucket, input))
            .Merge(checksums);
        var written = ObjectVersions.Write(context, new(bucket, key, value));
        BucketNotifications.Created(context, written, "PutObject");
        return JsonObject.Of(("ETag", value["ETag"])).Merge(written.Version).Merge(encryption).Merge(checksums);
    }

    public static JsonObject CopyObject(OperationContext context)
    {
        var (input, key) = (context.Input, context.Input.String("Key") ?? "");
        var bucket = context.BucketOf("s3:PutObject", key);
        CheckKey(key);
        ObjectHeaders.RefuseUnsupported(input);
        var source = SourceOf(context);
        var replaces = input.String("MetadataDirective") == "REPLACE";
        if (source.Bucket.Name == bucket.Name && source.Key == key && !replaces && !ChangesAnything(input))
        {
            throw new AwsException(
                "InvalidRequest",
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
                + "metadata, storage class, website redirect location or encryption attributes.");
        }

        var encryption = ObjectHeaders.EncryptionOf(bucket, input);
        var tags = input.String("TaggingDirective") == "REPLACE"
            ? ObjectTags.Parse(input.String("Tagging") ?? "")
            : source.Value.Array("TagSet");
        var value = StoredObject.With(New(context, key), source.ETag, source.Content, source.PartSizes)
            .Merge(replaces ? ObjectHeaders.Description(input) : ObjectHeaders.Taken(source.Value, ObjectHeaders.Described))
            .Merge(encryption)
            .Merge(ObjectHeaders.ChecksumsOf(source.Value))
            .With("ChecksumType", source.Value["ChecksumType"])
            .With("StorageClass", input["StorageClass"])
            .With("WebsiteRedirectLocation", input["WebsiteRedirectLocation"])
            .With("ACL", BucketAcls.OfNew(context.State.Current, bucket, input))
            .With("TagSet", tags.Count == 0 ? null : tags);
        var written = ObjectVersions.Write(context, new(bucket, key, value));
        BucketNotifications.Created(context, written, "CopyObject");
        return JsonObject.Of(
            ("CopyObjectResult", JsonObject.Of(("ETag", value["ETag"]), ("LastModified", context.NowText), ("ChecksumType", value["ChecksumType"]))
                .Merge(ObjectHeaders.ChecksumsOf(value))),
            ("CopySourceVersionId", source.Version[ObjectVersions.IdMember]))
            .Merge(written.Version)
            .Merge(encryption);
    }

    /// <summary>The object that the call copies from.</summary>
    public static StoredObject SourceOf(OperationContext context)
    {
        var text = (context.Input.String("CopySource") ?? "").TrimStart('/');
        var query = text.IndexOf("?versionId=", StringComparison.Ordinal);
        var version = query < 0 ? null : text[(query + "?versionId=".Length)..];
        var path = query < 0 ? text : text[..query];
        if (path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Split('/', 2) is not [{ Length: > 0 } name, { Length: > 0 }])
        {
            throw BucketErrors.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }

        var key = Uri.UnescapeDataString(path)[(name.Length + 1)..];
        var source = Find(context, context.SourceBucket(name, key), key, version);
        ObjectConditions.CheckSource(context.Input, source);
        return source;
    }

    private static StoredObject Find(OperationContext context, Bucket bucket, string key, string? version) => version is null
        ? StoredObject.FindIn(context.State.Current, bucket, key) ?? throw BucketErrors.NoSuchKey()
        : ObjectVersions.Find(context.State.Current, bucket, key, version) switch
        {
            null => throw BucketErrors.NoSuchVersion(),
            { IsMarker: true } => throw new AwsException(
                "InvalidRequest", "The source of a copy request may not specifically refer to a delete marker by version id."),
            var found => found,
        };

    private static bool ChangesAnything(JsonObject input) =>
        input.Has("ServerSideEncryption") || input.Has("StorageClass") || input.Has("WebsiteRedirectLocation");

    /// <summary>An object that is written now, as yet without content.</summary>
    public static JsonObject New(OperationContext context, string key) =>
        JsonObject.Of(("Key", key), ("LastModified", context.NowText));

    /// <summary>Refuses a key that is too long.</summary>
    public static void CheckKey(string key)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(key) > LongestKey)
        {
            throw new AwsException("KeyTooLongError", "Your key is too long");
        }
    }
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>PutObject, CopyObject and the deletes.</summary>
internal static class ObjectWriting
{
    private const int LongestKey = 1024;
    private const int MostDeletes = 1000;

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
        var checksums = ObjectHeaders.ChecksumsOf(input);
        var value = StoredObject.With(New(context, key), $"\"{content.Md5}\"", new([content.All]), [])
            .Merge(ObjectHeaders.OfNew(bucket, input))
            .Merge(checksums);
        new StoredObject(bucket, key, value).Put(context.State, value);
        return JsonObject.Of(("ETag", value["ETag"])).Merge(encryption).Merge(checksums);
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
            .With("StorageClass", input["StorageClass"])
            .With("WebsiteRedirectLocation", input["WebsiteRedirectLocation"])
            .With("ACL", BucketAcls.OfNew(bucket, input))
            .With("TagSet", tags.Count == 0 ? null : tags);
        new StoredObject(bucket, key, value).Put(context.State, value);
        return JsonObject.Of(
            ("CopyObjectResult", JsonObject.Of(("ETag", value["ETag"]), ("LastModified", context.NowText))
                .Merge(ObjectHeaders.ChecksumsOf(value))))
            .Merge(encryption);
    }

    /// <summary>Succeeds for a key that is not there, too.</summary>
    public static JsonObject DeleteObject(OperationContext context)
    {
        var key = context.Input.String("Key") ?? "";
        var bucket = context.BucketOf("s3:DeleteObject", key);
        Delete(context, bucket, context.Input, key);
        return JsonObject.Empty;
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
                context.CheckObject(bucket, "s3:DeleteObject", key);
                Delete(context, bucket, target.With("IfMatch", target["ETag"]), key);
                deleted.Add(JsonObject.Of(("Key", key)));
            }
            catch (AwsException error)
            {
                errors.Add(JsonObject.Of(("Key", key), ("Code", error.Code), ("Message", error.Message)));
            }
        }

        return JsonObject.Of(
            ("Deleted", delete.Bool("Quiet") is true ? null : JsonArray.From(deleted)),
            ("Errors", errors.Count == 0 ? null : JsonArray.From(errors)));
    }

    private static void Delete(OperationContext context, Bucket bucket, JsonObject input, string key)
    {
        if (input.String("VersionId") is { } version && version != "null")
        {
            throw BucketErrors.InvalidArgument("Invalid version id specified");
        }

        var present = StoredObject.FindIn(context.State.Current, bucket, key);
        ObjectConditions.CheckWrite(input, present);
        present?.Delete(context.State);
    }

    /// <summary>The object that the call copies from.</summary>
    public static StoredObject SourceOf(OperationContext context)
    {
        var text = (context.Input.String("CopySource") ?? "").TrimStart('/');
        var query = text.IndexOf("?versionId=", StringComparison.Ordinal);
        if (query >= 0 && text[(query + "?versionId=".Length)..] != "null")
        {
            throw BucketErrors.InvalidArgument("Invalid version id specified");
        }

        var path = query < 0 ? text : text[..query];
        if (path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Split('/', 2) is not [{ Length: > 0 } name, { Length: > 0 }])
        {
            throw BucketErrors.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }

        var key = Uri.UnescapeDataString(path)[(name.Length + 1)..];
        var source = StoredObject.FindIn(context.State.Current, context.SourceBucket(name, key), key) ?? throw BucketErrors.NoSuchKey();
        ObjectConditions.CheckSource(context.Input, source);
        return source;
    }

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

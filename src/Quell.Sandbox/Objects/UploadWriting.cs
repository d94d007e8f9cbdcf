using System.Security.Cryptography;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>Begins multipart uploads, takes their parts and gives them up.</summary>
internal static class UploadWriting
{
    public static JsonObject CreateMultipartUpload(OperationContext context)
    {
        var (input, key) = (context.Input, context.Input.String("Key") ?? "");
        var bucket = context.BucketOf("s3:PutObject", key);
        ObjectWriting.CheckKey(key);
        ObjectHeaders.RefuseUnsupported(input);
        var value = ObjectWriting.New(context, key).Merge(ObjectHeaders.OfNew(context.State.Current, bucket, input));
        var checksum = UploadChecksum.Asked(input);
        var upload = new MultipartUpload(bucket, MultipartUpload.NewId(context), JsonObject.Of(
            ("Key", key),
            ("Initiated", context.NowText),
            ("Initiator", context.Call.Principal is { Type: "Root" } root
                ? Bucket.OwnerOf(root.Account)
                : JsonObject.Of(("ID", context.Call.Principal.Arn))),
            ("Object", value)).Merge(checksum));
        upload.Put(context.State);
        return JsonObject.Of(("Bucket", bucket.Name), ("Key", key), ("UploadId", upload.Id))
            .Merge(ObjectHeaders.EncryptionIn(value))
            .Merge(checksum);
    }

    public static JsonObject UploadPart(OperationContext context)
    {
        var upload = MultipartUpload.Find(context, "s3:PutObject");
        ObjectHeaders.RefuseUnsupported(context.Input);
        var number = NumberOf(context.Input);
        var content = context.Call.Body ?? StoredObject.Nothing;
        ObjectHeaders.CheckContent(context.Input, content);
        var checksums = ObjectHeaders.ChecksumsOf(context.Input);
        var part = UploadedPart.Of(number, content.Md5, new([content.All]), context.NowText, checksums);
        upload.Put(context.State, part);
        return JsonObject.Of(("ETag", part.ETag)).Merge(checksums).Merge(ObjectHeaders.EncryptionIn(upload.Object));
    }

    public static JsonObject UploadPartCopy(OperationContext context)
    {
        var upload = MultipartUpload.Find(context, "s3:PutObject");
        ObjectHeaders.RefuseUnsupported(context.Input);
        var number = NumberOf(context.Input);
        var source = ObjectWriting.SourceOf(context);
        var content = CopiedFrom(source.Content, context.Input.String("CopySourceRange"));
        var part = UploadedPart.Of(number, TagOf(content), content, context.NowText, JsonObject.Empty);
        upload.Put(context.State, part);
        return JsonObject.Of(("CopyPartResult", JsonObject.Of(("ETag", part.ETag), ("LastModified", context.NowText))),
            ("CopySourceVersionId", source.Version[ObjectVersions.IdMember]))
            .Merge(ObjectHeaders.EncryptionIn(upload.Object));
    }

    public static JsonObject AbortMultipartUpload(OperationContext context)
    {
        if (context.Input.Has("IfMatchInitiatedTime"))
        {
            throw BucketErrors.NotImplemented("IfMatchInitiatedTime");
        }

        MultipartUpload.Find(context, "s3:AbortMultipartUpload").Delete(context.State);
        return JsonObject.Empty;
    }

    private static long NumberOf(JsonObject input) => input.Long("PartNumber") is >= 1 and <= MultipartUpload.MostParts and var number
        ? number
        : throw BucketErrors.InvalidArgument($"Part number must be an integer between 1 and {MultipartUpload.MostParts}, inclusive");

    private static ObjectContent CopiedFrom(ObjectContent source, string? range)
    {
        if (range is null)
        {
            return source;
        }

        return ObjectReading.RangeOf(range) is not ({ } first, { } last)
            ? throw BucketErrors.InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy")
            : last >= source.Length
                ? throw BucketErrors.InvalidArgument($"Range specified is not valid for source object of size: {source.Length}")
                : source.Between(first, last - first + 1);
    }

    /// <summary>
    /// The MD5 where it is known; else, as nobody reads the bytes, a digest of where they lie: an entity tag need not be an MD5
    /// (Amazon S3 API Reference, "Object", ETag).
    /// </summary>
    private static string TagOf(ObjectContent content) => content.Slices is [var only] && only == only.Blob.All
        ? only.Blob.Md5
        : Convert.ToHexStringLower(SHA256.HashData(content.ToJson().ToUtf8()))[..32];
}

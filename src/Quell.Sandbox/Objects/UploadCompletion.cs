using System.Security.Cryptography;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Buckets.Configurations;

namespace Quell.Sandbox.Objects;

/// <summary>CompleteMultipartUpload: the parts named become the object, the others are dropped.</summary>
internal static class UploadCompletion
{
    private const string UploadIdMember = "UploadId";
    private const long SmallestPart = 5 * 1024 * 1024;

    public static JsonObject CompleteMultipartUpload(OperationContext context)
    {
        var (input, key) = (context.Input, context.Input.String("Key") ?? "");
        var bucket = context.BucketOf("s3:PutObject", key);
        ObjectHeaders.RefuseUnsupported(input);
        var present = StoredObject.FindIn(context.State.Current, bucket, key);
        if (MultipartUpload.FindIn(context, bucket) is not { } upload)
        {
            // A client that did not get the answer asks again (S3 API Reference, CompleteMultipartUpload: it is idempotent).
            return present?.Value.String(UploadIdMember) == input.String("UploadId") && present is not null
                ? Answer(context, present)
                : throw MultipartUpload.NoSuchUpload();
        }

        ObjectConditions.CheckWrite(input, present);
        var parts = PartsOf(context, upload);
        var content = ObjectContent.Join(parts.Select(part => part.Content));
        if (input.Long("MpuObjectSize") is { } size && size != content.Length)
        {
            throw new AwsException("InvalidRequest", $"The provided 'x-amz-mp-object-size' header value {size} does not match what was computed: {content.Length}");
        }

        var value = StoredObject.With(upload.Object, ETagOf(parts), content, [.. parts.Select(part => part.Size)])
            .Merge(UploadChecksum.OfWhole(input, upload, parts))
            .With(UploadIdMember, upload.Id);
        var completed = ObjectVersions.Write(context, new(bucket, key, value));
        BucketNotifications.Created(context, completed, "CompleteMultipartUpload");
        upload.Delete(context.State);
        return Answer(context, completed);
    }

    private static JsonObject Answer(OperationContext context, StoredObject completed) => JsonObject.Of(
        ("Location", $"http://{context.Call.Host}/{completed.Bucket.Name}/{Uri.EscapeDataString(completed.Key)}"),
        ("Bucket", completed.Bucket.Name),
        ("Key", completed.Key),
        ("ETag", completed.ETag),
        ("ChecksumType", completed.Value["ChecksumType"]))
        .Merge(completed.Version)
        .Merge(ObjectHeaders.ChecksumsOf(completed.Value))
        .Merge(ObjectHeaders.EncryptionIn(completed.Value));

    private static List<UploadedPart> PartsOf(OperationContext context, MultipartUpload upload)
    {
        var named = (context.Input.Object("MultipartUpload")?.Array("Parts") ?? JsonArray.Empty).Objects.ToList();
        if (named.Count is 0 or > MultipartUpload.MostParts)
        {
            throw BucketErrors.MalformedXml();
        }

        var parts = new List<UploadedPart>(named.Count);
        foreach (var name in named)
        {
            var number = name.Long("PartNumber") ?? throw BucketErrors.MalformedXml();
            if (parts.Count > 0 && number <= parts[^1].Number)
            {
                throw new AwsException(
                    "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }

            parts.Add(upload.Part(context.State.Current, number) is { } part && Is(part, name) ? part : throw InvalidPart());
        }

        return parts.SkipLast(1).Any(part => part.Size < SmallestPart)
            ? throw new AwsException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            : parts;
    }

    private static bool Is(UploadedPart part, JsonObject name) =>
        name.String("ETag")?.Trim('"') == part.ETag.Trim('"')
        && ObjectHeaders.ChecksumsOf(name).All(checksum => part.Value[checksum.Key] is not { } kept || kept.Equals(checksum.Value));

    private static AwsException InvalidPart() => new(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");

    /// <summary>The MD5 of the parts' MD5s and how many they are (S3 User Guide, "Checking object integrity").</summary>
    private static string ETagOf(List<UploadedPart> parts)
    {
        var digests = parts.SelectMany(part => Convert.FromHexString(part.ETag.Trim('"'))).ToArray();
#pragma warning disable CA5351 // S3's ETag is an MD5; nothing is protected by it.
        return $"\"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}\"";
#pragma warning restore CA5351
    }
}

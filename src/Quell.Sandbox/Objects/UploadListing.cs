using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>ListParts and ListMultipartUploads.</summary>
internal static class UploadListing
{
    private const int MostEntries = 1000;

    public static JsonObject ListParts(OperationContext context)
    {
        var upload = MultipartUpload.Find(context, "s3:ListMultipartUploadParts");
        ObjectHeaders.RefuseUnsupported(context.Input);
        var after = context.Input.Long("PartNumberMarker") ?? 0;
        var most = MostOf(context.Input, "MaxParts");
        var rest = upload.Parts(context.State.Current).Where(part => part.Number > after).Take(most + 1).ToList();
        var page = rest.Take(most).ToList();
        return JsonObject.Of(
            ("Bucket", upload.Bucket.Name),
            ("Key", upload.Key),
            ("UploadId", upload.Id),
            ("PartNumberMarker", after),
            ("NextPartNumberMarker", page.Count == 0 ? 0 : page[^1].Number),
            ("MaxParts", most),
            ("IsTruncated", rest.Count > page.Count),
            ("Parts", JsonArray.From(page.Select(part => part.Entry))))
            .Merge(Shown(upload));
    }

    /// <summary>By key, the uploads of one key in the order they were begun.</summary>
    public static JsonObject ListMultipartUploads(OperationContext context)
    {
        var input = context.Input;
        var bucket = context.Bucket("s3:ListBucketMultipartUploads");
        if (input.Has("Delimiter"))
        {
            throw BucketErrors.NotImplemented("Delimiter");
        }

        var most = MostOf(input, "MaxUploads");
        var rest = MultipartUpload.Of(context.State.Current, bucket)
            .Where(upload => upload.Key.StartsWith(input.String("Prefix") ?? "", StringComparison.Ordinal) && IsAfterMarkers(upload, input))
            .OrderBy(upload => upload.Key, KeyOrder.Instance).ThenBy(upload => upload.Id, StringComparer.Ordinal)
            .Take(most + 1)
            .ToList();
        var page = rest.Take(most).ToList();
        var next = rest.Count > page.Count && page.Count > 0 ? page[^1] : null;
        return JsonObject.Of(
            ("Bucket", bucket.Name),
            ("KeyMarker", ObjectListing.Encoded(input, input.String("KeyMarker") ?? "")),
            ("UploadIdMarker", input.String("UploadIdMarker") ?? ""),
            ("NextKeyMarker", ObjectListing.Encoded(input, next?.Key)),
            ("NextUploadIdMarker", next?.Id),
            ("Prefix", ObjectListing.Encoded(input, input.String("Prefix") ?? "")),
            ("EncodingType", input["EncodingType"]),
            ("MaxUploads", most),
            ("IsTruncated", rest.Count > page.Count),
            ("Uploads", JsonArray.From(page.Select(upload => JsonObject.Of(
                ("Key", ObjectListing.Encoded(input, upload.Key)),
                ("UploadId", upload.Id),
                ("Initiated", upload.Value["Initiated"])).Merge(Shown(upload))))));
    }

    private static JsonObject Shown(MultipartUpload upload) => JsonObject.Of(
        ("Initiator", upload.Value["Initiator"]),
        ("Owner", upload.Bucket.Owner),
        ("StorageClass", upload.Object["StorageClass"] ?? "STANDARD"),
        ("ChecksumAlgorithm", upload.Value["ChecksumAlgorithm"]),
        ("ChecksumType", upload.Value["ChecksumType"]));

    /// <summary>An upload's id counts only together with a key.</summary>
    private static bool IsAfterMarkers(MultipartUpload upload, JsonObject input)
    {
        if (input.String("KeyMarker") is not { Length: > 0 } key)
        {
            return true;
        }

        var order = KeyOrder.Instance.Compare(upload.Key, key);
        return order > 0
            || (order == 0 && input.String("UploadIdMarker") is { Length: > 0 } id && string.CompareOrdinal(upload.Id, id) > 0);
    }

    private static int MostOf(JsonObject input, string member) => input.Long(member) switch
    {
        null => MostEntries,
        < 0 => throw BucketErrors.InvalidArgument($"Argument {member} must be an integer between 0 and 2147483647"),
        var asked => (int)Math.Min(asked.Value, MostEntries),
    };
}

using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>ListObjectsV2 and its elder ListObjects: the same listing with other ways to name a place in it.</summary>
internal static class ObjectListing
{
    private const int MostKeys = 1000;

    public static JsonObject ListObjectsV2(OperationContext context)
    {
        var input = context.Input;
        var bucket = context.Bucket("s3:ListBucket");
        var after = PageToken.Read(input.String("ContinuationToken"), BucketErrors.BadToken) ?? input.String("StartAfter");
        var page = ObjectPage.Of(context.State.Current, bucket, Asked(input, after));
        var owner = input.Bool("FetchOwner") is true ? bucket.Owner : null;
        return Common(input, bucket, page, owner)
            .With("KeyCount", page.Objects.Count + page.Prefixes.Count)
            .With("ContinuationToken", input["ContinuationToken"])
            .With("NextContinuationToken", page.Last is { } last ? (JsonValue)PageToken.Write(last) : null)
            .With("StartAfter", Encoded(input, input.String("StartAfter")));
    }

    /// <summary>Names the next place only where there is a delimiter; elsewhere the last key is it (API Reference, ListObjects).</summary>
    public static JsonObject ListObjects(OperationContext context)
    {
        var input = context.Input;
        var bucket = context.Bucket("s3:ListBucket");
        var page = ObjectPage.Of(context.State.Current, bucket, Asked(input, input.String("Marker")));
        return Common(input, bucket, page, bucket.Owner)
            .With("Marker", Encoded(input, input.String("Marker") ?? ""))
            .With("NextMarker", input.Has("Delimiter") ? Encoded(input, page.Last) : null);
    }

    private static ObjectPage.Query Asked(JsonObject input, string? after)
    {
        var most = input.Long("MaxKeys") ?? MostKeys;
        return most < 0
            ? throw BucketErrors.InvalidArgument("Argument maxKeys must be an integer between 0 and 2147483647")
            : new(input.String("Prefix") ?? "", input.String("Delimiter") ?? "", after ?? "", (int)Math.Min(most, MostKeys));
    }

    private static JsonObject Common(JsonObject input, Bucket bucket, ObjectPage page, JsonObject? owner) => JsonObject.Of(
        ("Name", bucket.Name),
        ("Prefix", Encoded(input, input.String("Prefix") ?? "")),
        ("Delimiter", Encoded(input, input.String("Delimiter"))),
        ("MaxKeys", Math.Min(input.Long("MaxKeys") ?? MostKeys, MostKeys)),
        ("EncodingType", input["EncodingType"]),
        ("IsTruncated", page.Last is not null),
        ("Contents", JsonArray.From(page.Objects.Select(found => Entry(input, found, owner)))),
        ("CommonPrefixes", JsonArray.From(page.Prefixes.Select(prefix => JsonObject.Of(("Prefix", Encoded(input, prefix)))))));

    private static JsonObject Entry(JsonObject input, StoredObject found, JsonObject? owner) => JsonObject.Of(
        ("Key", Encoded(input, found.Key)),
        ("LastModified", found.Value["LastModified"]),
        ("ETag", found.ETag),
        ("Size", found.Content.Length),
        ("StorageClass", found.Value["StorageClass"] ?? "STANDARD"),
        ("Owner", owner));

    /// <summary>The text as the caller wants it encoded.</summary>
    public static JsonValue? Encoded(JsonObject input, string? text) =>
        text is null ? null
        : input.String("EncodingType") == "url" ? (JsonValue)Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal)
        : (JsonValue)text;
}

using System.Globalization;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Objects;

/// <summary>GetObject and HeadObject.</summary>
internal static class ObjectReading
{
    private static readonly string[] Shown =
        ["ETag", "LastModified", .. ObjectHeaders.Described, "WebsiteRedirectLocation", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "StorageClass"];

    private static readonly (string Asked, string Shown)[] Overrides =
    [
        ("ResponseContentType", "ContentType"), ("ResponseCacheControl", "CacheControl"), ("ResponseExpires", "Expires"),
        ("ResponseContentDisposition", "ContentDisposition"), ("ResponseContentEncoding", "ContentEncoding"),
        ("ResponseContentLanguage", "ContentLanguage"),
    ];

    public static JsonObject GetObject(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:GetObject");
        var part = PartOf(context.Input, found);
        context.Body = (part is var (offset, length) ? found.Content.Between(offset, length) : found.Content).Slices;
        return Answer(context.Input, found, part);
    }

    public static JsonObject HeadObject(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:GetObject");
        return Answer(context.Input, found, PartOf(context.Input, found));
    }

    /// <summary>The part that the caller asks for; null for all. A range that is no range is as none (RFC 9110, section 14.2).</summary>
    private static (long Offset, long Length)? PartOf(JsonObject input, StoredObject found)
    {
        ObjectHeaders.RefuseUnsupported(input);
        ObjectConditions.CheckRead(input, found);
        if (input.Long("PartNumber") is { } number)
        {
            return input.Has("Range")
                ? throw new AwsException("InvalidRequest", "Cannot specify both Range header and partNumber query parameter")
                : UploadedPartOf(found, number);
        }

        if (RangeOf(input.String("Range")) is not var (first, last))
        {
            return null;
        }

        var length = found.Content.Length;
        var offset = first ?? Math.Max(0, length - (last ?? 0));
        var end = first is null ? length - 1 : Math.Min(last ?? long.MaxValue, length - 1);
        return offset > end
            ? throw new AwsException("InvalidRange", "The requested range is not satisfiable", 416)
            : (offset, end - offset + 1);
    }

    /// <summary>The part that was uploaded under the number; an object that was put whole is its own first part.</summary>
    private static (long Offset, long Length)? UploadedPartOf(StoredObject found, long number)
    {
        var sizes = found.PartSizes;
        if (number < 1 || number > Math.Max(1, sizes.Count))
        {
            throw new AwsException("InvalidPartNumber", "The requested partnumber is not satisfiable", 416);
        }

        return sizes.Count == 0 ? null : (sizes.Take((int)number - 1).Sum(), sizes[(int)number - 1]);
    }

    /// <summary><c>bytes=first-last</c>, <c>bytes=first-</c> or <c>bytes=-length</c>; null for anything else.</summary>
    public static (long? First, long? Last)? RangeOf(string? range)
    {
        if (range is null || !range.StartsWith("bytes=", StringComparison.Ordinal) || range["bytes=".Length..].Split('-') is not [var left, var right])
        {
            return null;
        }

        var (first, last) = (Number(left), Number(right));
        return (left.Length > 0 && first is null) || (right.Length > 0 && last is null) || (first is null && last is null) || last < first
            ? null
            : (first, last);
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonObject Answer(JsonObject input, StoredObject found, (long Offset, long Length)? part)
    {
        var whole = found.Content.Length;
        var answer = JsonObject.Of(
            ("AcceptRanges", "bytes"),
            ("ContentLength", part?.Length ?? whole),
            ("ContentRange", part is var (offset, length) ? (JsonValue)$"bytes {offset}-{offset + length - 1}/{whole}" : null),
            ("PartsCount", input.Has("PartNumber") && found.PartSizes.Count is > 0 and var parts ? (JsonValue)parts : null),
            ("TagCount", found.Value.Array("TagSet") is { Count: > 0 } tags ? (JsonValue)tags.Count : null))
            .Merge(found.Version)
            .Merge(ObjectHeaders.Taken(found.Value, Shown));
        answer = input.String("ChecksumMode") == "ENABLED" && part is null ? answer.Merge(ObjectHeaders.ChecksumsOf(found.Value)).With("ChecksumType", found.Value["ChecksumType"]) : answer;
        return Overrides.Aggregate(answer, (shown, pair) => input[pair.Asked] is { } value ? shown.With(pair.Shown, value) : shown);
    }
}

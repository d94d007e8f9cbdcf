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
        context.Body = part ?? found.Content.All;
        return Answer(context.Input, found, part);
    }

    public static JsonObject HeadObject(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:GetObject");
        return Answer(context.Input, found, PartOf(context.Input, found));
    }

    /// <summary>The part that the caller asks for; null for all. A range that is no range is as none (RFC 9110, section 14.2).</summary>
    private static BlobSlice? PartOf(JsonObject input, StoredObject found)
    {
        ObjectHeaders.RefuseUnsupported(input);
        ObjectConditions.CheckRead(input, found);
        if (input.Long("PartNumber") is not (null or 1))
        {
            throw new AwsException("InvalidPartNumber", "The requested partnumber is not satisfiable", 416);
        }

        var content = found.Content;
        if (RangeOf(input.String("Range")) is not var (first, last))
        {
            return null;
        }

        var offset = first ?? Math.Max(0, content.Length - (last ?? 0));
        var end = first is null ? content.Length - 1 : Math.Min(last ?? long.MaxValue, content.Length - 1);
        return offset > end
            ? throw new AwsException("InvalidRange", "The requested range is not satisfiable", 416)
            : new(content, offset, end - offset + 1);
    }

    /// <summary><c>bytes=first-last</c>, <c>bytes=first-</c> or <c>bytes=-length</c>; null for anything else.</summary>
    private static (long? First, long? Last)? RangeOf(string? range)
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

    private static JsonObject Answer(JsonObject input, StoredObject found, BlobSlice? part)
    {
        var answer = JsonObject.Of(
            ("AcceptRanges", "bytes"),
            ("ContentLength", part?.Length ?? found.Content.Length),
            ("ContentRange", part is null ? null : (JsonValue)$"bytes {part.Offset}-{part.Offset + part.Length - 1}/{part.Blob.Length}"),
            ("TagCount", found.Value.Array("TagSet") is { Count: > 0 } tags ? (JsonValue)tags.Count : null))
            .Merge(ObjectHeaders.Taken(found.Value, Shown));
        answer = input.String("ChecksumMode") == "ENABLED" && part is null ? answer.Merge(ObjectHeaders.ChecksumsOf(found.Value)) : answer;
        return Overrides.Aggregate(answer, (shown, pair) => input[pair.Asked] is { } value ? shown.With(pair.Shown, value) : shown);
    }
}

using System.Globalization;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>Conditional reads and writes (RFC 9110, section 13; S3 User Guide, "Conditional requests").</summary>
internal static class ObjectConditions
{
    /// <summary>Refuses a read whose conditions the object does not meet.</summary>
    public static void CheckRead(JsonObject input, StoredObject found)
    {
        if (input.String("IfMatch") is { } match ? !Names(match, found.ETag) : ModifiedAfter(found, input, "IfUnmodifiedSince") is true)
        {
            throw BucketErrors.PreconditionFailed();
        }

        if (input.String("IfNoneMatch") is { } none ? Names(none, found.ETag) : ModifiedAfter(found, input, "IfModifiedSince") is false)
        {
            throw new AwsException("NotModified", "Not Modified", 304);
        }
    }

    /// <summary>Refuses a write whose conditions what is there now does not meet.</summary>
    public static void CheckWrite(JsonObject input, StoredObject? present)
    {
        if (input.String("IfNoneMatch") is { } none && present is not null && Names(none, present.ETag))
        {
            throw BucketErrors.PreconditionFailed();
        }

        if (input.String("IfMatch") is { } match && !Names(match, (present ?? throw BucketErrors.NoSuchKey()).ETag))
        {
            throw BucketErrors.PreconditionFailed();
        }
    }

    /// <summary>Refuses a copy whose source does not meet the conditions.</summary>
    public static void CheckSource(JsonObject input, StoredObject source)
    {
        if ((input.String("CopySourceIfMatch") is { } match && !Names(match, source.ETag))
            || (input.String("CopySourceIfNoneMatch") is { } none && Names(none, source.ETag))
            || ModifiedAfter(source, input, "CopySourceIfUnmodifiedSince") is true
            || ModifiedAfter(source, input, "CopySourceIfModifiedSince") is false)
        {
            throw BucketErrors.PreconditionFailed();
        }
    }

    private static bool Names(string tags, string etag) =>
        tags.Split(',').Select(tag => tag.Trim().Trim('"')).Any(tag => tag == "*" || tag == etag.Trim('"'));

    /// <summary>Whether the object is newer than the time given; null where none is.</summary>
    private static bool? ModifiedAfter(StoredObject found, JsonObject input, string member) =>
        TimeOf(input, member) is { } time ? TimeOf(found.Value, "LastModified") > time : null;

    private static DateTimeOffset? TimeOf(JsonObject value, string member) =>
        DateTimeOffset.TryParse(value.String(member), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

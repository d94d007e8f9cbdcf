using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets;

/// <summary>Tags of buckets, and the rules for S3's tag sets (S3 User Guide, "Using cost allocation S3 bucket tags").</summary>
internal static class BucketTags
{
    public const int MostOfBucket = 50;
    public const int MostOfObject = 10;

    public static JsonObject GetBucketTagging(OperationContext context)
    {
        var bucket = context.Bucket("s3:GetBucketTagging");
        return bucket.Value["TagSet"] is { } tags
            ? JsonObject.Of(("TagSet", tags))
            : throw new AwsException("NoSuchTagSet", "The TagSet does not exist", 404);
    }

    public static JsonObject PutBucketTagging(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketTagging");
        bucket.Configure(context, "TagSet", Checked(context.Input.Object("Tagging")?.Array("TagSet") ?? throw BucketErrors.MalformedXml()));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteBucketTagging(OperationContext context)
    {
        context.Bucket("s3:PutBucketTagging").Configure(context, "TagSet", null);
        return JsonObject.Empty;
    }

    /// <summary>The tag set, when it keeps the rules.</summary>
    public static JsonArray Checked(JsonArray tags, int most = MostOfBucket)
    {
        if (tags.Count > most)
        {
            throw new AwsException("BadRequest", most == MostOfObject
                ? "Object tags cannot be greater than 10"
                : "Bucket tag count cannot be greater than 50");
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags.Objects)
        {
            Check(tag.String("Key") ?? "", tag.String("Value") ?? "", keys);
        }

        return tags;
    }

    private static void Check(string key, string value, HashSet<string> keys)
    {
        if (key.Length is 0 or > 128)
        {
            throw new AwsException("InvalidTag", "The TagKey you have provided is invalid");
        }

        if (value.Length > 256)
        {
            throw new AwsException("InvalidTag", "The TagValue you have provided is invalid");
        }

        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsException("InvalidTag", "System tags cannot be added/updated by requester");
        }

        if (!keys.Add(key))
        {
            throw new AwsException("InvalidTag", "Cannot provide multiple Tags with the same key");
        }
    }
}

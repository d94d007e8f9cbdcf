using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>Tags of objects.</summary>
internal static class ObjectTags
{
    public static JsonObject GetObjectTagging(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:GetObjectTagging");
        return found.Version.With("TagSet", found.Value.Array("TagSet"));
    }

    public static JsonObject PutObjectTagging(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:PutObjectTagging");
        var tags = context.Input.Object("Tagging")?.Array("TagSet") ?? throw BucketErrors.MalformedXml();
        found.Put(context.State, found.Value.With("TagSet", BucketTags.Checked(tags, BucketTags.MostOfObject)));
        return found.Version;
    }

    public static JsonObject DeleteObjectTagging(OperationContext context)
    {
        var found = StoredObject.Find(context, "s3:DeleteObjectTagging");
        found.Put(context.State, found.Value.Without("TagSet"));
        return found.Version;
    }

    /// <summary>Tags as the header <c>x-amz-tagging</c> has them: a URL's query.</summary>
    public static JsonArray Parse(string text) => BucketTags.Checked(
        JsonArray.From(from pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries)
                       let sides = pair.Replace('+', ' ').Split('=', 2)
                       select JsonObject.Of(
                           ("Key", Uri.UnescapeDataString(sides[0])),
                           ("Value", sides.Length == 2 ? Uri.UnescapeDataString(sides[1]) : ""))),
        BucketTags.MostOfObject);
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>A bucket's website (S3 User Guide, "Hosting a static website using Amazon S3"); kept and shown, not served.</summary>
internal static class BucketWebsite
{
    private const string Member = "WebsiteConfiguration";

    public static JsonObject GetBucketWebsite(OperationContext context) =>
        context.Bucket("s3:GetBucketWebsite").Value.Object(Member)
        ?? throw new AwsException("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration", 404);

    public static JsonObject PutBucketWebsite(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketWebsite");
        var website = context.Input.Object(Member) ?? throw BucketErrors.MalformedXml();
        if (website.Object("RedirectAllRequestsTo") is null)
        {
            var suffix = website.Object("IndexDocument")?.String("Suffix") ?? throw BucketErrors.InvalidArgument(
                "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
            if (suffix.Length == 0 || suffix.Contains('/', StringComparison.Ordinal))
            {
                throw BucketErrors.InvalidArgument("The IndexDocument Suffix is not well formed");
            }
        }

        bucket.Configure(context, Member, website);
        return JsonObject.Empty;
    }

    public static JsonObject DeleteBucketWebsite(OperationContext context) =>
        BucketConfigurations.Clear(context, "s3:DeleteBucketWebsite", Member);
}

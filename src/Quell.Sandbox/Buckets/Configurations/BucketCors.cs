using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>From which origins browsers may ask (S3 User Guide, "Using cross-origin resource sharing (CORS)"); kept and shown, not answered by.</summary>
internal static class BucketCors
{
    private const string Member = "CORSRules";

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD"];

    public static JsonObject GetBucketCors(OperationContext context) => context.Bucket("s3:GetBucketCORS").Value[Member] is { } rules
        ? JsonObject.Of((Member, rules))
        : throw new AwsException("NoSuchCORSConfiguration", "The CORS configuration does not exist", 404);

    public static JsonObject PutBucketCors(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketCORS");
        var rules = (context.Input.Object("CORSConfiguration") ?? throw BucketErrors.MalformedXml()).Array(Member);
        if (rules.Count is 0 or > 100
            || rules.Objects.Any(rule => rule.Array("AllowedMethods").Count == 0 || rule.Array("AllowedOrigins").Count == 0))
        {
            throw BucketErrors.MalformedXml();
        }

        if (rules.Objects.SelectMany(rule => rule.Array("AllowedMethods").Strings).FirstOrDefault(method => !Methods.Contains(method)) is { } unknown)
        {
            throw new AwsException("InvalidRequest", $"Found unsupported HTTP method in CORS config. Unsupported method is {unknown}");
        }

        bucket.Configure(context, Member, rules);
        return JsonObject.Empty;
    }

    public static JsonObject DeleteBucketCors(OperationContext context) => BucketConfigurations.Clear(context, "s3:PutBucketCORS", Member);
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets;

/// <summary>A bucket's public access block; since April 2023 every new bucket has all four settings on.</summary>
internal static class PublicAccessBlock
{
    private const string Member = "PublicAccessBlockConfiguration";

    private static readonly string[] Settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    public static readonly JsonObject AllOn = JsonObject.From(Settings.Select(setting => KeyValuePair.Create(setting, (JsonValue)true)));

    public static JsonObject Of(Bucket bucket) => bucket.Value.Object(Member) ?? JsonObject.Empty;

    public static JsonObject GetPublicAccessBlock(OperationContext context) =>
        context.Bucket("s3:GetBucketPublicAccessBlock").Value[Member] is { } configuration
            ? JsonObject.Of((Member, configuration))
            : throw new AwsException(
                "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404);

    /// <summary>Sets all four; one that is not given is off.</summary>
    public static JsonObject PutPublicAccessBlock(OperationContext context)
    {
        var given = context.Input.Object(Member) ?? throw BucketErrors.MalformedXml();
        context.Bucket("s3:PutBucketPublicAccessBlock").Configure(context, Member, JsonObject.From(
            Settings.Select(setting => KeyValuePair.Create(setting, (JsonValue)(given.Bool(setting) ?? false)))));
        return JsonObject.Empty;
    }

    public static JsonObject DeletePublicAccessBlock(OperationContext context)
    {
        context.Bucket("s3:PutBucketPublicAccessBlock").Configure(context, Member, null);
        return JsonObject.Empty;
    }
}

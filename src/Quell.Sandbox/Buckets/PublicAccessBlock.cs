using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Sandbox.Buckets;

/// <summary>A bucket's public access block; since April 2023 every new bucket has all four settings on.</summary>
internal static class PublicAccessBlock
{
    public const string Member = "PublicAccessBlockConfiguration";

    private static readonly string[] Settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    public static readonly JsonObject AllOn = JsonObject.From(Settings.Select(setting => KeyValuePair.Create(setting, (JsonValue)true)));

    /// <summary>Whether a setting is on, for the bucket or for its owner's whole account.</summary>
    public static bool IsOn(ResourceSet state, Bucket bucket, string setting) =>
        bucket.Value.Object(Member)?.Bool(setting) is true || AccountPublicAccessBlock.Of(state, bucket.Scope.Account).Bool(setting) is true;

    /// <summary>All four settings; one that is not given is off.</summary>
    public static JsonObject Settled(JsonObject given) =>
        JsonObject.From(Settings.Select(setting => KeyValuePair.Create(setting, (JsonValue)(given.Bool(setting) ?? false))));

    public static JsonObject GetPublicAccessBlock(OperationContext context) =>
        context.Bucket("s3:GetBucketPublicAccessBlock").Value[Member] is { } configuration
            ? JsonObject.Of((Member, configuration))
            : throw new AwsException(
                "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404);

    public static JsonObject PutPublicAccessBlock(OperationContext context)
    {
        var given = context.Input.Object(Member) ?? throw BucketErrors.MalformedXml();
        context.Bucket("s3:PutBucketPublicAccessBlock").Configure(context, Member, Settled(given));
        return JsonObject.Empty;
    }

    public static JsonObject DeletePublicAccessBlock(OperationContext context)
    {
        context.Bucket("s3:PutBucketPublicAccessBlock").Configure(context, Member, null);
        return JsonObject.Empty;
    }
}

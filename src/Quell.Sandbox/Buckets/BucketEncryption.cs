using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Sandbox.Buckets;

/// <summary>A bucket's default encryption (S3 User Guide, "Setting default server-side encryption behavior").</summary>
internal static class BucketEncryption
{
    private const string Member = "ServerSideEncryptionConfiguration";
    private const string Default = "ApplyServerSideEncryptionByDefault";

    private static readonly JsonObject Sse3 = JsonObject.Of(("Rules", new JsonArray([JsonObject.Of(
        (Default, JsonObject.Of(("SSEAlgorithm", "AES256"))), ("BucketKeyEnabled", false))])));

    /// <summary>What a bucket gets when nobody says anything: SSE-S3, or nothing in an account as before 2023.</summary>
    public static JsonObject? Initial(ResourceSet state, string account) =>
        BucketSettings.NewBucketsUnencrypted(state, account) ? null : Sse3;

    /// <summary>The bucket's rule for objects that come without encryption headers; null where it has none.</summary>
    public static JsonObject? RuleOf(Bucket bucket) =>
        bucket.Value.Object(Member)?.Array("Rules").Objects.FirstOrDefault()?.Object(Default);

    public static JsonObject GetBucketEncryption(OperationContext context)
    {
        var bucket = context.Bucket("s3:GetEncryptionConfiguration");
        return bucket.Value.Object(Member) is { } configuration
            ? JsonObject.Of((Member, configuration))
            : throw new Aws.AwsException(
                "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found", 404);
    }

    public static JsonObject PutBucketEncryption(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutEncryptionConfiguration");
        var rules = (context.Input.Object(Member) ?? JsonObject.Empty).Array("Rules").Objects.ToArray();
        if (rules is not [var rule])
        {
            throw BucketErrors.MalformedXml();
        }

        var configured = Checked(rule.Object(Default) ?? throw BucketErrors.MalformedXml());
        bucket.Configure(context, Member, JsonObject.Of(("Rules", new JsonArray([
            rule.With(Default, configured).With("BucketKeyEnabled", rule.Bool("BucketKeyEnabled") ?? false)]))));
        return JsonObject.Empty;
    }

    /// <summary>Takes the bucket back to what a new one has: since 2023 there is no bucket without encryption.</summary>
    public static JsonObject DeleteBucketEncryption(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutEncryptionConfiguration");
        bucket.Configure(context, Member, Initial(context.State.Current, bucket.Scope.Account));
        return JsonObject.Empty;
    }

    private static JsonObject Checked(JsonObject rule) => rule.String("SSEAlgorithm") switch
    {
        "aws:kms" or "aws:kms:dsse" => rule,
        "AES256" when rule.String("KMSMasterKeyID") is null => rule,
        "AES256" => throw BucketErrors.InvalidArgument(
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"),
        _ => throw BucketErrors.MalformedXml(),
    };
}

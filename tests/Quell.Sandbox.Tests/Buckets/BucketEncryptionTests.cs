using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Tests.Buckets;

public sealed class BucketEncryptionTests
{
    private readonly TestAccount _account = new();

    [Fact]
    [Trait("Requirement", "R12")]
    public void A_new_bucket_is_encrypted_with_SSE_S3()
    {
        Create();

        Algorithm().ShouldBe("AES256");
    }

    [Fact]
    [Trait("Requirement", "R12")]
    public void Deleting_the_encryption_takes_the_bucket_back_to_SSE_S3()
    {
        Create();
        Put("aws:kms", "alias/key");
        Algorithm().ShouldBe("aws:kms");

        _account.Call("s3", "DeleteBucketEncryption", ("Bucket", "logs-1"));

        Algorithm().ShouldBe("AES256");
    }

    [Fact]
    [Trait("Requirement", "R12")]
    public void In_an_account_as_before_2023_a_new_bucket_has_no_encryption_until_it_is_put_and_none_after_it_is_deleted()
    {
        var edit = new ResourceEdit(_account.State);
        BucketSettings.SetNewBucketsUnencrypted(edit, TestAccount.Account, true);
        _account.State = edit.Current;
        Create();

        var refused = _account.Refused("s3", "GetBucketEncryption", ("Bucket", "logs-1"));
        refused.Code.ShouldBe("ServerSideEncryptionConfigurationNotFoundError");
        refused.Status.ShouldBe(404);

        Put("AES256", null);
        Algorithm().ShouldBe("AES256");

        _account.Call("s3", "DeleteBucketEncryption", ("Bucket", "logs-1"));
        _account.Refused("s3", "GetBucketEncryption", ("Bucket", "logs-1")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("ROT13", null, "MalformedXML")]
    [InlineData("AES256", "alias/key", "InvalidArgument")]
    public void Refuses_a_rule_that_makes_no_sense(string algorithm, string? key, string code)
    {
        Create();

        _account.Refused("s3", "PutBucketEncryption", ("Bucket", "logs-1"), ("ServerSideEncryptionConfiguration", Rule(algorithm, key)))
            .Code.ShouldBe(code);

        Algorithm().ShouldBe("AES256");
    }

    private void Create() => _account.Call("s3", "CreateBucket", ("Bucket", "logs-1"));

    private void Put(string algorithm, string? key) => _account.Call(
        "s3", "PutBucketEncryption", ("Bucket", "logs-1"), ("ServerSideEncryptionConfiguration", Rule(algorithm, key)));

    private string? Algorithm() => _account.Call("s3", "GetBucketEncryption", ("Bucket", "logs-1"))
        .Object("ServerSideEncryptionConfiguration")!.Array("Rules").Objects.Single()
        .Object("ApplyServerSideEncryptionByDefault")!.String("SSEAlgorithm");

    private static JsonObject Rule(string algorithm, string? key) => JsonObject.Of(("Rules", new JsonArray([JsonObject.Of(
        ("ApplyServerSideEncryptionByDefault", JsonObject.Of(
            ("SSEAlgorithm", algorithm), ("KMSMasterKeyID", key is null ? null : (JsonValue)key))))])));
}

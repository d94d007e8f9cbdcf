using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Tests.Objects;

public sealed class ObjectWritingTests
{
    private const string HelloETag = "\"5d41402abc4b2a76b9719d911017c592\"";

    private readonly TestAccount _account = new();

    public ObjectWritingTests() => _account.Call("s3", "CreateBucket", ("Bucket", "logs-1"));

    [Fact]
    public void An_object_is_read_as_it_was_written()
    {
        var written = Put("a.txt", "hello", ("ContentType", "text/plain"), ("Metadata", JsonObject.Of(("team", "net"))), ("Tagging", "a=b%20c&d"));

        written.String("ETag").ShouldBe(HelloETag);
        written.String("ServerSideEncryption").ShouldBe("AES256");
        var answer = Get("a.txt");
        answer.String("ETag").ShouldBe(HelloETag);
        answer.Long("ContentLength").ShouldBe(5);
        answer.String("ContentType").ShouldBe("text/plain");
        answer.Object("Metadata")!.String("team").ShouldBe("net");
        answer.Long("TagCount").ShouldBe(2);
        answer.Has("ContentRange").ShouldBeFalse();
        _account.Last!.Result!.Body.ShouldBe([SomeBlob.Of("hello").All]);
        Call("GetObjectTagging", "a.txt").Array("TagSet").ToString().ShouldBe("""[{"Key":"a","Value":"b c"},{"Key":"d","Value":""}]""");
    }

    [Theory]
    [InlineData("bytes=0-1", 0, 2, "bytes 0-1/5")]
    [InlineData("bytes=3-", 3, 2, "bytes 3-4/5")]
    [InlineData("bytes=-2", 3, 2, "bytes 3-4/5")]
    [InlineData("bytes=-99", 0, 5, "bytes 0-4/5")]
    [InlineData("bytes=0-99", 0, 5, "bytes 0-4/5")]
    [InlineData("bytes=2-1", 0, 5, null)]
    [InlineData("lines=1-2", 0, 5, null)]
    [InlineData("bytes=x-2", 0, 5, null)]
    public void A_range_is_a_part_of_the_content(string range, long offset, long length, string? contentRange)
    {
        Put("a.txt", "hello");

        var answer = Get("a.txt", ("Range", range));

        _account.Last!.Result!.Body.ShouldBe([new BlobSlice(SomeBlob.Of("hello"), offset, length)]);
        answer.Long("ContentLength").ShouldBe(length);
        answer.String("ContentRange").ShouldBe(contentRange);
    }

    [Fact]
    public void A_range_beyond_the_end_cannot_be_satisfied()
    {
        Put("a.txt", "hello");

        _account.Refused("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a.txt"), ("Range", "bytes=5-")).Status.ShouldBe(416);
    }

    [Theory]
    [InlineData("IfMatch", HelloETag, 200)]
    [InlineData("IfMatch", "\"other\"", 412)]
    [InlineData("IfNoneMatch", HelloETag, 304)]
    [InlineData("IfNoneMatch", "\"other\"", 200)]
    [InlineData("IfModifiedSince", "2026-01-02T03:04:05Z", 304)]
    [InlineData("IfModifiedSince", "2026-01-02T03:04:04Z", 200)]
    [InlineData("IfUnmodifiedSince", "2026-01-02T03:04:04Z", 412)]
    [InlineData("IfUnmodifiedSince", "2026-01-02T03:04:05Z", 200)]
    public void A_read_keeps_to_its_conditions(string condition, string value, int status)
    {
        Put("a.txt", "hello");

        var step = _account.Run("s3", "GetObject", JsonObject.Of(("Bucket", "logs-1"), ("Key", "a.txt"), (condition, value)));

        (step.Error?.Status ?? 200).ShouldBe(status);
    }

    [Fact]
    public void A_write_keeps_to_its_conditions()
    {
        Put("a.txt", "hello", ("IfNoneMatch", "*"));

        Refused("PutObject", "a.txt", ("IfNoneMatch", "*")).ShouldBe("PreconditionFailed");
        Refused("PutObject", "a.txt", ("IfMatch", "\"other\"")).ShouldBe("PreconditionFailed");
        Refused("PutObject", "b.txt", ("IfMatch", HelloETag)).ShouldBe("NoSuchKey");
        Put("a.txt", "hello again", ("IfMatch", HelloETag));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a//b")]
    [InlineData("a%2Fb")]
    [InlineData("/a")]
    [InlineData("ä ö+ü")]
    public void Keys_stay_as_they_were_sent(string key)
    {
        Put(key, "hello");

        Get(key).Long("ContentLength").ShouldBe(5);
        Keys(_account.Call("s3", "ListObjectsV2", ("Bucket", "logs-1"))).ShouldBe([key]);
        Uri.UnescapeDataString(Keys(_account.Call("s3", "ListObjectsV2", ("Bucket", "logs-1"), ("EncodingType", "url"))).Single()).ShouldBe(key);
    }

    [Fact]
    public void Content_that_is_not_what_it_should_be_is_refused()
    {
        var step = _account.Run(
            "s3",
            "PutObject",
            JsonObject.Of(("Bucket", "logs-1"), ("Key", "a"), ("ContentMD5", "1B2M2Y8AsgTpgAmY7PhCfg==")),
            SomeBlob.Of("hello"));

        step.Error!.Code.ShouldBe("BadDigest");
        Refused("GetObject", "a").ShouldBe("NoSuchKey");
    }

    [Fact]
    public void A_deleted_object_is_gone_and_deleting_it_again_succeeds()
    {
        Put("a", "hello");

        Call("DeleteObject", "a");
        Call("DeleteObject", "a");

        Refused("HeadObject", "a").ShouldBe("NoSuchKey");
    }

    [Fact]
    public void Many_are_deleted_at_once()
    {
        Put("a", "1");
        Put("b", "2");
        Put("c", "3");

        var answer = _account.Call("s3", "DeleteObjects", ("Bucket", "logs-1"), ("Delete", (JsonObject)JsonValue.Parse(
            """{"Objects": [{"Key": "a"}, {"Key": "x"}, {"Key": "b", "ETag": "\"other\""}]}""")));

        answer.Array("Deleted").Objects.Select(deleted => deleted.String("Key")).ShouldBe(["a", "x"]);
        answer.Array("Errors").Objects.Single().String("Code").ShouldBe("PreconditionFailed");
        Keys(_account.Call("s3", "ListObjectsV2", ("Bucket", "logs-1"))).ShouldBe(["b", "c"]);
    }

    [Fact]
    public void A_copy_has_the_content_and_the_description_of_its_source()
    {
        Put("a b/c", "hello", ("ContentType", "text/plain"), ("Tagging", "t=1"));

        Call("CopyObject", "copy", ("CopySource", "/logs-1/a%20b/c"));

        var copy = Get("copy");
        copy.String("ETag").ShouldBe(HelloETag);
        copy.String("ContentType").ShouldBe("text/plain");
        copy.Long("TagCount").ShouldBe(1);
        Refused("CopyObject", "a b/c", ("CopySource", "logs-1/a%20b/c")).ShouldBe("InvalidRequest");
        Call("CopyObject", "a b/c", ("CopySource", "logs-1/a%20b/c"), ("MetadataDirective", "REPLACE"), ("ContentType", "text/html"));
        Get("a b/c").String("ContentType").ShouldBe("text/html");
        Refused("CopyObject", "x", ("CopySource", "logs-1/missing")).ShouldBe("NoSuchKey");
        Refused("CopyObject", "x", ("CopySource", "nothing")).ShouldBe("InvalidArgument");
    }

    [Fact]
    [Trait("Requirement", "R12")]
    public void Objects_are_encrypted_as_the_bucket_says_when_they_are_written()
    {
        var edit = new ResourceEdit(_account.State);
        BucketSettings.SetNewBucketsUnencrypted(edit, TestAccount.Account, true);
        _account.State = edit.Current;
        _account.Call("s3", "DeleteBucketEncryption", ("Bucket", "logs-1"));
        Put("before", "hello").Has("ServerSideEncryption").ShouldBeFalse();

        _account.Call("s3", "PutBucketEncryption", ("Bucket", "logs-1"), ("ServerSideEncryptionConfiguration", (JsonObject)JsonValue.Parse(
            """{"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/k"}}]}""")));

        Put("after", "hello").String("SSEKMSKeyId").ShouldBe("alias/k");
        Get("before").Has("ServerSideEncryption").ShouldBeFalse();
        Put("asked", "hello", ("ServerSideEncryption", "AES256")).String("ServerSideEncryption").ShouldBe("AES256");
    }

    [Fact]
    public void A_bucket_with_objects_is_not_deleted()
    {
        Put("a", "hello");
        var refused = _account.Refused("s3", "DeleteBucket", ("Bucket", "logs-1"));
        refused.Code.ShouldBe("BucketNotEmpty");
        refused.Status.ShouldBe(409);
    }

    private JsonObject Put(string key, string content, params (string, JsonValue?)[] more) =>
        _account.Call("s3", "PutObject", JsonObject.Of([("Bucket", "logs-1"), ("Key", key), .. more]), SomeBlob.Of(content));

    private JsonObject Get(string key, params (string, JsonValue?)[] more) => Call("GetObject", key, more);

    private JsonObject Call(string operation, string key, params (string, JsonValue?)[] more) =>
        _account.Call("s3", operation, JsonObject.Of([("Bucket", "logs-1"), ("Key", key), .. more]));

    private string Refused(string operation, string key, params (string, JsonValue?)[] more) =>
        _account.Refused("s3", operation, [("Bucket", "logs-1"), ("Key", key), .. more]).Code;

    private static IEnumerable<string> Keys(JsonObject answer) => answer.Array("Contents").Objects.Select(found => found.String("Key")!);
}

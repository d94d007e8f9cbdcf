using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Objects;

public sealed class ObjectVersionsTests
{
    private readonly TestAccount _account = new();

    public ObjectVersionsTests()
    {
        _account.Call("s3", "CreateBucket", "{'Bucket':'logs-1'}");
        Put("first", isVersioned: false);
        Versioning("Enabled");
    }

    [Fact]
    public void A_bucket_without_versioning_says_nothing_of_it()
    {
        _account.Call("s3", "CreateBucket", "{'Bucket':'plain-1'}");

        _account.Call("s3", "GetBucketVersioning", "{'Bucket':'plain-1'}").ShouldBe(JsonObject.Empty);
        _account.Call("s3", "GetBucketVersioning", "{'Bucket':'logs-1'}").At("Status").ShouldBe("Enabled");
        var refused = _account.Refused("s3", "PutBucketVersioning", "{'Bucket':'plain-1','VersioningConfiguration':{}}");
        refused.Code.ShouldBe("IllegalVersioningConfigurationException");
    }

    [Fact]
    public void What_is_written_over_stays_as_a_version()
    {
        var second = Put("second");
        var third = Put("third");

        Read().ShouldBe("third");
        Read(second).ShouldBe("second");
        Read("null").ShouldBe("first");
        var listed = List();
        listed.Each("Versions", "VersionId").ShouldBe([third, second, "null"]);
        listed.Each("Versions", "IsLatest").ShouldBe(["true", "false", "false"]);
        _account.Call("s3", "ListObjectsV2", "{'Bucket':'logs-1'}").Each("Contents", "Key").ShouldBe(["a"]);
    }

    [Fact]
    public void A_delete_puts_a_marker_and_deleting_that_brings_the_object_back()
    {
        var second = Put("second");

        var deleted = _account.Call("s3", "DeleteObject", "{'Bucket':'logs-1','Key':'a'}");

        deleted.At("DeleteMarker").ShouldBe("true");
        var marker = deleted.At("VersionId");
        _account.Refused("s3", "GetObject", "{'Bucket':'logs-1','Key':'a'}").Code.ShouldBe("NoSuchKey");
        _account.Refused("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"), ("VersionId", marker)).Status.ShouldBe(405);
        List().Each("DeleteMarkers", "VersionId").ShouldBe([marker]);
        Read(second).ShouldBe("second");
        Remove(marker).At("DeleteMarker").ShouldBe("true");
        Read().ShouldBe("second");
        Remove(second);
        Read().ShouldBe("first");
    }

    [Fact]
    public void A_version_that_is_deleted_is_gone_and_the_bucket_empty_after_the_last()
    {
        var second = Put("second");
        Remove(second);
        _account.Refused("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"), ("VersionId", second)).Code.ShouldBe("NoSuchVersion");
        _account.Refused("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"), ("VersionId", "none")).Message.ShouldBe("Invalid version id specified");
        var marker = _account.Call("s3", "DeleteObject", "{'Bucket':'logs-1','Key':'a'}").At("VersionId");
        Remove("null");

        _account.Refused("s3", "DeleteBucket", "{'Bucket':'logs-1'}").Message
            .ShouldBe("The bucket you tried to delete is not empty. You must delete all versions in the bucket.");
        _account.Call("s3", "DeleteObjects", ("Bucket", "logs-1"), ("Delete", JsonObject.Of(("Objects", new JsonArray([JsonObject.Of(("Key", "a"), ("VersionId", marker))])))))
            .At("Deleted.0.DeleteMarkerVersionId").ShouldBe(marker);
        _account.Call("s3", "DeleteBucket", "{'Bucket':'logs-1'}");
    }

    [Fact]
    public void While_suspended_the_null_version_is_written_over_and_the_others_stay()
    {
        var second = Put("second");
        Versioning("Suspended");

        Put("third").ShouldBe("null");
        Put("fourth").ShouldBe("null");

        List().Each("Versions", "VersionId").ShouldBe(["null", second]);
        Read().ShouldBe("fourth");
        _account.Call("s3", "DeleteObject", "{'Bucket':'logs-1','Key':'a'}").At("VersionId").ShouldBe("null");
        var listed = List();
        listed.Each("DeleteMarkers", "VersionId").ShouldBe(["null"]);
        listed.Each("Versions", "VersionId").ShouldBe([second]);
    }

    [Fact]
    public void Listings_go_on_within_a_key()
    {
        var second = Put("second");
        var third = Put("third");

        var first = _account.Call("s3", "ListObjectVersions", "{'Bucket':'logs-1','MaxKeys':2}");
        first.At("IsTruncated").ShouldBe("true");
        first.At("NextKeyMarker").ShouldBe("a");
        first.At("NextVersionIdMarker").ShouldBe(second);
        var rest = _account.Call("s3", "ListObjectVersions", ("Bucket", "logs-1"), ("KeyMarker", "a"), ("VersionIdMarker", second));

        rest.Each("Versions", "VersionId").ShouldBe(["null"]);
        first.Each("Versions", "VersionId").ShouldBe([third, second]);
        _account.Call("s3", "ListObjectVersions", "{'Bucket':'logs-1','KeyMarker':'a'}").Array("Versions").Count.ShouldBe(0);
    }

    [Fact]
    public void A_version_is_copied_and_tagged_by_its_id()
    {
        var second = Put("second");
        Put("third");

        var copied = _account.Call("s3", "CopyObject", ("Bucket", "logs-1"), ("Key", "b"), ("CopySource", $"logs-1/a?versionId={second}"));
        _account.Call("s3", "PutObjectTagging", ("Bucket", "logs-1"), ("Key", "a"), ("VersionId", second), ("Tagging", JsonObject.Of(("TagSet", new JsonArray([JsonObject.Of(("Key", "k"), ("Value", "v"))])))));

        copied.At("CopySourceVersionId").ShouldBe(second);
        _account.Call("s3", "GetObject", "{'Bucket':'logs-1','Key':'b'}").At("ETag").ShouldBe($"\"{SomeBlob.Of("second").Md5}\"");
        _account.Call("s3", "GetObjectTagging", "{'Bucket':'logs-1','Key':'a'}").Array("TagSet").Count.ShouldBe(0);
        _account.Call("s3", "GetObjectTagging", ("Bucket", "logs-1"), ("Key", "a"), ("VersionId", second)).At("TagSet.0.Value").ShouldBe("v");
    }

    private string Put(string text, bool isVersioned = true)
    {
        var answer = _account.Call("s3", "PutObject", JsonObject.Of(("Bucket", "logs-1"), ("Key", "a")), SomeBlob.Of(text));
        answer.Has("VersionId").ShouldBe(isVersioned);
        return answer.String("VersionId") ?? "";
    }

    private string Read(string? version = null)
    {
        var answer = _account.Call("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "a"), ("VersionId", version));
        return new[] { "first", "second", "third", "fourth" }.Single(text => answer.At("ETag") == $"\"{SomeBlob.Of(text).Md5}\"");
    }

    private JsonObject Remove(string version) =>
        _account.Call("s3", "DeleteObject", ("Bucket", "logs-1"), ("Key", "a"), ("VersionId", version));

    private JsonObject List() => _account.Call("s3", "ListObjectVersions", "{'Bucket':'logs-1'}");

    private void Versioning(string status) => _account.Call(
        "s3", "PutBucketVersioning", ("Bucket", "logs-1"), ("VersioningConfiguration", JsonObject.Of(("Status", status))));
}

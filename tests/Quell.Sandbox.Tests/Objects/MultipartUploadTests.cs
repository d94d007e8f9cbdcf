using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Objects;

public sealed class MultipartUploadTests
{
    private const long PartSize = 5 * 1024 * 1024;

    /// <summary>The MD5 of the two blobs' MD5s, taken with another program.</summary>
    private const string ETag = "\"1397b7ee3222e3980d0d20f23a871b02-2\"";

    private static readonly Blob One = SomeBlob.Of("one") with { Length = PartSize };
    private static readonly Blob Two = SomeBlob.Of("two");

    private readonly TestAccount _account = new();

    public MultipartUploadTests() => _account.Call("s3", "CreateBucket", ("Bucket", "logs-1"));

    [Fact]
    public void The_parts_become_the_object_in_the_order_of_their_numbers()
    {
        var id = Begin("a", ("ContentType", "text/plain"), ("Tagging", "a=b"), ("Metadata", JsonObject.Of(("team", "net"))));
        Upload(id, 7, Two).ShouldBe($"\"{Two.Md5}\"");
        Upload(id, 2, Two);
        Upload(id, 2, One);
        Upload(id, 3, Two);

        var answer = Complete(id, (2, One), (7, Two));

        answer.String("ETag").ShouldBe(ETag);
        answer.String("Key").ShouldBe("a");
        var found = Call("GetObject");
        _account.Last!.Result!.Body.ShouldBe([One.All, Two.All]);
        found.Long("ContentLength").ShouldBe(PartSize + 3);
        found.String("ETag").ShouldBe(ETag);
        found.String("ContentType").ShouldBe("text/plain");
        found.Object("Metadata")!.String("team").ShouldBe("net");
        found.Long("TagCount").ShouldBe(1);
        _account.State.ListAll($"s3:part/logs-1/{id}").ShouldBeEmpty();
        Refused("ListParts", ("UploadId", id)).ShouldBe("NoSuchUpload");
    }

    [Theory]
    [InlineData(0, 2, 1, 0, 3)]
    [InlineData(PartSize - 1, PartSize, 2, PartSize - 1, 1)]
    [InlineData(PartSize, PartSize + 1, 1, 0, 2)]
    [InlineData(PartSize + 1, PartSize + 9, 1, 1, 2)]
    public void A_range_goes_across_parts(long first, long last, int slices, long offset, long length)
    {
        Made();

        var answer = Call("GetObject", ("Range", $"bytes={first}-{last}"));

        var body = _account.Last!.Result!.Body!;
        body.Count.ShouldBe(slices);
        body[0].ShouldBe(new BlobSlice(first < PartSize ? One : Two, offset, length));
        var end = Math.Min(last, PartSize + 2);
        answer.String("ContentRange").ShouldBe($"bytes {first}-{end}/{PartSize + 3}");
        body.Sum(slice => slice.Length).ShouldBe(end - first + 1);
    }

    [Fact]
    public void A_part_is_read_by_its_number()
    {
        Made();

        var answer = Call("GetObject", ("PartNumber", 2));

        _account.Last!.Result!.Body.ShouldBe([Two.All]);
        answer.Long("PartsCount").ShouldBe(2);
        answer.String("ContentRange").ShouldBe($"bytes {PartSize}-{PartSize + 2}/{PartSize + 3}");
        Refused("GetObject", ("PartNumber", 3)).ShouldBe("InvalidPartNumber");
        Refused("GetObject", ("PartNumber", 1), ("Range", "bytes=0-1")).ShouldBe("InvalidRequest");
    }

    [Fact]
    public void Completing_again_answers_the_same_until_the_object_is_another()
    {
        var id = Made();

        Complete(id, (1, One), (2, Two)).String("ETag").ShouldBe(ETag);
        _account.Call("s3", "PutObject", JsonObject.Of(("Bucket", "logs-1"), ("Key", "a")), Two);
        RefusedParts(id, (1, One), (2, Two)).ShouldBe("NoSuchUpload");
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        var id = Begin("a");
        Upload(id, 1, Two);
        Upload(id, 2, One);
        Upload(id, 10000, Two);

        RefusedParts(id, (2, One), (1, Two)).ShouldBe("InvalidPartOrder");
        RefusedParts(id, (2, One), (2, One)).ShouldBe("InvalidPartOrder");
        RefusedParts(id, (2, Two)).ShouldBe("InvalidPart");
        RefusedParts(id, (3, Two)).ShouldBe("InvalidPart");
        RefusedParts(id, (1, Two), (2, One)).ShouldBe("EntityTooSmall");
        RefusedParts(id).ShouldBe("MalformedXML");
        Refused("UploadPart", ("UploadId", id), ("PartNumber", 0)).ShouldBe("InvalidArgument");
        Refused("UploadPart", ("UploadId", id), ("PartNumber", 10001)).ShouldBe("InvalidArgument");
        Refused("UploadPart", ("UploadId", "none"), ("PartNumber", 1)).ShouldBe("NoSuchUpload");
        Refused("GetObject").ShouldBe("NoSuchKey");
        Complete(id, (2, One), (10000, Two)).String("ETag").ShouldBe(ETag);
    }

    [Fact]
    public void An_upload_belongs_to_its_key()
    {
        var id = Begin("a");

        _account.Refused("s3", "UploadPart", ("Bucket", "logs-1"), ("Key", "b"), ("UploadId", id), ("PartNumber", 1)).Status.ShouldBe(404);
    }

    [Fact]
    public void An_upload_given_up_leaves_nothing()
    {
        var id = Begin("a");
        Upload(id, 1, One);

        Call("AbortMultipartUpload", ("UploadId", id));

        Refused("AbortMultipartUpload", ("UploadId", id)).ShouldBe("NoSuchUpload");
        _account.State.ListAll($"s3:part/logs-1/{id}").ShouldBeEmpty();
        Uploads().ShouldBeEmpty();
    }

    [Fact]
    public void A_deleted_bucket_takes_its_uploads_along()
    {
        Upload(Begin("a"), 1, One);
        _account.Call("s3", "DeleteBucket", ("Bucket", "logs-1"));

        _account.Call("s3", "CreateBucket", ("Bucket", "logs-1"));

        Uploads().ShouldBeEmpty();
    }

    [Fact]
    public void Parts_are_listed_page_by_page()
    {
        var id = Begin("a");
        foreach (var number in (int[])[10, 9, 1])
        {
            Upload(id, number, Two);
        }

        var first = Call("ListParts", ("UploadId", id), ("MaxParts", 2));
        first.Array("Parts").Objects.Select(part => part.Long("PartNumber")).ShouldBe([1, 9]);
        first.Bool("IsTruncated").ShouldBe(true);
        var second = Call("ListParts", ("UploadId", id), ("PartNumberMarker", first["NextPartNumberMarker"]));
        second.Array("Parts").Objects.Single().Long("Size").ShouldBe(3);
        second.Bool("IsTruncated").ShouldBe(false);
    }

    [Fact]
    public void Uploads_are_listed_by_key_and_then_as_they_were_begun()
    {
        var later = Begin("b");
        _account.Now += TimeSpan.FromHours(1);
        var latest = Begin("b");
        var other = Begin("a");

        Uploads().ShouldBe([other, later, latest]);
        Uploads(("Prefix", "b")).ShouldBe([later, latest]);
        var page = _account.Call("s3", "ListMultipartUploads", ("Bucket", "logs-1"), ("MaxUploads", 2));
        page.Bool("IsTruncated").ShouldBe(true);
        Uploads(("KeyMarker", page["NextKeyMarker"]), ("UploadIdMarker", page["NextUploadIdMarker"])).ShouldBe([latest]);
        Uploads(("KeyMarker", "a")).ShouldBe([later, latest]);
    }

    [Fact]
    public void A_part_is_copied_from_a_range_of_an_object()
    {
        Made();
        var id = Begin("copy");
        var part = _account.Call("s3", "UploadPartCopy",
            ("Bucket", "logs-1"), ("Key", "copy"), ("UploadId", id), ("PartNumber", 1), ("CopySource", "logs-1/a"), ("CopySourceRange", $"bytes=3-{PartSize + 1}"))
            .Object("CopyPartResult")!.String("ETag");

        _account.Call("s3", "CompleteMultipartUpload", ("Bucket", "logs-1"), ("Key", "copy"), ("UploadId", id), ("MultipartUpload", JsonObject.Of(
            ("Parts", JsonArray.From([JsonObject.Of(("PartNumber", 1), ("ETag", part))])))));

        _account.Call("s3", "GetObject", ("Bucket", "logs-1"), ("Key", "copy"));
        _account.Last!.Result!.Body.ShouldBe([new BlobSlice(One, 3, PartSize - 3), new BlobSlice(Two, 0, 2)]);
        var next = Begin("copy");
        foreach (var range in (string[])[$"bytes=0-{PartSize + 3}", "bytes=3-", "bytes=-3"])
        {
            _account.Refused("s3", "UploadPartCopy",
                ("Bucket", "logs-1"), ("Key", "copy"), ("UploadId", next), ("PartNumber", 1), ("CopySource", "logs-1/a"), ("CopySourceRange", range))
                .Code.ShouldBe("InvalidArgument");
        }
    }

    [Fact]
    public void The_checksum_of_the_whole_is_that_of_the_parts_checksums()
    {
        var id = Begin("a", ("ChecksumAlgorithm", "SHA256"));
        Upload(id, 1, One, ("ChecksumSHA256", Base64(One)));
        Upload(id, 2, Two, ("ChecksumSHA256", Base64(Two)));

        var answer = Complete(id, (1, One), (2, Two));

        answer.String("ChecksumSHA256").ShouldBe("EZFMGaKKmMV9EvPM5sMreUR4T0tHgacGwk6x3ChOKFY=-2");
        answer.String("ChecksumType").ShouldBe("COMPOSITE");
        Call("HeadObject", ("ChecksumMode", "ENABLED")).String("ChecksumSHA256").ShouldBe(answer.String("ChecksumSHA256"));
    }

    [Fact]
    public void A_checksum_of_the_full_object_is_refused_rather_than_taken_unchecked()
    {
        Refused("CreateMultipartUpload", ("ChecksumAlgorithm", "CRC32"), ("ChecksumType", "FULL_OBJECT")).ShouldBe("NotImplemented");
        Refused("CreateMultipartUpload", ("ChecksumAlgorithm", "SHA1"), ("ChecksumType", "FULL_OBJECT")).ShouldBe("InvalidRequest");
        var id = Begin("a", ("ChecksumAlgorithm", "CRC64NVME"));
        Upload(id, 1, Two);
        Refused("CompleteMultipartUpload", ("UploadId", id), ("MultipartUpload", Named((1, Two))), ("ChecksumCRC64NVME", "AAAAAAAAAAA=")).ShouldBe("NotImplemented");
    }

    [Fact]
    public void A_completion_keeps_to_its_conditions()
    {
        _account.Call("s3", "PutObject", JsonObject.Of(("Bucket", "logs-1"), ("Key", "a")), Two);
        var id = Begin("a");
        Upload(id, 1, One);

        Refused("CompleteMultipartUpload", ("UploadId", id), ("MultipartUpload", Named((1, One))), ("IfNoneMatch", "*")).ShouldBe("PreconditionFailed");
        Refused("CompleteMultipartUpload", ("UploadId", id), ("MultipartUpload", Named((1, One))), ("MpuObjectSize", 1)).ShouldBe("InvalidRequest");
    }

    private string Made()
    {
        var id = Begin("a");
        Upload(id, 1, One);
        Upload(id, 2, Two);
        Complete(id, (1, One), (2, Two));
        return id;
    }

    private string Begin(string key, params (string, JsonValue?)[] more) =>
        _account.Call("s3", "CreateMultipartUpload", [("Bucket", "logs-1"), ("Key", key), .. more]).String("UploadId")!;

    private string Upload(string id, int number, Blob content, params (string, JsonValue?)[] more) => _account.Call(
        "s3", "UploadPart", JsonObject.Of([("Bucket", "logs-1"), ("Key", "a"), ("UploadId", id), ("PartNumber", number), .. more]), content).String("ETag")!;

    private JsonObject Complete(string id, params (int, Blob)[] parts) =>
        Call("CompleteMultipartUpload", ("UploadId", id), ("MultipartUpload", Named(parts)));

    private string RefusedParts(string id, params (int, Blob)[] parts) =>
        Refused("CompleteMultipartUpload", ("UploadId", id), ("MultipartUpload", Named(parts)));

    private static JsonObject Named(params (int Number, Blob Content)[] parts) => JsonObject.Of(("Parts", JsonArray.From(
        parts.Select(part => JsonObject.Of(("PartNumber", part.Number), ("ETag", $"\"{part.Content.Md5}\""))))));

    private IEnumerable<string?> Uploads(params (string, JsonValue?)[] more) =>
        _account.Call("s3", "ListMultipartUploads", [("Bucket", "logs-1"), .. more]).Array("Uploads").Objects.Select(upload => upload.String("UploadId"));

    private JsonObject Call(string operation, params (string, JsonValue?)[] more) =>
        _account.Call("s3", operation, [("Bucket", "logs-1"), ("Key", "a"), .. more]);

    private string Refused(string operation, params (string, JsonValue?)[] more) =>
        _account.Refused("s3", operation, [("Bucket", "logs-1"), ("Key", "a"), .. more]).Code;

    private static string Base64(Blob blob) => Convert.ToBase64String(Convert.FromHexString(blob.Sha256));
}

using System.Text;
using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class AwsChunkedDecoderTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    // S3 API Reference, "Transferring Payload in Multiple Chunks" and "Signature calculations for trailing headers".
    private static readonly string Signed =
        $"10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n{new string('a', 65536)}\r\n"
        + $"400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n{new string('a', 1024)}\r\n"
        + "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";

    private static readonly string Trailed =
        $"10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n{new string('a', 65536)}\r\n"
        + $"400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n{new string('a', 1024)}\r\n"
        + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
        + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
        + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";

    [Theory]
    [InlineData("chunked upload")]
    [InlineData("chunked upload with trailer")]
    public async Task Accepts_the_chunks_that_the_S3_documentation_signs(string name) =>
        (await DecodeAsync(name, name.EndsWith("trailer", StringComparison.Ordinal) ? Trailed : Signed)).ShouldBe(new string('a', 66560));

    [Theory]
    [InlineData("chunked upload", "aaa\r\n400", "aab\r\n400", "SignatureDoesNotMatch")]
    [InlineData("chunked upload", "ad80c730", "ad80c731", "SignatureDoesNotMatch")]
    [InlineData("chunked upload", "b6c6ea8a", "b6c6ea8b", "SignatureDoesNotMatch")]
    [InlineData("chunked upload", "0;chunk-signature=b", "0;x=b", "IncompleteBody")]
    [InlineData("chunked upload with trailer", "sOO8/Q==", "sOO8/g==", "SignatureDoesNotMatch")]
    [InlineData("chunked upload with trailer", "d81f82fc", "d81f82fd", "SignatureDoesNotMatch")]
    [InlineData("chunked upload with trailer", "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n", "", "SignatureDoesNotMatch")]
    public async Task Refuses_an_altered_chunk_or_trailer(string name, string from, string to, string code)
    {
        var body = name.EndsWith("trailer", StringComparison.Ordinal) ? Trailed : Signed;
        body.ShouldContain(from);

        var error = await Should.ThrowAsync<AwsException>(() => DecodeAsync(name, body.Replace(from, to, StringComparison.Ordinal)));

        error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Reads_signed_chunks_of_an_unknown_key_unverified() =>
        (await DecodeAsync("chunked upload", Signed.Replace("ad80c730", "00000000", StringComparison.Ordinal), isKeyKnown: false)).Length.ShouldBe(66560);

    [Theory]
    [InlineData("CRC32", "3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n", null)]
    [InlineData("CRC32", "5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n", null)]
    [InlineData("CRC32", "5;ext=1\r\nabcde\r\n0\r\nX-Amz-Checksum-Crc32: hYfYZQ==\r\n\r\n", null)]
    [InlineData("CRC32", "5\r\nabcdf\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n", "BadDigest")]
    [InlineData("CRC32", "5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:zzz\r\n\r\n", "InvalidRequest")]
    [InlineData("CRC32", "5\r\nabcde\r\n0\r\n\r\n", "MalformedTrailerError")]
    [InlineData("CRC32", "5\r\nabcde\r\n0\r\nx-amz-acl:public\r\n\r\n", "MalformedTrailerError")]
    [InlineData("CRC32", "5\r\nabcde\r\n0\r\nnothing\r\n\r\n", "MalformedTrailerError")]
    [InlineData("CRC32", "4\r\nabcd\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n", "IncompleteBody")]
    [InlineData("CRC32", "6\r\nabcdef\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\n", "IncompleteBody")]
    [InlineData("CRC32", "5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n\r\nmore", "IncompleteBody")]
    [InlineData("CRC32", "5\r\nabcde\r\n0\r\nx-amz-checksum-crc32:hYfYZQ==\r\n", "IncompleteBody")]
    [InlineData("CRC32", "5\r\nabc", "IncompleteBody")]
    [InlineData("CRC32", "", "IncompleteBody")]
    [InlineData("CRC32", "xyz\r\nabcde\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("CRC32", "-5\r\nabcde\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("CRC32", "FFFFFFFFFFFFFFFF\r\nabcde\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("CRC32", "5\r\nabcdeXX0\r\n\r\n", "IncompleteBody")]
    public async Task Reads_an_unsigned_trailer(string algorithm, string body, string? code)
    {
        var upload = new ChunkedUpload(false, true, ["x-amz-checksum-" + algorithm.ToLowerInvariant()], 5);
        foreach (var step in new[] { 1, 3, 4096 })
        {
            var decoding = ReadAsync(new AwsChunkedDecoder(new Trickle(Encoding.UTF8.GetBytes(body), step), upload, null));
            if (code is null)
            {
                (await decoding).ShouldBe("abcde");
            }
            else
            {
                (await Should.ThrowAsync<AwsException>(() => decoding)).Code.ShouldBe(code);
            }
        }
    }

    [Fact]
    public async Task Gives_up_on_a_line_without_an_end()
    {
        var endless = new Trickle(Encoding.UTF8.GetBytes(new string('0', 100_000)), 4096);

        var error = await Should.ThrowAsync<AwsException>(() => ReadAsync(new AwsChunkedDecoder(endless, new(false, true, [], 5), null)));

        error.Code.ShouldBe("IncompleteBody");
    }

    [PythonFact("botocore.auth")]
    public async Task Reads_what_botocore_sends()
    {
        var sent = (await SdkRequest.SignWithBotocoreAsync()).Single(request => request.Path == "/my-bucket/chunked");
        var upload = ChunkedUpload.Read(sent.Signable()).ShouldNotBeNull();

        upload.ShouldBe(upload with { IsSigned = false, HasTrailer = true, DecodedLength = 3000 });
        (await ReadAsync(new AwsChunkedDecoder(new MemoryStream(sent.Body), upload, null))).ShouldBe(new string('x', 3000));
    }

    [Fact]
    public async Task Reads_what_the_SDK_for_JavaScript_sends()
    {
        var sent = SdkRequest.OfJavaScript().Single(request => request.Name == "js put stream");

        (await ReadAsync(new AwsChunkedDecoder(new MemoryStream(sent.Body), ChunkedUpload.Read(sent.Signable())!, null))).ShouldBe(new string('x', 30));
    }

    [Theory]
    [InlineData(PayloadHash.OfEmpty, "5", "", null)]
    [InlineData(PayloadHash.UnsignedTrailer, null, "x-amz-checksum-crc32", "MissingContentLength")]
    [InlineData(PayloadHash.UnsignedTrailer, "-1", "x-amz-checksum-crc32", "MissingContentLength")]
    [InlineData(PayloadHash.UnsignedTrailer, "5", "x-amz-checksum-crc99", "InvalidRequest")]
    [InlineData(PayloadHash.SignedChunks, "5", "x-amz-checksum-crc32", "InvalidRequest")]
    public void Reads_the_announcement(string payload, string? length, string trailer, string? code)
    {
        List<KeyValuePair<string, string>> headers = [new(PayloadHash.Header, payload), new("x-amz-trailer", trailer)];
        if (length is not null)
        {
            headers.Add(new("x-amz-decoded-content-length", length));
        }

        var request = new SignableRequest("PUT", "/b/k", "", headers);
        if (code is null)
        {
            ChunkedUpload.Read(request).ShouldBeNull();
        }
        else
        {
            Should.Throw<AwsException>(() => ChunkedUpload.Read(request)).Code.ShouldBe(code);
        }
    }

    private static async Task<string> DecodeAsync(string name, string body, bool isKeyKnown = true)
    {
        var one = PublishedCase.All.Single(candidate => candidate.Name == name);
        var request = one.Request(
            new("X-Amz-Date", one.Time),
            new(PayloadHash.Header, one.PayloadHash),
            new("Authorization",
                $"AWS4-HMAC-SHA256 Credential={one.AccessKey}/20130524/us-east-1/s3/aws4_request,SignedHeaders={one.SignedHeaders},Signature={one.Signature}"));
        SignatureReader.TryRead(request, out var claim, out _).ShouldBeTrue();
        var verifier = new SigV4Verifier(new());
        verifier.Verify(request, claim, Secret, null, one.At).ShouldBeNull();
        var upload = ChunkedUpload.Read(request).ShouldNotBeNull();
        return await ReadAsync(new AwsChunkedDecoder(
            new MemoryStream(Encoding.UTF8.GetBytes(body)), upload, isKeyKnown ? verifier.Chunks(claim, Secret) : null));
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var decoded = new MemoryStream();
            await stream.CopyToAsync(decoded);
            return Encoding.UTF8.GetString(decoded.ToArray());
        }
    }

    /// <summary>Gives at most so many bytes at a time, as a slow connection does.</summary>
    private sealed class Trickle(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }
}

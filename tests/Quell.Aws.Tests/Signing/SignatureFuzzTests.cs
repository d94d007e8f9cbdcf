using System.Text;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class SignatureFuzzTests
{
    private static readonly string[] Pieces =
    [
        "AWS4-HMAC-SHA256", " ", "Credential=", "AK/20261120/us-east-1/s3/aws4_request", "/", ",", "SignedHeaders=host", "Signature=",
        ";", "=", "&", "%", "%2", "%zz", "%2F", "+", "ü", "\ud800", "X-Amz-Algorithm", "X-Amz-Credential=", "X-Amz-Date=20261120T120000Z",
        "X-Amz-Signature=a", "X-Amz-SignedHeaders=host", "X-Amz-Expires=", "99999999999999999999", "..", "//", ".", "?", "\0",
    ];

    [Fact]
    public void Never_fails_otherwise_than_by_a_refusal()
    {
        var random = new Random(20261120);
        var verifier = new SigV4Verifier(new());
        for (var i = 0; i < 20_000; i++)
        {
            List<KeyValuePair<string, string>> headers = [new("Host", Text()), new("X-Amz-Date", i % 3 == 0 ? Text() : "20261120T120000Z")];
            if (i % 2 == 0)
            {
                headers.Add(new("Authorization", "AWS4-HMAC-SHA256 Credential=AK/20261120/us-east-1/s3/aws4_request" + Text()));
            }

            var request = new SignableRequest("GET", "/" + Text(), Text(), headers);
            if (SignatureReader.TryRead(request, out var claim, out var refusal))
            {
                refusal = verifier.Verify(request, claim, "secret", PayloadHash.OfEmpty, claim.Time);
            }

            refusal.ShouldNotBeNull();
            refusal.ToException((SignatureDialect)(i % 6)).Status.ShouldBeInRange(400, 403);
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
    }

    [Fact]
    public async Task Never_fails_on_a_chunked_body_otherwise_than_by_an_S3_error()
    {
        string[] pieces = ["5", "0", "\r\n", "abcde", ";", "chunk-signature=x", "x-amz-checksum-crc32:", "hYfYZQ==", "\r", "\n", "FFFFFFFFFFFF", "ü"];
        var random = new Random(20261120);
        for (var i = 0; i < 5_000; i++)
        {
            var body = string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => pieces[random.Next(pieces.Length)]));
            await using var decoder = new AwsChunkedDecoder(
                new MemoryStream(Encoding.UTF8.GetBytes(body)), new(i % 2 == 0, true, ["x-amz-checksum-crc32"], 5), null);
            try
            {
                await decoder.CopyToAsync(Stream.Null);
            }
            catch (AwsException refused)
            {
                refused.Status.ShouldBe(400);
            }
        }
    }

    [Fact]
    public void Signs_what_is_on_the_wire()
    {
        var wire = new WireRequest("GET", "/b/a%2Fb//../c", "x=1", new([new("Host", "h")]), WireBody.Empty);
        var time = DateTimeOffset.UnixEpoch;
        foreach (var (name, value) in new SigV4Signer(new()).Sign(new(wire), new("AK", "secret"), "us-east-1", "s3", PayloadHash.OfEmpty, time))
        {
            wire.Headers[name] = value;
        }

        SignatureReader.TryRead(new(wire), out var claim, out _).ShouldBeTrue();
        new SigV4Verifier(new()).Verify(new(wire), claim, "secret", PayloadHash.OfEmpty, time).ShouldBeNull();
    }

    [Fact]
    public void Verifies_with_few_allocations()
    {
        var signer = new SigV4Signer(new());
        List<KeyValuePair<string, string>> headers =
            [new("Host", "localhost:4600"), new("Content-Type", "application/x-amz-json-1.1"), new("X-Amz-Target", "AWSEvents.PutEvents")];
        var body = new byte[12 * 1024];
        headers.AddRange(signer.Sign(new("POST", "/", "", headers), new("AK", "secret"), "us-east-1", "events", PayloadHash.Of(body), DateTimeOffset.UnixEpoch));
        var verifier = new SigV4Verifier(new());
        Verify();
        Verify();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Verify();

        // The claim's strings, the copied header fields and the body's hash; nothing that grows with the body.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(3 * 1024);

        void Verify()
        {
            var request = new SignableRequest("POST", "/", "", headers);
            SignatureReader.TryRead(request, out var claim, out _).ShouldBeTrue();
            verifier.Verify(request, claim!, "secret", PayloadHash.Of(body), DateTimeOffset.UnixEpoch).ShouldBeNull();
        }
    }
}

using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class SigV4VerifierTests
{
    private static readonly SigV4Verifier Verifier = new(new());

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => [.. PublishedCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Accepts_what_AWS_publishes(string name)
    {
        var one = PublishedCase.All.Single(candidate => candidate.Name == name);
        List<KeyValuePair<string, string>> added =
        [
            new("X-Amz-Date", one.Time),
            new("Authorization",
                $"AWS4-HMAC-SHA256 Credential={one.AccessKey}/{one.Time[..8]}/{one.Region}/{one.Service}/aws4_request,SignedHeaders={one.SignedHeaders},Signature={one.Signature}"),
        ];
        if (one.Service == "s3")
        {
            added.Add(new(PayloadHash.Header, one.PayloadHash));
        }

        if (one.SessionToken is { } token)
        {
            added.Add(new("X-Amz-Security-Token", token));
        }

        var request = one.Request([.. added]);

        SignatureReader.TryRead(request, out var claim, out _).ShouldBeTrue();
        Verifier.Verify(request, claim, one.Secret, one.Service == "s3" ? null : one.PayloadHash, one.At).ShouldBeNull();
        Verifier.Verify(request, claim, one.Secret + "x", one.PayloadHash, one.At)!.Kind.ShouldBe(RefusalKind.Mismatch);
    }

    [PythonFact("botocore.auth")]
    public async Task Accepts_what_botocore_signs_and_refuses_it_when_one_byte_changes()
    {
        var requests = await SdkRequest.SignWithBotocoreAsync();

        requests.Count.ShouldBeGreaterThan(100);
        AcceptsUnlessAltered(requests).ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Accepts_what_the_SDK_for_JavaScript_signs_and_refuses_it_when_one_byte_changes() =>
        AcceptsUnlessAltered(SdkRequest.OfJavaScript()).ShouldBeGreaterThan(1_000);

    [Theory]
    [InlineData(-15 * 60, null)]
    [InlineData(-15 * 60 - 1, "Signature expired: 20261120T114459Z is now earlier than 20261120T114500Z (20261120T120000Z - 15 min.)")]
    [InlineData(15 * 60, null)]
    [InlineData(15 * 60 + 1, "Signature not yet current: 20261120T121501Z is still later than 20261120T121500Z (20261120T120000Z + 15 min.)")]
    public void Takes_a_signed_header_within_15_minutes(int seconds, string? detail)
    {
        var (request, claim) = Signed("GET", "events", Now.AddSeconds(seconds));

        var refusal = Verifier.Verify(request, claim, "secret", PayloadHash.OfEmpty, Now);

        refusal?.Kind.ShouldBe(RefusalKind.Stale);
        refusal?.Detail.ShouldBe(detail);
        (refusal is null).ShouldBe(detail is null);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(60, null)]
    [InlineData(61, RefusalKind.PresignExpired)]
    [InlineData(-901, RefusalKind.PresignNotYetValid)]
    public void Takes_a_presigned_request_until_it_expires(int secondsLater, object? kind)
    {
        var plain = new SignableRequest("GET", "/b/k", "", [new("Host", "h")]);
        var query = new SigV4Signer(new()).Presign(
            plain, new("AK", "secret"), "us-east-1", "s3", PayloadHash.Unsigned, Now, TimeSpan.FromSeconds(60));
        var request = new SignableRequest("GET", "/b/k", query, [new("Host", "h")]);
        SignatureReader.TryRead(request, out var claim, out _).ShouldBeTrue();

        Verifier.Verify(request, claim, "secret", null, Now.AddSeconds(secondsLater))?.Kind.ShouldBe((RefusalKind)kind!);
        Verifier.Verify(request, claim, "secret", null, Now).ShouldBeNull();
    }

    [Fact]
    public void Tells_S3_that_the_body_is_not_the_one_signed()
    {
        var (request, claim) = Signed("PUT", "s3", Now, PayloadHash.Of("right"u8));

        Verifier.Verify(request, claim, "secret", PayloadHash.Of("right"u8), Now).ShouldBeNull();
        Verifier.Verify(request, claim, "secret", PayloadHash.Of("wrong"u8), Now)!.Kind.ShouldBe(RefusalKind.PayloadMismatch);
        Verifier.Verify(request, claim, "secret", null, Now).ShouldBeNull("a streamed body is held against the header later");
    }

    [Theory]
    [InlineData(null, RefusalKind.NoPayloadHash)]
    [InlineData("abc", RefusalKind.InvalidPayloadHash)]
    [InlineData(PayloadHash.Unsigned, RefusalKind.Mismatch)]
    public void Wants_a_payload_hash_for_S3(string? hash, object kind)
    {
        var (signed, claim) = Signed("PUT", "s3", Now);
        var headers = signed.Headers.ToArray().Where(field => field.Key != PayloadHash.Header);
        var request = new SignableRequest(
            "PUT", signed.RawPath, "", hash is null ? headers : headers.Append(new(PayloadHash.Header, hash)));

        Verifier.Verify(request, claim, "secret", null, Now)!.Kind.ShouldBe((RefusalKind)kind);
    }

    [Fact]
    public void Refuses_a_request_whose_host_is_not_signed()
    {
        var (request, claim) = Signed("GET", "sts", Now);

        var refusal = Verifier.Verify(request, claim with { SignedHeaders = ["x-amz-date"] }, "secret", PayloadHash.OfEmpty, Now);

        refusal!.Kind.ShouldBe(RefusalKind.UnsignedHeader);
        refusal.ToException(SignatureDialect.Query).Message.ShouldBe("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("ünïcödé")]
    [InlineData("€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€")]
    public void Refuses_a_signature_that_is_none(string signature)
    {
        var (request, claim) = Signed("GET", "sts", Now);

        Verifier.Verify(request, claim with { Signature = signature }, "secret", PayloadHash.OfEmpty, Now)!.Kind.ShouldBe(RefusalKind.Mismatch);
    }

    private static int AcceptsUnlessAltered(IReadOnlyList<SdkRequest> requests)
    {
        var alterations = 0;
        foreach (var request in requests)
        {
            SignatureReader.TryRead(request.Signable(), out var claim, out var unread).ShouldBeTrue($"{request.Name}: {unread}");
            claim.AccessKey.ShouldBe("AKIAQUELLTEST0000001");
            claim.Region.ShouldBe("eu-central-1");
            claim.Service.ShouldBe(request.Service);
            claim.SessionToken.ShouldBe(request.Token);
            Verify(request, claim.Time).ShouldBeNull(request.Name);
            foreach (var (what, altered) in request.Alterations(claim))
            {
                Verify(altered, claim.Time).ShouldNotBeNull($"{request.Name}, {what}: {altered.Path}?{altered.Query}");
                alterations++;
            }
        }

        return alterations;
    }

    private static SignatureRefusal? Verify(SdkRequest request, DateTimeOffset now)
    {
        var signable = request.Signable();
        return SignatureReader.TryRead(signable, out var claim, out var unread)
            ? Verifier.Verify(signable, claim, request.Secret, PayloadHash.Of(request.Body), now)
            : unread;
    }

    private static (SignableRequest, SignatureClaim) Signed(string method, string service, DateTimeOffset time, string payloadHash = PayloadHash.OfEmpty)
    {
        var plain = new SignableRequest(method, "/a", "", [new("Host", "h")]);
        var added = new SigV4Signer(new()).Sign(plain, new("AK", "secret"), "us-east-1", service, payloadHash, time);
        var request = new SignableRequest(method, "/a", "", [.. plain.Headers, .. added]);
        SignatureReader.TryRead(request, out var claim, out _).ShouldBeTrue();
        return (request, claim!);
    }
}

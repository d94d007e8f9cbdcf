using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class SigV4SignerTests
{
    private static readonly SigV4Signer Signer = new(new());

    public static TheoryData<string> Names => [.. PublishedCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Signs_as_AWS_publishes_it(string name)
    {
        var one = PublishedCase.All.Single(candidate => candidate.Name == name);

        var added = Signer.Sign(one.Request(), one.Credentials, one.Region, one.Service, one.PayloadHash, one.At);

        added[^1].Key.ShouldBe("Authorization");
        added[^1].Value.ShouldBe(
            $"AWS4-HMAC-SHA256 Credential={one.AccessKey}/{one.Time[..8]}/{one.Region}/{one.Service}/aws4_request, SignedHeaders={one.SignedHeaders}, Signature={one.Signature}");
    }

    [Fact]
    public void Presigns_as_the_S3_documentation_does()
    {
        // S3 API Reference, "Authenticating Requests: Using Query Parameters", "An Example".
        var get = PublishedCase.All.Single(one => one.Name == "GET object");
        var request = new SignableRequest("GET", "/test.txt", "", [new("Host", "examplebucket.s3.amazonaws.com")]);

        var query = Signer.Presign(
            request, get.Credentials, "us-east-1", "s3", PayloadHash.Unsigned, get.At, TimeSpan.FromSeconds(86400));

        query.ShouldBe(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    }

    [Fact]
    public void Keeps_the_query_of_a_request_that_it_presigns()
    {
        var request = new SignableRequest("GET", "/a b", "list-type=2&prefix=x%2Fy", [new("Host", "h")]);
        var time = DateTimeOffset.UnixEpoch;

        var query = Signer.Presign(request, new("AK", "secret", "to+ken"), "eu-west-1", "s3", PayloadHash.Unsigned, time, TimeSpan.FromMinutes(1));

        query.ShouldStartWith("list-type=2&prefix=x%2Fy&X-Amz-Algorithm=");
        query.ShouldContain("X-Amz-Security-Token=to%2Bken");
        var presigned = new SignableRequest("GET", "/a b", query, [new("Host", "h")]);
        SignatureReader.TryRead(presigned, out var claim, out _).ShouldBeTrue();
        new SigV4Verifier(new()).Verify(presigned, claim, "secret", null, time).ShouldBeNull();
    }

    [Fact]
    public void Refuses_to_sign_without_a_host() =>
        Should.Throw<ArgumentException>(() => Signer.Sign(
            new("GET", "/", "", []), new("AK", "secret"), "us-east-1", "sts", PayloadHash.OfEmpty, DateTimeOffset.UnixEpoch));

    [Fact]
    public void Never_shows_a_secret() => new SigningCredentials("AK", "very secret", "token").ToString().ShouldBe("AK");
}

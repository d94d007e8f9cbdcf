using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class SignatureReaderTests
{
    private const string Good =
        "AWS4-HMAC-SHA256 Credential=AK/20261120/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=abc";

    private const string Presigned = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20261120%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20261120T120000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=abc";

    [Fact]
    public void Reads_a_header()
    {
        SignatureReader.TryRead(Request(Good), out var claim, out _).ShouldBeTrue();

        claim.AccessKey.ShouldBe("AK");
        claim.Scope.ShouldBe(new SigningScope("20261120", "us-east-1", "sts"));
        claim.SignedHeaders.ShouldBe(["host", "x-amz-date"]);
        claim.Signature.ShouldBe("abc");
        claim.IsPresigned.ShouldBeFalse();
        claim.SessionToken.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "Fri, 20 Nov 2026 12:00:00 GMT")]
    [InlineData("20261120T120000Z", "Sat, 01 Jan 2000 00:00:00 GMT")]
    public void Takes_the_time_from_x_amz_date_or_else_from_Date(string amzDate, string date)
    {
        List<KeyValuePair<string, string>> headers = [new("Authorization", Good), new("Date", date)];
        if (amzDate.Length > 0)
        {
            headers.Add(new("x-amz-date", amzDate));
        }

        SignatureReader.TryRead(new("GET", "/", "", headers), out var claim, out _).ShouldBeTrue();

        claim.Timestamp.ShouldBe("20261120T120000Z");
    }

    [Theory]
    [InlineData(null, RefusalKind.Missing, "")]
    [InlineData("Bearer x", RefusalKind.Incomplete, "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=Bearer x")]
    [InlineData("AWS4-HMAC-SHA256", RefusalKind.Incomplete, "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256")]
    [InlineData("AWS AK:sig", RefusalKind.UnsupportedAlgorithm, "Unsupported AWS 'algorithm': 'AWS'.")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=AK", RefusalKind.UnsupportedAlgorithm, "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK, SignedHeaders=host, Signature=abc", RefusalKind.Incomplete, "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AK'")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20261120/us-east-1/sts/aws4, SignedHeaders=host, Signature=abc", RefusalKind.WrongScope, "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'.")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20261121/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=abc", RefusalKind.WrongScope, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261121' != '20261120', from '20261120T120000Z'.")]
    public void Says_what_is_wrong_with_a_header(string? authorization, object kind, string detail)
    {
        SignatureReader.TryRead(Request(authorization), out var claim, out var refusal).ShouldBeFalse();

        claim.ShouldBeNull();
        refusal.ShouldBe(new((RefusalKind)kind, detail));
    }

    [Fact]
    public void Says_that_there_is_no_time()
    {
        SignatureReader.TryRead(new("GET", "/", "", [new("Authorization", Good)]), out _, out var refusal).ShouldBeFalse();
        refusal!.Detail.ShouldStartWith("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");

        SignatureReader.TryRead(new("GET", "/", "", [new("Authorization", Good), new("X-Amz-Date", "now")]), out _, out refusal).ShouldBeFalse();
        refusal!.Detail.ShouldBe("Date must be in ISO-8601 'basic format'. Got 'now'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    [Theory]
    [InlineData("&X-Amz-Expires=604800", 604800)]
    [InlineData("&X-Amz-Expires=0", 0)]
    [InlineData("", 900)]
    public void Reads_a_presigned_query(string more, int seconds)
    {
        SignatureReader.TryRead(new("GET", "/", "x=1&" + Presigned + more, []), out var claim, out _).ShouldBeTrue();

        claim.AccessKey.ShouldBe("AK");
        claim.Service.ShouldBe("s3");
        claim.IsPresigned.ShouldBeTrue();
        claim.Expires.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("&X-Amz-Expires=604801", "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")]
    [InlineData("&X-Amz-Expires=-1", "X-Amz-Expires must be non-negative")]
    [InlineData("&X-Amz-Expires=soon", "X-Amz-Expires should be a number")]
    public void Refuses_an_expiry_out_of_range(string more, string message)
    {
        SignatureReader.TryRead(new("GET", "/", Presigned + more, []), out _, out var refusal).ShouldBeFalse();

        var error = refusal!.ToException(SignatureDialect.S3);
        (error.Code, error.Message, error.Status).ShouldBe(("AuthorizationQueryParametersError", message, 400));
    }

    [Fact]
    public void Names_what_a_presigned_query_lacks()
    {
        SignatureReader.TryRead(new("GET", "/", "X-Amz-Algorithm", []), out _, out var refusal).ShouldBeFalse();

        refusal!.Detail.ShouldBe(
            "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.");
    }

    [Fact]
    public void Refuses_a_header_beside_a_presigned_query()
    {
        SignatureReader.TryRead(new("GET", "/", Presigned, [new("Authorization", Good)]), out _, out var refusal).ShouldBeFalse();

        refusal!.Kind.ShouldBe(RefusalKind.Ambiguous);
    }

    [Theory]
    [InlineData("", null, false)]
    [InlineData("", "Bearer x", false)]
    [InlineData("", Good, true)]
    [InlineData("", "AWS AK:sig", true)]
    [InlineData(Presigned, null, true)]
    [InlineData("q=X-Amz-Algorithm", null, false)]
    public void Tells_a_request_to_AWS_from_any_other(string query, string? authorization, bool isSigned) =>
        SignatureReader.IsSigned(new("GET", "/", query, authorization is null ? [] : [new("Authorization", authorization)])).ShouldBe(isSigned);

    private static SignableRequest Request(string? authorization)
    {
        KeyValuePair<string, string> date = new("X-Amz-Date", "20261120T120000Z");
        return new("GET", "/", "", authorization is null ? [date] : [date, new("Authorization", authorization)]);
    }
}

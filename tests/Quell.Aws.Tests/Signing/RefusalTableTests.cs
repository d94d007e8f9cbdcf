using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class RefusalTableTests
{
    [Theory]
    [InlineData(RefusalKind.Missing, "MissingAuthenticationTokenException 400", "MissingAuthenticationToken 403", "AuthFailure 401", "MissingAuthenticationTokenException 403", "AccessDenied 403")]
    [InlineData(RefusalKind.Incomplete, "IncompleteSignatureException 400", "IncompleteSignature 400", "IncompleteSignature 400", "IncompleteSignatureException 403", "AuthorizationHeaderMalformed 400")]
    [InlineData(RefusalKind.UnknownKey, "UnrecognizedClientException 400", "InvalidClientTokenId 403", "AuthFailure 401", "UnrecognizedClientException 403", "InvalidAccessKeyId 403")]
    [InlineData(RefusalKind.InvalidToken, "UnrecognizedClientException 400", "InvalidClientTokenId 403", "AuthFailure 401", "UnrecognizedClientException 403", "InvalidToken 400")]
    [InlineData(RefusalKind.ExpiredToken, "ExpiredTokenException 400", "ExpiredToken 403", "RequestExpired 400", "ExpiredTokenException 403", "ExpiredToken 400")]
    [InlineData(RefusalKind.Mismatch, "InvalidSignatureException 400", "SignatureDoesNotMatch 403", "AuthFailure 401", "InvalidSignatureException 403", "SignatureDoesNotMatch 403")]
    [InlineData(RefusalKind.Stale, "InvalidSignatureException 400", "SignatureDoesNotMatch 403", "RequestExpired 400", "InvalidSignatureException 403", "RequestTimeTooSkewed 403")]
    [InlineData(RefusalKind.PresignExpired, "InvalidSignatureException 400", "SignatureDoesNotMatch 403", "RequestExpired 400", "InvalidSignatureException 403", "AccessDenied 403")]
    public void Names_each_refusal_as_the_service_does(object kind, string json, string query, string ec2, string restJson, string s3)
    {
        var refusal = new SignatureRefusal((RefusalKind)kind, "detail");

        Answer(SignatureDialect.Json).ShouldBe(json);
        Answer(SignatureDialect.Query).ShouldBe(query);
        Answer(SignatureDialect.RestXml).ShouldBe(query);
        Answer(SignatureDialect.Ec2).ShouldBe(ec2);
        Answer(SignatureDialect.RestJson).ShouldBe(restJson);
        Answer(SignatureDialect.S3).ShouldBe(s3);

        string Answer(SignatureDialect dialect)
        {
            var error = refusal.ToException(dialect);
            return $"{error.Code} {error.Status}";
        }
    }

    [Fact]
    public void Has_an_answer_with_a_text_for_everything()
    {
        foreach (var dialect in Enum.GetValues<SignatureDialect>())
        {
            foreach (var kind in Enum.GetValues<RefusalKind>())
            {
                new SignatureRefusal(kind, "detail").ToException(dialect).Message.ShouldNotBeNullOrEmpty();
            }
        }
    }
}

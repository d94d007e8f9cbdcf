using System.Diagnostics;

namespace Quell.Aws.Signing;

/// <summary>
/// Which code, text and HTTP status each family of services has for each kind of refusal. Sources: "Common Error Types" of the
/// EventBridge, SNS, IAM, EC2 and Lambda API References; S3 API Reference, "Error responses"; EC2 API Reference, "Error codes".
/// Where those name no text, it is the one that the services send.
/// </summary>
internal static class RefusalTable
{
    private const string BadSecret = "The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private const string BadToken = "The security token included in the request is invalid.";

    private const string OldToken = "The security token included in the request is expired";

    private const string NoToken = "Missing Authentication Token";

    public static AwsException Answer(SignatureRefusal refusal, SignatureDialect dialect) => dialect switch
    {
        SignatureDialect.Json => Json(refusal, status: 400),
        SignatureDialect.RestJson => Json(refusal, status: 403),
        SignatureDialect.Query or SignatureDialect.RestXml => Query(refusal),
        SignatureDialect.Ec2 => Ec2(refusal),
        SignatureDialect.S3 => S3(refusal),
        _ => throw new UnreachableException(),
    };

    private static AwsException Json(SignatureRefusal refusal, int status) => refusal.Kind switch
    {
        RefusalKind.Missing => new("MissingAuthenticationTokenException", NoToken, status),
        RefusalKind.Incomplete or RefusalKind.UnsupportedAlgorithm => new("IncompleteSignatureException", refusal.Detail, status),
        RefusalKind.UnknownKey or RefusalKind.InvalidToken => new("UnrecognizedClientException", BadToken, status),
        RefusalKind.ExpiredToken => new("ExpiredTokenException", OldToken, status),
        RefusalKind.Mismatch or RefusalKind.PayloadMismatch => new("InvalidSignatureException", BadSecret, status),
        _ => new("InvalidSignatureException", refusal.Detail, status),
    };

    private static AwsException Query(SignatureRefusal refusal) => refusal.Kind switch
    {
        RefusalKind.Missing => new("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        RefusalKind.Incomplete or RefusalKind.UnsupportedAlgorithm => new("IncompleteSignature", refusal.Detail, 400),
        RefusalKind.UnknownKey or RefusalKind.InvalidToken => new("InvalidClientTokenId", BadToken, 403),
        RefusalKind.ExpiredToken => new("ExpiredToken", OldToken, 403),
        RefusalKind.Mismatch or RefusalKind.PayloadMismatch => new("SignatureDoesNotMatch", BadSecret, 403),
        _ => new("SignatureDoesNotMatch", refusal.Detail, 403),
    };

    private static AwsException Ec2(SignatureRefusal refusal) => refusal.Kind switch
    {
        RefusalKind.Incomplete or RefusalKind.UnsupportedAlgorithm => new("IncompleteSignature", refusal.Detail, 400),
        RefusalKind.Stale or RefusalKind.PresignExpired or RefusalKind.PresignNotYetValid or RefusalKind.ExpiredToken =>
            new("RequestExpired", "Request has expired."),
        _ => new("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
    };

    private static AwsException S3(SignatureRefusal refusal) => refusal.Kind switch
    {
        RefusalKind.Missing => new("AccessDenied", "Access Denied", 403),
        RefusalKind.Ambiguous => new("InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified"),
        RefusalKind.UnsupportedAlgorithm => new("InvalidRequest",
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."),
        RefusalKind.Incomplete or RefusalKind.WrongScope when refusal.InQuery =>
            new("AuthorizationQueryParametersError", refusal.Detail),
        RefusalKind.Incomplete or RefusalKind.WrongScope =>
            new("AuthorizationHeaderMalformed", $"The authorization header is malformed; {refusal.Detail}"),
        RefusalKind.UnknownKey => new("InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.", 403),
        RefusalKind.InvalidToken => new("InvalidToken", "The provided token is malformed or otherwise invalid."),
        RefusalKind.ExpiredToken => new("ExpiredToken", "The provided token has expired."),
        RefusalKind.UnsignedHeader => new("AccessDenied",
            "There were headers present in the request which were not signed", 403),
        RefusalKind.Stale => new("RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.", 403),
        RefusalKind.PresignExpired => new("AccessDenied", "Request has expired", 403),
        RefusalKind.PresignNotYetValid => new("AccessDenied", "Request is not yet valid", 403),
        RefusalKind.NoPayloadHash => new("InvalidRequest", "Missing required header for this request: x-amz-content-sha256"),
        RefusalKind.InvalidPayloadHash => new("InvalidArgument",
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid sha256 value."),
        RefusalKind.PayloadMismatch => new("XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed."),
        RefusalKind.Mismatch => new("SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.", 403),
        _ => throw new UnreachableException($"S3 has no answer for {refusal.Kind}."),
    };
}

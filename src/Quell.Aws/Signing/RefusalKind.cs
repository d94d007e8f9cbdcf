namespace Quell.Aws.Signing;

/// <summary>Why a signature is not accepted.</summary>
internal enum RefusalKind
{
    /// <summary>The request carries no signature.</summary>
    Missing,

    /// <summary>The request carries both an Authorization header and a presigned query.</summary>
    Ambiguous,

    /// <summary>Parts of the signature are missing or cannot be read.</summary>
    Incomplete,

    /// <summary>Another algorithm than AWS4-HMAC-SHA256.</summary>
    UnsupportedAlgorithm,

    /// <summary>The credential scope does not fit the request (its date, its terminator).</summary>
    WrongScope,

    /// <summary>No such access key.</summary>
    UnknownKey,

    /// <summary>The session token is missing or not the one that belongs to the key.</summary>
    InvalidToken,

    /// <summary>The session has ended.</summary>
    ExpiredToken,

    /// <summary>A header that must be signed is not.</summary>
    UnsignedHeader,

    /// <summary>Signed too long ago, or too far in the future.</summary>
    Stale,

    /// <summary>A presigned request after its expiry.</summary>
    PresignExpired,

    /// <summary>A presigned request before its time.</summary>
    PresignNotYetValid,

    /// <summary>S3 wants x-amz-content-sha256.</summary>
    NoPayloadHash,

    /// <summary>x-amz-content-sha256 is neither a hash nor one of S3's words.</summary>
    InvalidPayloadHash,

    /// <summary>The body is not the one that was signed.</summary>
    PayloadMismatch,

    /// <summary>The signature is not that of this request with this secret.</summary>
    Mismatch,
}

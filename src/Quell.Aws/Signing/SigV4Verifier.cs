using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary>
/// Verifies signatures of Signature Version 4. What a request claims is read first (<see cref="SignatureReader"/>); its caller
/// then finds the secret of the claimed key and has it checked here. Safe for concurrent use.
/// </summary>
internal sealed class SigV4Verifier(SigningKeyCache keys)
{
    /// <summary>How far a request's time may be from ours (EC2 and S3 API References: 15 minutes).</summary>
    public static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(15);

    /// <summary>How long a presigned request may hold: seven days.</summary>
    public static readonly TimeSpan LongestPresign = TimeSpan.FromDays(7);

    /// <summary>Whether the request is the one that the holder of the secret signed, at a time that still counts.</summary>
    /// <param name="claim">What <see cref="SignatureReader"/> read from the same request.</param>
    /// <param name="bodyHash">
    /// <see cref="PayloadHash.Of"/> the body. Null where the body is a stream that has not been read: then the request must say
    /// its payload hash itself (S3 always does), and who reads the body holds it against that.
    /// </param>
    /// <returns>Null when it is valid.</returns>
    public SignatureRefusal? Verify(
        SignableRequest request, SignatureClaim claim, string secret, string? bodyHash, DateTimeOffset now) =>
        CheckTime(claim, now)
        ?? CheckSignedHeaders(request, claim)
        ?? FindPayloadHash(request, claim, bodyHash, out var payloadHash)
        ?? CheckSignature(request, claim, secret, payloadHash)
        ?? CheckBody(payloadHash, bodyHash);

    /// <summary>The chain of chunk signatures that continues the request's own, for a body of signed chunks.</summary>
    public ChunkSignatures Chunks(SignatureClaim claim, string secret) =>
        new(keys.Get(secret, claim.Scope), claim.Timestamp, claim.Scope, claim.Signature);

    private static SignatureRefusal? CheckTime(SignatureClaim claim, DateTimeOffset now)
    {
        if (claim.Time > now + LargestSkew)
        {
            var kind = claim.IsPresigned ? RefusalKind.PresignNotYetValid : RefusalKind.Stale;
            return new(kind,
                $"Signature not yet current: {claim.Timestamp} is still later than {Text(now + LargestSkew)} ({Text(now)} + 15 min.)");
        }

        if (claim.Expires is { } expires)
        {
            return claim.Time + expires >= now
                ? null
                : new(RefusalKind.PresignExpired,
                    $"Signature expired: {Text(claim.Time + expires)} is now earlier than {Text(now)}");
        }

        return claim.Time >= now - LargestSkew
            ? null
            : new(RefusalKind.Stale,
                $"Signature expired: {claim.Timestamp} is now earlier than {Text(now - LargestSkew)} ({Text(now)} - 15 min.)");
    }

    /// <summary>
    /// The host and everything that steers the request (x-amz-*) must be signed, or somebody on the way could change it. The
    /// payload hash is signed as a line of its own, and the session token is bound to its key.
    /// </summary>
    private static SignatureRefusal? CheckSignedHeaders(SignableRequest request, SignatureClaim claim)
    {
        if (!claim.SignedHeaders.Contains("host", StringComparer.OrdinalIgnoreCase))
        {
            return new(RefusalKind.UnsignedHeader, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }

        foreach (var (name, _) in request.Headers)
        {
            var isSteering = name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
                && !name.Equals(PayloadHash.Header, StringComparison.OrdinalIgnoreCase)
                && !name.Equals("x-amz-security-token", StringComparison.OrdinalIgnoreCase)
                && !(claim.IsPresigned && name.Equals("x-amz-date", StringComparison.OrdinalIgnoreCase));
            if (isSteering && !claim.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return new(RefusalKind.UnsignedHeader, $"'{name}' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }

        return null;
    }

    private static SignatureRefusal? FindPayloadHash(
        SignableRequest request, SignatureClaim claim, string? bodyHash, out string payloadHash)
    {
        var header = request.Header(PayloadHash.Header);
        if (!claim.Scope.IsS3)
        {
            payloadHash = header ?? bodyHash
                ?? throw new ArgumentException($"{claim.Service} signs the hash of the body; read it first.", nameof(bodyHash));
            return null;
        }

        payloadHash = claim.IsPresigned ? PresignedPayloadHash(request, claim, header) : header ?? "";
        if (payloadHash.Length == 0)
        {
            return new(RefusalKind.NoPayloadHash);
        }

        var isKnown = payloadHash == PayloadHash.Unsigned || PayloadHash.IsStreaming(payloadHash) || PayloadHash.IsHash(payloadHash);
        return isKnown ? null : new(RefusalKind.InvalidPayloadHash);
    }

    private static string PresignedPayloadHash(SignableRequest request, SignatureClaim claim, string? header) =>
        header is not null && claim.SignedHeaders.Contains(PayloadHash.Header, StringComparer.OrdinalIgnoreCase)
            ? header
            : PresignedQuery.Value(request.RawQuery, "X-Amz-Content-Sha256") ?? PayloadHash.Unsigned;

    private SignatureRefusal? CheckSignature(SignableRequest request, SignatureClaim claim, string secret, string payloadHash)
    {
        Span<byte> expected = stackalloc byte[SignatureV4.Length];
        SignatureV4.Sign(
            request, claim.SignedHeaders, payloadHash, keys.Get(secret, claim.Scope), claim.Timestamp, claim.Scope, expected);
        return IsSame(expected, claim.Signature) ? null : new(RefusalKind.Mismatch);
    }

    /// <summary>Compares in a time that does not tell how much of it is right.</summary>
    internal static bool IsSame(ReadOnlySpan<byte> expected, string signature)
    {
        Span<byte> given = stackalloc byte[SignatureV4.Length];
        return signature.Length == SignatureV4.Length
            && Encoding.UTF8.TryGetBytes(signature, given, out var written)
            && CryptographicOperations.FixedTimeEquals(expected, given[..written]);
    }

    private static SignatureRefusal? CheckBody(string payloadHash, string? bodyHash) =>
        bodyHash is null || !PayloadHash.IsHash(payloadHash) || payloadHash == bodyHash
            ? null
            : new(RefusalKind.PayloadMismatch);

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString(SignatureV4.TimeFormat, CultureInfo.InvariantCulture);
}

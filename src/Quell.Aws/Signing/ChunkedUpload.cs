using System.Globalization;

namespace Quell.Aws.Signing;

/// <summary>How a body in aws-chunked framing is put together, as the request's headers announce it.</summary>
/// <param name="IsSigned">Whether every chunk carries a signature.</param>
/// <param name="HasTrailer">Whether trailers follow the last chunk.</param>
/// <param name="Trailers">The names in <c>x-amz-trailer</c>, in lower case.</param>
/// <param name="DecodedLength">The length of the object without the framing.</param>
internal sealed record ChunkedUpload(bool IsSigned, bool HasTrailer, IReadOnlyList<string> Trailers, long DecodedLength)
{
    /// <summary>Reads the announcement; null where the body is not in this framing.</summary>
    /// <exception cref="AwsException">The announcement is incomplete or asks for what S3 does not have.</exception>
    public static ChunkedUpload? Read(SignableRequest request)
    {
        if (request.Header(PayloadHash.Header) is not { } payload)
        {
            return null;
        }

        if (!PayloadHash.IsStreaming(payload))
        {
            // An unknown framing must not end up as the object's content.
            return payload == PayloadHash.Unsigned || PayloadHash.IsHash(payload)
                ? null
                : throw new SignatureRefusal(RefusalKind.InvalidPayloadHash).ToException(SignatureDialect.S3);
        }

        var length = request.Header("x-amz-decoded-content-length");
        if (!long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var decodedLength))
        {
            throw new AwsException("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
        }

        var hasTrailer = payload != PayloadHash.SignedChunks;
        var trailers = (request.Header("x-amz-trailer") ?? "")
            .ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var trailer in trailers)
        {
            using var checksum = BodyChecksum.ForHeader(trailer);
            if (checksum is null || !hasTrailer)
            {
                throw new AwsException("InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
            }
        }

        return new(payload != PayloadHash.UnsignedTrailer, hasTrailer, trailers, decodedLength);
    }
}

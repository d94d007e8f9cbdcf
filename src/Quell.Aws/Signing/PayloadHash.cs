using System.Buffers;
using System.Security.Cryptography;

namespace Quell.Aws.Signing;

/// <summary>The payload line of a canonical request, which is also the value of <c>x-amz-content-sha256</c>.</summary>
internal static class PayloadHash
{
    public const string Header = "x-amz-content-sha256";

    public const string OfEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public const string Unsigned = "UNSIGNED-PAYLOAD";

    public const string UnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    public const string SignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

    public const string SignedChunksTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static string Of(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return OfEmpty;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether the value is a hash that can be held against a body.</summary>
    public static bool IsHash(string value) => value.Length == 64 && !value.AsSpan().ContainsAnyExcept(LowerHex);

    /// <summary>Whether the body comes in aws-chunked framing.</summary>
    public static bool IsStreaming(string value) => value is UnsignedTrailer or SignedChunks or SignedChunksTrailer;
}

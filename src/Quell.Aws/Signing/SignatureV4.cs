using System.Security.Cryptography;

namespace Quell.Aws.Signing;

/// <summary>The signature itself: HMAC-SHA256 over the string to sign, in lower-case hexadecimal.</summary>
internal static class SignatureV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>How a request writes its time: <c>20130524T000000Z</c>.</summary>
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The length of a signature in hexadecimal digits.</summary>
    public const int Length = 64;

    /// <param name="timestamp">In <see cref="TimeFormat"/>.</param>
    /// <param name="signature">Receives <see cref="Length"/> ASCII digits.</param>
    public static void Sign(
        SignableRequest request, IReadOnlyList<string> signedHeaders, string payloadHash, byte[] key, string timestamp,
        SigningScope scope, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using var buffer = CanonicalBuffer.Take();
        CanonicalRequest.Write(buffer, request, signedHeaders, payloadHash, scope.IsS3);
        SHA256.HashData(buffer.Written, hash);

        buffer.Truncate(0);
        buffer.Add("AWS4-HMAC-SHA256\n"u8);
        WriteTimeAndScope(buffer, timestamp, scope);
        buffer.AddHex(hash);
        Seal(key, buffer.Written, signature);
    }

    public static void WriteTimeAndScope(CanonicalBuffer output, string timestamp, SigningScope scope)
    {
        output.Add(timestamp);
        output.Add((byte)'\n');
        output.Add(scope.Date);
        output.Add((byte)'/');
        output.Add(scope.Region);
        output.Add((byte)'/');
        output.Add(scope.Service);
        output.Add("/aws4_request\n"u8);
    }

    /// <summary>Signs a finished string to sign.</summary>
    public static void Seal(byte[] key, ReadOnlySpan<byte> stringToSign, Span<byte> signature)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, stringToSign, mac);
        Convert.TryToHexStringLower(mac, signature, out _);
    }
}

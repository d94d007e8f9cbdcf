using System.Security.Cryptography;
using System.Text;

namespace Quell.Aws.Signing;

/// <summary>
/// The signatures of a body of signed chunks, each continuing the one before (S3 API Reference, "Transferring Payload in
/// Multiple Chunks" and "Signature calculations for trailing headers"). For one body, in order, by one thread.
/// </summary>
/// <param name="seed">The signature of the request's headers.</param>
internal sealed class ChunkSignatures(byte[] key, string timestamp, SigningScope scope, string seed)
{
    private string _previous = seed;

    /// <summary>The signature of the next chunk; the last one is empty.</summary>
    /// <param name="hash">SHA-256 of its data.</param>
    public string Next(ReadOnlySpan<byte> hash)
    {
        using var buffer = CanonicalBuffer.Take();
        buffer.Add("AWS4-HMAC-SHA256-PAYLOAD\n"u8);
        SignatureV4.WriteTimeAndScope(buffer, timestamp, scope);
        buffer.Add(_previous);
        buffer.Add((byte)'\n');
        buffer.Add(PayloadHash.OfEmpty);
        buffer.Add((byte)'\n');
        buffer.AddHex(hash);
        return Seal(buffer);
    }

    /// <summary>The signature of the trailers, which comes after the last chunk.</summary>
    /// <param name="trailers">As lines <c>name:value</c>, each ended by a line feed.</param>
    public string Trailer(string trailers)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(trailers), hash);
        using var buffer = CanonicalBuffer.Take();
        buffer.Add("AWS4-HMAC-SHA256-TRAILER\n"u8);
        SignatureV4.WriteTimeAndScope(buffer, timestamp, scope);
        buffer.Add(_previous);
        buffer.Add((byte)'\n');
        buffer.AddHex(hash);
        return Seal(buffer);
    }

    private string Seal(CanonicalBuffer stringToSign)
    {
        Span<byte> signature = stackalloc byte[SignatureV4.Length];
        SignatureV4.Seal(key, stringToSign.Written, signature);
        return _previous = Encoding.ASCII.GetString(signature);
    }
}

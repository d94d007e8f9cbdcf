using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Quell.Aws.Signing;

/// <summary>
/// One of the checksums of S3 objects, taken over a body as it passes (S3 User Guide, "Checking object integrity"). For one
/// body; dispose it.
/// </summary>
internal sealed class BodyChecksum : IDisposable
{
    private const string Prefix = "x-amz-checksum-";

    private readonly IncrementalHash? _hash;

    private ulong _state;

    private BodyChecksum(string algorithm)
    {
        Algorithm = algorithm;
        (_hash, _state) = algorithm switch
        {
            "SHA1" => (IncrementalHash.CreateHash(HashAlgorithmName.SHA1), 0UL),
            "SHA256" => (IncrementalHash.CreateHash(HashAlgorithmName.SHA256), 0UL),
            "CRC64NVME" => (null, ReflectedCrc.Crc64Nvme.Start),
            _ => (null, (ulong)uint.MaxValue),
        };
    }

    /// <summary>As S3 names it: CRC32, CRC32C, CRC64NVME, SHA1 or SHA256.</summary>
    public string Algorithm { get; }

    /// <summary>The header or trailer that carries it.</summary>
    public string Header => Prefix + Algorithm.ToLowerInvariant();

    /// <summary>The checksum for <c>x-amz-checksum-…</c>; null for any other header and for an algorithm that S3 lacks.</summary>
    public static BodyChecksum? ForHeader(string header) =>
        header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && header[Prefix.Length..].ToUpperInvariant() is "CRC32" or "CRC32C" or "CRC64NVME" or "SHA1" or "SHA256"
            ? new(header[Prefix.Length..].ToUpperInvariant())
            : null;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        switch (Algorithm)
        {
            case "CRC32":
                _state = ReflectedCrc.Crc32.Append(_state, bytes);
                break;
            case "CRC32C":
                _state = ReflectedCrc.AppendCastagnoli((uint)_state, bytes);
                break;
            case "CRC64NVME":
                _state = ReflectedCrc.Crc64Nvme.Append(_state, bytes);
                break;
            default:
                _hash!.AppendData(bytes);
                break;
        }
    }

    /// <summary>The value as headers carry it: base64 of the big-endian bytes. Ends the checksum.</summary>
    public string ToBase64()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        switch (Algorithm)
        {
            case "CRC32" or "CRC32C":
                BinaryPrimitives.WriteUInt32BigEndian(bytes, ~(uint)_state);
                return Convert.ToBase64String(bytes[..4]);
            case "CRC64NVME":
                BinaryPrimitives.WriteUInt64BigEndian(bytes, ~_state);
                return Convert.ToBase64String(bytes[..8]);
            default:
                return Convert.ToBase64String(bytes[..(_hash ?? throw new UnreachableException()).GetHashAndReset(bytes)]);
        }
    }

    /// <summary>Holds the checksum against the value that came with the body.</summary>
    /// <exception cref="AwsException"><c>InvalidRequest</c> for a value that is none, <c>BadDigest</c> for another one.</exception>
    public void Require(string value)
    {
        var computed = ToBase64();
        if (value == computed)
        {
            return;
        }

        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var isValue = value.Length == computed.Length && Convert.TryFromBase64String(value, bytes, out _);
        throw isValue
            ? new AwsException("BadDigest", $"The {Algorithm} you specified did not match the calculated checksum.")
            : new AwsException("InvalidRequest", $"Value for {Header} header is invalid.");
    }

    public void Dispose() => _hash?.Dispose();
}

using System.Security.Cryptography;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Aws.Client;

/// <summary>The checksum of a request's body, which some operations insist on (Smithy, <c>aws.protocols#httpChecksum</c>).</summary>
internal static class BodyChecksum
{
    /// <summary>Adds the header where the operation needs one or the input asks for one, and the caller gave none.</summary>
    /// <exception cref="AwsException"><c>ParamValidation</c>: the input asks for an algorithm that is not here.</exception>
    public static void Add(OperationModel operation, JsonObject input, WireRequest request)
    {
        var asked = operation.ChecksumAlgorithmMember is { } member ? input.String(member) : null;
        if ((asked is null && !operation.NeedsChecksum) || request.Body.Stream is not null || HasChecksum(request.Headers))
        {
            return;
        }

        var body = request.Body.Bytes.Span;
        switch (asked)
        {
            case null:
#pragma warning disable CA5351 // The protocol's own integrity check, no protection.
                request.Headers["Content-MD5"] = Convert.ToBase64String(MD5.HashData(body));
#pragma warning restore CA5351
                break;
            case "SHA256":
                request.Headers["x-amz-checksum-sha256"] = Convert.ToBase64String(SHA256.HashData(body));
                break;
            case "CRC32":
                request.Headers["x-amz-checksum-crc32"] = Convert.ToBase64String(Crc32(body));
                break;
            default:
                throw new AwsException("ParamValidation", $"The checksum algorithm {asked} is not supported; use SHA256 or CRC32.");
        }
    }

    private static bool HasChecksum(WireHeaders headers) =>
        headers.Has("Content-MD5")
        || ((IEnumerable<KeyValuePair<string, string>>)headers).Any(header => header.Key.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase));

    /// <summary>CRC-32 as in ISO 3309, four bytes in network order.</summary>
    private static byte[] Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        crc = ~crc;
        return [(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }
}

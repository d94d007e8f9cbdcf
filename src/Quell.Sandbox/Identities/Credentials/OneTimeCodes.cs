using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>The six digits that an authenticator shows (RFC 6238 over RFC 4226: HMAC-SHA-1, steps of 30 seconds).</summary>
internal static class OneTimeCodes
{
    private const int StepSeconds = 30;

    /// <summary>How far an authenticator's clock may be off when it is enabled.</summary>
    private const int Tolerance = 10;

    /// <summary>Whether the codes are two that the authenticator shows one after the other about now.</summary>
    public static bool AreConsecutive(byte[] key, string first, string second, DateTimeOffset now)
    {
        var step = now.ToUnixTimeSeconds() / StepSeconds;
        return Enumerable.Range(-Tolerance, (2 * Tolerance) + 1)
            .Any(offset => At(key, step + offset) == first && At(key, step + offset + 1) == second);
    }

    public static string At(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The algorithm of every authenticator app; AWS offers no other.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var code = (BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0x0F)) & 0x7FFF_FFFF) % 1_000_000;
        return code.ToString("D6", CultureInfo.InvariantCulture);
    }
}

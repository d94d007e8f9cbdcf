using System.Buffers;

namespace Quell.Aws.Signing;

/// <summary>
/// Percent-encoding as SigV4 wants it: everything but the unreserved characters of RFC 3986, byte by byte of the UTF-8 form,
/// with capital hexadecimal digits (IAM User Guide, "Create a signed AWS API request", UriEncode).
/// </summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    private static readonly SearchValues<byte> UnreservedOrSlash =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"u8);

    /// <summary>Encodes bytes that are not encoded; a slash stays a slash where <paramref name="keepSlash"/> says so.</summary>
    public static void Encode(CanonicalBuffer output, ReadOnlySpan<byte> bytes, bool keepSlash)
    {
        var plain = keepSlash ? UnreservedOrSlash : Unreserved;
        while (!bytes.IsEmpty)
        {
            var run = bytes.IndexOfAnyExcept(plain);
            if (run < 0)
            {
                output.Add(bytes);
                return;
            }

            output.Add(bytes[..run]);
            AddEscape(output, bytes[run]);
            bytes = bytes[(run + 1)..];
        }
    }

    /// <summary>
    /// Brings text that may already be encoded into the one canonical form: an escape of an unreserved character becomes the
    /// character, any other escape stays one (so an encoded slash never becomes a separator), a bare reserved one is encoded.
    /// </summary>
    /// <param name="plusIsSpace">Whether a bare plus stands for a space, as it does in a query.</param>
    public static void Canonicalize(CanonicalBuffer output, ReadOnlySpan<byte> bytes, bool keepSlash, bool plusIsSpace)
    {
        var plain = keepSlash ? UnreservedOrSlash : Unreserved;
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (value == '%' && TryEscape(bytes[i..], out var escaped))
            {
                i += 2;
                AddCanonical(output, escaped, Unreserved);
            }
            else
            {
                AddCanonical(output, value == '+' && plusIsSpace ? (byte)' ' : value, plain);
            }
        }
    }

    private static void AddCanonical(CanonicalBuffer output, byte value, SearchValues<byte> plain)
    {
        if (plain.Contains(value))
        {
            output.Add(value);
        }
        else
        {
            AddEscape(output, value);
        }
    }

    private static bool TryEscape(ReadOnlySpan<byte> bytes, out byte value)
    {
        value = 0;
        if (bytes.Length < 3 || !char.IsAsciiHexDigit((char)bytes[1]) || !char.IsAsciiHexDigit((char)bytes[2]))
        {
            return false;
        }

        value = (byte)(Digit(bytes[1]) << 4 | Digit(bytes[2]));
        return true;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;

    private static void AddEscape(CanonicalBuffer output, byte value)
    {
        var digits = "0123456789ABCDEF"u8;
        output.Add((byte)'%');
        output.Add(digits[value >> 4]);
        output.Add(digits[value & 15]);
    }
}

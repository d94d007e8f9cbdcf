using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Quell.Engine.Rules.Values;

/// <summary>
/// An IPv4 or IPv6 address as a number, so that ranges are comparisons. An IPv6 text that maps an IPv4 address stands for that.
/// </summary>
internal readonly record struct IpAddress(UInt128 Value, bool IsV6)
{
    private const int LongestText = 64;

    private static readonly SearchValues<byte> V4Characters = SearchValues.Create("0123456789."u8);
    private static readonly SearchValues<byte> V6Characters = SearchValues.Create("0123456789abcdefABCDEF:"u8);

    public static bool TryParse(ReadOnlySpan<byte> utf8, out IpAddress address)
    {
        return TryParseV4(utf8, out address) || (LooksLikeV6(utf8) && TryParseV6(utf8, out address));
    }

    /// <summary>Whether the text has an address's form, valid or not: four runs of digits, or hex digits and colons.</summary>
    public static bool HasForm(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return LooksLikeV4(utf8) || LooksLikeV6(utf8);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out IpAddress? address)
    {
        address = TryParse(Encoding.UTF8.GetBytes(text), out var parsed) ? parsed : null;
        return address is not null;
    }

    private static bool LooksLikeV4(ReadOnlySpan<byte> utf8) =>
        utf8.Length is >= 7 and <= LongestText && char.IsAsciiDigit((char)utf8[0]) && char.IsAsciiDigit((char)utf8[^1])
        && utf8.Count((byte)'.') == 3 && !utf8.ContainsAnyExcept(V4Characters) && utf8.IndexOf(".."u8) < 0;

    private static bool LooksLikeV6(ReadOnlySpan<byte> utf8) =>
        utf8.Length is >= 1 and <= LongestText && utf8.Contains((byte)':') && !utf8.ContainsAnyExcept(V6Characters);

    // A leading zero does not make a part octal here, as it does for IPAddress. Most texts are no address: the first letter tells.
    private static bool TryParseV4(ReadOnlySpan<byte> utf8, out IpAddress address)
    {
        var (value, part, dots, digits) = (0u, 0u, 0, 0);
        address = default;
        if (utf8.Length > LongestText)
        {
            return false;
        }

        foreach (var next in utf8)
        {
            var digit = (uint)(next - '0');
            if (digit <= 9)
            {
                part = (part * 10) + digit;
                digits++;
                if (part > 255)
                {
                    return false;
                }
            }
            else if (next == '.' && digits > 0)
            {
                value = (value << 8) | part;
                (part, digits) = (0, 0);
                dots++;
            }
            else
            {
                return false;
            }
        }

        address = new((value << 8) | part, IsV6: false);
        return dots == 3 && digits > 0;
    }

    private static bool TryParseV6(ReadOnlySpan<byte> utf8, out IpAddress address)
    {
        address = default;
        if (!IPAddress.TryParse(utf8, out var parsed))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = parsed.IsIPv4MappedToIPv6
            ? new(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), IsV6: false)
            : new(BinaryPrimitives.ReadUInt128BigEndian(bytes), IsV6: true);
        return true;
    }
}

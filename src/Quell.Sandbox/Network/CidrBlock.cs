using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Quell.Sandbox.Network;

/// <summary>A range of IPv4 or IPv6 addresses in its canonical form: the bits behind the prefix are zero.</summary>
/// <param name="Start">Its first address as a number.</param>
/// <param name="Prefix">The length of the prefix in bits.</param>
internal readonly record struct CidrBlock(UInt128 Start, int Prefix, bool IsIpv6)
{
    private int HostBits => (IsIpv6 ? 128 : 32) - Prefix;

    /// <summary>How many addresses it has; 0 stands for 2^128.</summary>
    public UInt128 Size => HostBits == 128 ? 0 : UInt128.One << HostBits;

    private UInt128 Last => Start + (Size - 1);

    /// <summary>Reads <c>address/prefix</c> and, as EC2 does, clears the bits behind the prefix (<c>10.0.0.7/8</c> is <c>10.0.0.0/8</c>).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CidrBlock block)
    {
        block = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0
            || !TryParseAddress(text![..slash], out var address, out var ipv6)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || prefix > (ipv6 ? 128 : 32))
        {
            return false;
        }

        var hostBits = (ipv6 ? 128 : 32) - prefix;
        block = new(hostBits == 128 ? 0 : address >> hostBits << hostBits, prefix, ipv6);
        return true;
    }

    /// <summary>A block that is known to be one.</summary>
    public static CidrBlock Parse(string text) => TryParse(text, out var block) ? block : throw new FormatException(text);

    public bool Contains(CidrBlock other) => IsIpv6 == other.IsIpv6 && Start <= other.Start && other.Last <= Last;

    public bool Contains(string address) =>
        TryParseAddress(address, out var number, out var ipv6) && ipv6 == IsIpv6 && Start <= number && number <= Last;

    public bool Overlaps(CidrBlock other) => IsIpv6 == other.IsIpv6 && Start <= other.Last && other.Start <= Last;

    /// <summary>The address at the offset from the first.</summary>
    public string AddressAt(UInt128 offset) => AddressText(Start + offset);

    public override string ToString() => $"{AddressText(Start)}/{Prefix.ToString(CultureInfo.InvariantCulture)}";

    private static bool TryParseAddress(string text, out UInt128 number, out bool ipv6)
    {
        number = 0;
        ipv6 = false;

        // IPAddress also reads "10.1" and "[::1]%3"; EC2 takes four numbers, or plain IPv6.
        if (!IPAddress.TryParse(text, out var address) || text.AsSpan().ContainsAny("[]%")
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text))
        {
            return false;
        }

        ipv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var bytes = address.GetAddressBytes();
        number = ipv6 ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return true;
    }

    private string AddressText(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(IsIpv6 ? bytes : bytes[12..]).ToString();
    }
}

using System.Globalization;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Compiling;

/// <summary>A block of addresses, ADDRESS/BITS. The address need not be the block's first.</summary>
internal static class Cidr
{
    /// <exception cref="PatternSyntaxException">It is no block; AWS's engine gives these reasons without a place.</exception>
    public static ValueTest Parse(string text)
    {
        // The engine's split forgets empty parts at the end.
        var parts = text.TrimEnd('/').Split('/');
        if (parts.Length != 2)
        {
            throw Refuse("Malformed CIDR, one '/' required");
        }

        if (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits))
        {
            throw Refuse("Malformed CIDR, mask bits must be an integer");
        }

        if (bits < 0)
        {
            throw Refuse("Malformed CIDR, mask bits must not be negative");
        }

        if (!IpAddress.TryParse(parts[0], out var address))
        {
            throw Refuse($"{(IpAddress.HasForm(parts[0]) ? "Invalid" : "Nonstandard")} IP address: {parts[0]}");
        }

        var width = address.Value.IsV6 ? 128 : 32;
        if (bits >= width)
        {
            throw Refuse(width == 32 ? "IPv4 mask bits must be < 32" : "IPv6 mask bits must be < 128");
        }

        var host = (UInt128.One << (width - bits)) - 1;
        if (width - bits == 128)
        {
            host = UInt128.MaxValue;
        }

        var bottom = address.Value.Value & ~host;
        return new AddressTest(bottom, bottom | host, address.Value.IsV6);
    }

    private static PatternSyntaxException Refuse(string reason) => new(new PatternError(reason));
}

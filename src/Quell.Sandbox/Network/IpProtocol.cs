using System.Globalization;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>
/// IP protocols as EC2 writes them: a number, <c>-1</c> for all; security groups name the four best known
/// (EC2 API Reference, "IpPermission").
/// </summary>
internal static class IpProtocol
{
    public const string All = "-1";

    private static readonly (string Name, string Number)[] Named =
        [("tcp", "6"), ("udp", "17"), ("icmp", "1"), ("icmpv6", "58"), (All, "all")];

    /// <summary>Whether security group rules for it have ports, or ICMP types and codes.</summary>
    public static bool HasPorts(string name) => name is "tcp" or "udp" or "icmp" or "icmpv6";

    /// <summary>The number of a protocol that is given by number or name.</summary>
    public static string Number(string text) => Name(text) is var name && name == All
        ? All
        : Named.FirstOrDefault(known => known.Name == name).Number ?? name;

    /// <summary>The name where the protocol has one, else the number.</summary>
    public static string Name(string text)
    {
        var known = Array.Find(Named, known =>
            known.Name.Equals(text, StringComparison.OrdinalIgnoreCase) || known.Number.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (known.Name is not null)
        {
            return known.Name;
        }

        return byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw Inputs.Invalid($"Invalid value '{text}' for IP protocol. Unknown protocol.");
    }
}

using System.Globalization;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Public IPv4 addresses that AWS hands out.</summary>
internal static class PublicAddresses
{
    public static string New(Ec2Region ec2)
    {
        var hex = ec2.NewHex(6);
        return string.Create(CultureInfo.InvariantCulture, $"54.{Byte(hex[..2])}.{Byte(hex[2..4])}.{Byte(hex[4..])}");
    }

    /// <summary>What an interface shows of the public address that stands for it.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="owner">The account's id for an elastic address, else <c>amazon</c>.</param>
    /// <param name="address">The address.</param>
    public static JsonObject Association(Ec2Region ec2, string owner, string address) => JsonObject.Of(
        ("IpOwnerId", owner), ("PublicDnsName", HostNames.Public(ec2.Scope.Region, address)), ("PublicIp", address));

    private static byte Byte(string hex) => byte.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

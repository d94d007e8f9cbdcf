using System.Globalization;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>The address ranges of a VPC.</summary>
internal static class VpcCidrs
{
    /// <exception cref="AwsException">It is no CIDR, or not between /16 and /28 (VPC User Guide, "VPC CIDR blocks").</exception>
    public static CidrBlock Read(string text)
    {
        if (!CidrBlock.TryParse(text, out var cidr) || cidr.IsIpv6)
        {
            throw Inputs.InvalidValue(text, "cidrBlock", "This is not a valid CIDR block.");
        }

        return cidr.Prefix is >= 16 and <= 28
            ? cidr
            : throw new AwsException("InvalidVpc.Range", $"The CIDR '{text}' is invalid.");
    }

    public static JsonObject Association(Ec2Region ec2, CidrBlock cidr, string state = "associated") => JsonObject.Of(
        ("AssociationId", ec2.NewId("vpc-cidr-assoc-")),
        ("CidrBlock", cidr.ToString()),
        ("CidrBlockState", JsonObject.Of(("State", state))));

    /// <summary>A /56 out of Amazon's range 2600:1f00::/24.</summary>
    public static JsonObject AmazonIpv6(Ec2Region ec2)
    {
        var bits = ulong.Parse(ec2.NewHex(8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var cidr = new CidrBlock(((UInt128)0x26001f00 << 96) | ((UInt128)bits << 72), 56, IsIpv6: true);
        return JsonObject.Of(
            ("AssociationId", ec2.NewId("vpc-cidr-assoc-")),
            ("Ipv6CidrBlock", cidr.ToString()),
            ("Ipv6CidrBlockState", JsonObject.Of(("State", "associated"))),
            ("NetworkBorderGroup", ec2.Scope.Region),
            ("Ipv6Pool", "Amazon"),
            ("Ipv6AddressAttribute", "public"),
            ("IpSource", "amazon"));
    }

    /// <summary>Every range that the VPC has, IPv4 before IPv6.</summary>
    public static IEnumerable<CidrBlock> Of(JsonObject vpc) =>
        vpc.Array("CidrBlockAssociationSet").Objects.Select(item => item.Text("CidrBlock"))
            .Concat(vpc.Array("Ipv6CidrBlockAssociationSet").Objects.Select(item => item.Text("Ipv6CidrBlock")))
            .Select(CidrBlock.Parse);

    public static bool HasIpv6(JsonObject vpc) => vpc.Array("Ipv6CidrBlockAssociationSet").Count > 0;
}

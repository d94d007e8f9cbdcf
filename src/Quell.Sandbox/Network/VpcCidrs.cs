using System.Globalization;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>The address ranges of a VPC.</summary>
internal static class VpcCidrs
{
    /// <summary>IPv4 ranges per VPC (VPC User Guide, "Amazon VPC quotas").</summary>
    private const int Quota = 5;

    private static readonly string[] Sets = ["CidrBlockAssociationSet", "Ipv6CidrBlockAssociationSet"];

    public static OperationTable AddVpcCidrs(this OperationTable table) => table
        .AddEc2("AssociateVpcCidrBlock", "VpcId CidrBlock AmazonProvidedIpv6CidrBlock", AssociateVpcCidrBlock)
        .AddEc2("DisassociateVpcCidrBlock", "AssociationId", DisassociateVpcCidrBlock);

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

    private static JsonObject AssociateVpcCidrBlock(Ec2Region ec2, JsonObject input)
    {
        var vpc = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId"));
        var ipv6 = input.Bool("AmazonProvidedIpv6CidrBlock") == true;
        if (ipv6 == input.Has("CidrBlock"))
        {
            throw new AwsException("InvalidParameterCombination", "Exactly one of cidrBlock and amazonProvidedIpv6CidrBlock must be specified.");
        }

        var association = ipv6 ? AmazonIpv6(ec2) : Secondary(ec2, vpc, input.Text("CidrBlock"));
        var (set, member, state) = ipv6
            ? ("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlockAssociation", "Ipv6CidrBlockState")
            : ("CidrBlockAssociationSet", "CidrBlockAssociation", "CidrBlockState");
        Put(ec2, vpc.With(set, new JsonArray(vpc.Array(set).Items.Add(association))));
        return JsonObject.Of(
            (member, association.With(state, JsonObject.Of(("State", "associating")))), ("VpcId", vpc["VpcId"]));
    }

    private static JsonObject Secondary(Ec2Region ec2, JsonObject vpc, string text)
    {
        var cidr = Read(text);
        if (Of(vpc).Any(cidr.Overlaps))
        {
            throw new AwsException("InvalidVpc.Range", $"The CIDR '{text}' conflicts with a CIDR block of the VPC.");
        }

        return vpc.Array("CidrBlockAssociationSet").Count < Quota
            ? Association(ec2, cidr)
            : throw new AwsException(
                "CidrLimitExceeded", $"This network '{vpc.String("VpcId")}' has met its maximum number of allowed CIDRs: {Quota}");
    }

    private static JsonObject DisassociateVpcCidrBlock(Ec2Region ec2, JsonObject input)
    {
        var id = input.Text("AssociationId");
        var (vpc, set, association) = Find(ec2, id);
        var ipv6 = set == "Ipv6CidrBlockAssociationSet";
        var cidr = CidrBlock.Parse(association.Text(ipv6 ? "Ipv6CidrBlock" : "CidrBlock"));
        if (cidr.ToString() == vpc.String("CidrBlock"))
        {
            throw new AwsException(
                "OperationNotPermitted",
                $"The vpc CIDR block with association ID {id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC");
        }

        if (ec2.In(Ec2Kinds.Subnet, "VpcId", vpc.Text("VpcId")).SelectMany(Subnets.Cidrs).Any(cidr.Contains))
        {
            throw new AwsException(
                "InvalidCidrBlock.InUse", $"The vpc currently has one or more subnets using the CIDR block {cidr}");
        }

        Put(ec2, vpc.With(set, new JsonArray(vpc.Array(set).Items.Remove(association))));
        var (member, state) = ipv6
            ? ("Ipv6CidrBlockAssociation", "Ipv6CidrBlockState")
            : ("CidrBlockAssociation", "CidrBlockState");
        return JsonObject.Of(
            (member, association.With(state, JsonObject.Of(("State", "disassociating")))), ("VpcId", vpc["VpcId"]));
    }

    private static (JsonObject Vpc, string Set, JsonObject Association) Find(Ec2Region ec2, string id)
    {
        var found = (from vpc in ec2.All(Ec2Kinds.Vpc)
                     from set in Sets
                     from association in vpc.Array(set).Objects
                     where association.String("AssociationId") == id
                     select (vpc, set, association)).FirstOrDefault();
        return found.vpc is null
            ? throw new AwsException(
                "InvalidVpcCidrBlockAssociationID.NotFound", $"The vpc CIDR block association ID '{id}' does not exist")
            : found;
    }

    private static void Put(Ec2Region ec2, JsonObject vpc) => Routes.RefreshLocal(ec2, ec2.Put(Ec2Kinds.Vpc, vpc));
}

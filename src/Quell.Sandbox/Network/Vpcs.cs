using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Gateways;
using Quell.Sandbox.Vpn;

namespace Quell.Sandbox.Network;

/// <summary>VPCs: created with their main route table, default network ACL and default security group, deleted with them.</summary>
internal static class Vpcs
{
    private static readonly Listing All = new(Ec2Kinds.Vpc, "Vpcs", "VpcIds", new Filters
    {
        ["cidr cidr-block cidrBlock"] = "CidrBlock",
        ["cidr-block-association.association-id"] = "CidrBlockAssociationSet.AssociationId",
        ["cidr-block-association.cidr-block"] = "CidrBlockAssociationSet.CidrBlock",
        ["cidr-block-association.state"] = "CidrBlockAssociationSet.CidrBlockState.State",
        ["dhcp-options-id dhcpOptionsId"] = "DhcpOptionsId",
        ["ipv6-cidr-block-association.association-id"] = "Ipv6CidrBlockAssociationSet.AssociationId",
        ["ipv6-cidr-block-association.ipv6-cidr-block"] = "Ipv6CidrBlockAssociationSet.Ipv6CidrBlock",
        ["ipv6-cidr-block-association.ipv6-pool"] = "Ipv6CidrBlockAssociationSet.Ipv6Pool",
        ["ipv6-cidr-block-association.state"] = "Ipv6CidrBlockAssociationSet.Ipv6CidrBlockState.State",
        ["is-default isDefault"] = "IsDefault",
        ["owner-id"] = "OwnerId",
        ["state"] = "State",
        ["vpc-id"] = "VpcId",
    });

    public static OperationTable AddVpcs(this OperationTable table) => table
        .AddEc2("CreateVpc", "CidrBlock AmazonProvidedIpv6CidrBlock InstanceTenancy TagSpecifications", CreateVpc)
        .AddEc2("DescribeVpcs", All)
        .AddEc2("DeleteVpc", "VpcId", DeleteVpc);

    /// <summary>A VPC with all that comes with one, stored.</summary>
    public static JsonObject New(
        Ec2Region ec2, CidrBlock cidr, JsonArray tags, string tenancy = "default", bool ipv6 = false, bool isDefault = false)
    {
        var id = ec2.NewId("vpc-");
        var vpc = ec2.Put(Ec2Kinds.Vpc, JsonObject.Of(
            ("OwnerId", ec2.OwnerId),
            ("InstanceTenancy", tenancy),
            ("Ipv6CidrBlockAssociationSet", ipv6 ? new JsonArray([VpcCidrs.AmazonIpv6(ec2)]) : JsonArray.Empty),
            ("CidrBlockAssociationSet", new JsonArray([VpcCidrs.Association(ec2, cidr)])),
            ("IsDefault", isDefault),
            ("Tags", tags),
            ("VpcId", id),
            ("State", "available"),
            ("CidrBlock", cidr.ToString()),
            ("DhcpOptionsId", DefaultNetwork.DhcpOptionsId(ec2))));
        ec2.PutAttributes(Ec2Kinds.Vpc, id, VpcAttributes.Initial(isDefault));
        RouteTables.New(ec2, vpc, JsonArray.Empty, main: true);
        NetworkAcls.New(ec2, vpc, JsonArray.Empty, isDefault: true);
        SecurityGroups.NewDefault(ec2, vpc);
        return vpc;
    }

    private static JsonObject CreateVpc(Ec2Region ec2, JsonObject input)
    {
        var text = input.String("CidrBlock") ?? throw new AwsException(
            "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Vpc);
        var vpc = New(
            ec2, VpcCidrs.Read(text), tags, input.String("InstanceTenancy") ?? "default", input.Bool("AmazonProvidedIpv6CidrBlock") ?? false);
        return JsonObject.Of(("Vpc", vpc.With("State", "pending")));
    }

    private static JsonObject DeleteVpc(Ec2Region ec2, JsonObject input)
    {
        var vpc = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId"));
        var id = vpc.Text("VpcId");
        if (HasDependencies(ec2, id))
        {
            throw Inputs.InUse("vpc", id);
        }

        foreach (var group in ec2.In(Ec2Kinds.SecurityGroup, "VpcId", id).ToList())
        {
            SecurityGroups.Remove(ec2, group);
        }

        DeleteAll(ec2, Ec2Kinds.RouteTable, id);
        DeleteAll(ec2, Ec2Kinds.NetworkAcl, id);
        ec2.DeleteAttributes(Ec2Kinds.Vpc, id);
        ec2.Delete(Ec2Kinds.Vpc, vpc);
        return JsonObject.Empty;
    }

    private static bool HasDependencies(Ec2Region ec2, string id) =>
        ec2.In(Ec2Kinds.Subnet, "VpcId", id).Any()
        || ec2.In(Ec2Kinds.NetworkInterface, "VpcId", id).Any()
        || ec2.In(Ec2Kinds.VpcEndpoint, "VpcId", id).Any()
        || ec2.All(Ec2Kinds.InternetGateway).Any(gateway => InternetGateways.VpcOf(gateway) == id)
        || ec2.All(Ec2Kinds.VpnGateway).Any(gateway => VpnGateways.VpcOf(gateway) == id)
        || TransitGatewayAttachments.Of(ec2, id).Any()
        || ec2.In(Ec2Kinds.SecurityGroup, "VpcId", id).Any(group => group.String("GroupName") != SecurityGroups.DefaultName)
        || ec2.In(Ec2Kinds.RouteTable, "VpcId", id).Any(table => !RouteTables.IsMain(table))
        || ec2.In(Ec2Kinds.NetworkAcl, "VpcId", id).Any(acl => acl.Bool("IsDefault") != true);

    private static void DeleteAll(Ec2Region ec2, Ec2Kind kind, string vpcId)
    {
        foreach (var resource in ec2.In(kind, "VpcId", vpcId).ToList())
        {
            ec2.Delete(kind, resource);
        }
    }
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Subnets; their free addresses are counted by <see cref="SubnetAddresses"/>.</summary>
internal static class Subnets
{
    private static readonly Listing All = new(Ec2Kinds.Subnet, "Subnets", "SubnetIds", new Filters
    {
        ["availability-zone availabilityZone"] = "AvailabilityZone",
        ["availability-zone-id availabilityZoneId"] = "AvailabilityZoneId",
        ["available-ip-address-count"] = "AvailableIpAddressCount",
        ["cidr-block cidr cidrBlock"] = "CidrBlock",
        ["default-for-az defaultForAz"] = "DefaultForAz",
        ["ipv6-cidr-block-association.association-id"] = "Ipv6CidrBlockAssociationSet.AssociationId",
        ["ipv6-cidr-block-association.ipv6-cidr-block"] = "Ipv6CidrBlockAssociationSet.Ipv6CidrBlock",
        ["ipv6-cidr-block-association.state"] = "Ipv6CidrBlockAssociationSet.Ipv6CidrBlockState.State",
        ["ipv6-native"] = "Ipv6Native",
        ["map-public-ip-on-launch"] = "MapPublicIpOnLaunch",
        ["owner-id"] = "OwnerId",
        ["state"] = "State",
        ["subnet-arn"] = "SubnetArn",
        ["subnet-id"] = "SubnetId",
        ["vpc-id"] = "VpcId",
    });

    public static OperationTable AddSubnets(this OperationTable table) => table
        .AddEc2("CreateSubnet", "VpcId CidrBlock Ipv6CidrBlock AvailabilityZone AvailabilityZoneId TagSpecifications", CreateSubnet)
        .AddEc2("DescribeSubnets", All)
        .AddEc2("ModifySubnetAttribute", "SubnetId MapPublicIpOnLaunch AssignIpv6AddressOnCreation", ModifySubnetAttribute)
        .AddEc2("DeleteSubnet", "SubnetId", DeleteSubnet);

    /// <summary>A subnet, stored and under its VPC's default network ACL.</summary>
    public static JsonObject New(
        Ec2Region ec2, string vpcId, CidrBlock cidr, Zone zone, JsonArray tags, CidrBlock? ipv6 = null, bool isDefault = false)
    {
        var id = ec2.NewId("subnet-");
        var subnet = ec2.Put(Ec2Kinds.Subnet, JsonObject.Of(
            ("AvailabilityZoneId", zone.Id),
            ("MapCustomerOwnedIpOnLaunch", false),
            ("OwnerId", ec2.OwnerId),
            ("AssignIpv6AddressOnCreation", false),
            ("Ipv6CidrBlockAssociationSet", ipv6 is { } block ? new JsonArray([Ipv6Association(ec2, block)]) : JsonArray.Empty),
            ("Tags", tags),
            ("SubnetArn", ec2.Arn(Ec2Kinds.Subnet, id)),
            ("EnableDns64", false),
            ("Ipv6Native", false),
            ("PrivateDnsNameOptionsOnLaunch", JsonObject.Of(
                ("HostnameType", "ip-name"),
                ("EnableResourceNameDnsARecord", false),
                ("EnableResourceNameDnsAAAARecord", false))),
            ("SubnetId", id),
            ("State", "available"),
            ("VpcId", vpcId),
            ("CidrBlock", cidr.ToString()),
            ("AvailableIpAddressCount", SubnetAddresses.Capacity(cidr)),
            ("AvailabilityZone", zone.Name),
            ("DefaultForAz", isDefault),
            ("MapPublicIpOnLaunch", isDefault)));
        NetworkAcls.Associate(ec2, NetworkAcls.DefaultOf(ec2, vpcId), id);
        return subnet;
    }

    private static JsonObject CreateSubnet(Ec2Region ec2, JsonObject input)
    {
        var vpc = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId"));
        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Subnet);
        var cidr = ReadCidr(ec2, vpc, input.Text("CidrBlock"), "cidrBlock");
        CidrBlock? ipv6 = input.String("Ipv6CidrBlock") is { } text ? ReadCidr(ec2, vpc, text, "ipv6CidrBlock") : null;
        return JsonObject.Of(("Subnet", New(ec2, vpc.Text("VpcId"), cidr, ReadZone(ec2, input), tags, ipv6)));
    }

    /// <exception cref="AwsException">It is no CIDR, has no size for a subnet, or is not the VPC's to give (VPC User Guide, "Subnet CIDR blocks").</exception>
    private static CidrBlock ReadCidr(Ec2Region ec2, JsonObject vpc, string text, string parameter)
    {
        var ipv6 = parameter == "ipv6CidrBlock";
        if (!CidrBlock.TryParse(text, out var cidr) || cidr.IsIpv6 != ipv6)
        {
            throw Inputs.InvalidValue(text, parameter, "This is not a valid CIDR block.");
        }

        var sized = ipv6 ? cidr.Prefix is >= 44 and <= 64 && cidr.Prefix % 4 == 0 : cidr.Prefix is >= 16 and <= 28;
        if (!sized || !VpcCidrs.Of(vpc).Any(range => range.Contains(cidr)))
        {
            throw new AwsException("InvalidSubnet.Range", $"The CIDR '{text}' is invalid.");
        }

        return ec2.In(Ec2Kinds.Subnet, "VpcId", vpc.Text("VpcId")).SelectMany(Cidrs).Any(cidr.Overlaps)
            ? throw new AwsException("InvalidSubnet.Conflict", $"The CIDR '{text}' conflicts with another subnet")
            : cidr;
    }

    private static Zone ReadZone(Ec2Region ec2, JsonObject input)
    {
        var zones = Zones.Of(ec2.Scope);
        var (name, id) = (input.String("AvailabilityZone"), input.String("AvailabilityZoneId"));
        var found = zones.FirstOrDefault(zone => (name ?? zone.Name) == zone.Name && (id ?? zone.Id) == zone.Id);
        return found ?? throw Inputs.InvalidValue(
            name ?? id ?? "",
            name is null ? "availabilityZoneId" : "availabilityZone",
            $"Subnets can currently only be created in the following availability zones: {string.Join(", ", zones.Select(zone => zone.Name))}.");
    }

    /// <summary>Every range that the subnet has.</summary>
    public static IEnumerable<CidrBlock> Cidrs(JsonObject subnet) =>
        subnet.Array("Ipv6CidrBlockAssociationSet").Objects.Select(item => item.Text("Ipv6CidrBlock"))
            .Append(subnet.Text("CidrBlock")).Select(CidrBlock.Parse);

    private static JsonObject Ipv6Association(Ec2Region ec2, CidrBlock cidr) => JsonObject.Of(
        ("AssociationId", ec2.NewId("subnet-cidr-assoc-")),
        ("Ipv6CidrBlock", cidr.ToString()),
        ("Ipv6CidrBlockState", JsonObject.Of(("State", "associated"))),
        ("Ipv6AddressAttribute", "public"),
        ("IpSource", "amazon"));

    private static JsonObject ModifySubnetAttribute(Ec2Region ec2, JsonObject input)
    {
        var subnet = ec2.Need(Ec2Kinds.Subnet, input.Text("SubnetId"));
        foreach (var name in new[] { "MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation" })
        {
            subnet = input.Flag(name) is { } value ? subnet.With(name, value) : subnet;
        }

        if (subnet.Bool("AssignIpv6AddressOnCreation") == true && subnet.Array("Ipv6CidrBlockAssociationSet").Count == 0)
        {
            throw Inputs.Invalid("Invalid value 'true' for assignIpv6AddressOnCreation. Subnet does not have an IPv6 CIDR block");
        }

        ec2.Put(Ec2Kinds.Subnet, subnet);
        return JsonObject.Empty;
    }

    private static JsonObject DeleteSubnet(Ec2Region ec2, JsonObject input)
    {
        var subnet = ec2.Need(Ec2Kinds.Subnet, input.Text("SubnetId"));
        var id = subnet.Text("SubnetId");
        if (ec2.In(Ec2Kinds.NetworkInterface, "SubnetId", id).Any())
        {
            throw Inputs.InUse("subnet", id);
        }

        NetworkAcls.Dissociate(ec2, id);
        RouteTableAssociations.RemoveFor(ec2, id);
        ec2.Delete(Ec2Kinds.Subnet, subnet);
        return JsonObject.Empty;
    }
}

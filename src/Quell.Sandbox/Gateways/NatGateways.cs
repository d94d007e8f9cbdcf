using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Gateways;

/// <summary>
/// NAT gateways (VPC User Guide, "NAT gateways"): a network interface with an elastic address, or a private one. Pending at
/// first; whether one can work is known when it becomes available or has failed.
/// </summary>
internal static class NatGateways
{
    private static readonly Listing All = new(
        Ec2Kinds.NatGateway,
        "NatGateways",
        "NatGatewayIds",
        new Filters
        {
            ["connectivity-type"] = "ConnectivityType",
            ["nat-gateway-id"] = "NatGatewayId",
            ["state"] = "State",
            ["subnet-id"] = "SubnetId",
            ["vpc-id"] = "VpcId",
        },
        FilterMember: "Filter");

    private static readonly Transition Starting = new("ec2:nat-gateway-starts", Ec2Kinds.NatGateway, TimeSpan.FromSeconds(3), Start);
    private static readonly Transition Deleting = new("ec2:nat-gateway-deleted", Ec2Kinds.NatGateway, TimeSpan.FromSeconds(3), End);

    /// <summary>What was deleted or has failed is described for about an hour longer.</summary>
    private static readonly Transition Vanishing = new(
        "ec2:nat-gateway-vanishes", Ec2Kinds.NatGateway, TimeSpan.FromHours(1), (ec2, gateway) => ec2.Delete(Ec2Kinds.NatGateway, gateway));

    public static OperationTable AddNatGateways(this OperationTable table) => table
        .Add(Starting)
        .Add(Deleting)
        .Add(Vanishing)
        .AddEc2("CreateNatGateway", "SubnetId AllocationId ConnectivityType PrivateIpAddress TagSpecifications ClientToken", CreateNatGateway)
        .AddEc2("DescribeNatGateways", All)
        .AddEc2("DeleteNatGateway", "NatGatewayId", DeleteNatGateway);

    private static JsonObject CreateNatGateway(Ec2Region ec2, JsonObject input)
    {
        var subnet = ec2.Need(Ec2Kinds.Subnet, input.Text("SubnetId"));
        var type = input.String("ConnectivityType") ?? "public";
        var address = ReadAddress(ec2, input, type);
        var id = ec2.NewId(Ec2Kinds.NatGateway.Prefix);
        var item = NetworkInterfaces.New(ec2, subnet.Text("SubnetId"), [], JsonObject.Of(
            ("Description", $"Interface for NAT Gateway {id}"),
            ("InterfaceType", "nat_gateway"),
            ("PrivateIpAddress", input["PrivateIpAddress"]),
            ("RequesterManaged", true),
            ("RequesterId", ec2.OwnerId),
            ("SourceDestCheck", false),
            ("Status", "in-use"),
            ("Attachment", JsonObject.Of(
                ("AttachmentId", ec2.NewId("ela-attach-")),
                ("DeleteOnTermination", false),
                ("DeviceIndex", 1),
                ("InstanceOwnerId", "amazon-aws"),
                ("Status", "attached")))));
        var associated = address is null ? null : AddressAssociations.Associate(ec2, address, item);
        var gateway = ec2.Put(Ec2Kinds.NatGateway, JsonObject.Of(
            ("CreateTime", ec2.NowText),
            ("NatGatewayAddresses", new JsonArray([Address(item, associated)])),
            ("NatGatewayId", id),
            ("State", "pending"),
            ("SubnetId", subnet["SubnetId"]),
            ("VpcId", subnet["VpcId"]),
            ("ConnectivityType", type),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.NatGateway))));
        Starting.Begin(ec2, gateway);
        return JsonObject.Of(("NatGateway", gateway), ("ClientToken", input["ClientToken"]));
    }

    private static JsonObject? ReadAddress(Ec2Region ec2, JsonObject input, string type)
    {
        if (type == "private")
        {
            return input.Has("AllocationId")
                ? throw new AwsException("InvalidParameter", "AllocationId is not supported for a private NAT gateway.")
                : null;
        }

        var address = ec2.Need(Ec2Kinds.Address, input.Text("AllocationId"));
        return address.Has("AssociationId") ? throw AddressAssociations.AlreadyAssociated(address) : address;
    }

    private static JsonObject Address(JsonObject item, JsonObject? associated) => JsonObject.Of(
        ("AllocationId", associated?["AllocationId"]),
        ("AssociationId", associated?["AssociationId"]),
        ("NetworkInterfaceId", item["NetworkInterfaceId"]),
        ("PrivateIp", item["PrivateIpAddress"]),
        ("PublicIp", associated?["PublicIp"]),
        ("IsPrimary", true),
        ("Status", "succeeded"));

    private static void Start(Ec2Region ec2, JsonObject gateway)
    {
        var vpcId = gateway.Text("VpcId");
        var isReachable = gateway.String("ConnectivityType") == "private"
            || ec2.All(Ec2Kinds.InternetGateway).Any(other => InternetGateways.VpcOf(other) == vpcId);
        if (isReachable)
        {
            ec2.Put(Ec2Kinds.NatGateway, gateway.With("State", "available"));
            return;
        }

        Release(ec2, gateway);
        Vanishing.Begin(ec2, ec2.Put(Ec2Kinds.NatGateway, gateway
            .With("State", "failed")
            .With("FailureCode", "Gateway.NotAttached")
            .With("FailureMessage", $"Network {vpcId} has no Internet gateway attached")));
    }

    private static JsonObject DeleteNatGateway(Ec2Region ec2, JsonObject input)
    {
        var gateway = ec2.Need(Ec2Kinds.NatGateway, input.Text("NatGatewayId"));
        if (gateway.String("State") is "pending" or "available")
        {
            Deleting.Begin(ec2, ec2.Put(Ec2Kinds.NatGateway, gateway.With("State", "deleting").With("DeleteTime", ec2.NowText)));
        }

        return JsonObject.Of(("NatGatewayId", gateway["NatGatewayId"]));
    }

    /// <summary>Its routes stay, and lead nowhere (VPC User Guide, "Delete a NAT gateway").</summary>
    private static void End(Ec2Region ec2, JsonObject gateway)
    {
        Release(ec2, gateway);
        Vanishing.Begin(ec2, ec2.Put(Ec2Kinds.NatGateway, gateway.With("State", "deleted")));
    }

    private static void Release(Ec2Region ec2, JsonObject gateway)
    {
        foreach (var address in gateway.Array("NatGatewayAddresses").Objects)
        {
            NetworkInterfaces.Remove(ec2, ec2.Need(Ec2Kinds.NetworkInterface, address.Text("NetworkInterfaceId")));
        }

        Routes.Mark(ec2, "NatGatewayId", gateway.Text("NatGatewayId"), "blackhole");
    }
}

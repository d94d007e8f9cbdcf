using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Gateways;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Vpn;

/// <summary>Virtual private gateways: Amazon's side of VPN connections, attached to one VPC at most.</summary>
internal static class VpnGateways
{
    private static readonly Listing All = new(Ec2Kinds.VpnGateway, "VpnGateways", "VpnGatewayIds", new Filters
    {
        ["amazon-side-asn"] = "AmazonSideAsn",
        ["attachment.state"] = "VpcAttachments.State",
        ["attachment.vpc-id"] = "VpcAttachments.VpcId",
        ["availability-zone"] = "AvailabilityZone",
        ["state"] = "State",
        ["type"] = "Type",
        ["vpn-gateway-id"] = "VpnGatewayId",
    });

    private static readonly Transition Vanishing = new(
        "ec2:vpn-gateway-vanishes", Ec2Kinds.VpnGateway, TimeSpan.FromHours(1), (ec2, gateway) => ec2.Delete(Ec2Kinds.VpnGateway, gateway));

    public static OperationTable AddVpnGateways(this OperationTable table) => table
        .Add(Vanishing)
        .AddEc2("CreateVpnGateway", "Type AmazonSideAsn AvailabilityZone TagSpecifications", CreateVpnGateway)
        .AddEc2("DescribeVpnGateways", $"{All.Ids} Filters", All.Describe)
        .AddEc2("AttachVpnGateway", "VpnGatewayId VpcId", AttachVpnGateway)
        .AddEc2("DetachVpnGateway", "VpnGatewayId VpcId", DetachVpnGateway)
        .AddEc2("DeleteVpnGateway", "VpnGatewayId", DeleteVpnGateway);

    public static void CheckType(JsonObject input)
    {
        if (input.Text("Type") != "ipsec.1")
        {
            throw Inputs.InvalidValue(input.Text("Type"), "type", "Expected: ipsec.1.");
        }
    }

    /// <summary>The gateway, where it is not deleted.</summary>
    public static JsonObject Available(Ec2Region ec2, string id)
    {
        var gateway = ec2.Need(Ec2Kinds.VpnGateway, id);
        return gateway.String("State") == "available" ? gateway : throw Ec2Kinds.VpnGateway.NotFound(id);
    }

    /// <summary>The VPC that the gateway is attached to; null where it is not.</summary>
    public static string? VpcOf(JsonObject gateway) => gateway.Array("VpcAttachments").Objects.FirstOrDefault()?.String("VpcId");

    private static JsonObject CreateVpnGateway(Ec2Region ec2, JsonObject input)
    {
        CheckType(input);
        AutonomousSystem.CheckPrivate(input.Long("AmazonSideAsn"));
        if (input.String("AvailabilityZone") is { } zone && Zones.Of(ec2.Scope).All(known => known.Name != zone))
        {
            throw new AwsException("InvalidZone.NotFound", $"The zone '{zone}' does not exist.");
        }

        return JsonObject.Of(("VpnGateway", ec2.Put(Ec2Kinds.VpnGateway, JsonObject.Of(
            ("VpnGatewayId", ec2.NewId(Ec2Kinds.VpnGateway.Prefix)),
            ("State", "available"),
            ("Type", "ipsec.1"),
            ("AmazonSideAsn", input["AmazonSideAsn"] ?? 64_512),
            ("AvailabilityZone", input["AvailabilityZone"]),
            ("VpcAttachments", JsonArray.Empty),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.VpnGateway))))));
    }

    private static JsonObject AttachVpnGateway(Ec2Region ec2, JsonObject input)
    {
        var gateway = Available(ec2, input.Text("VpnGatewayId"));
        var vpcId = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId")).Text("VpcId");
        if (VpcOf(gateway) is { } attached && attached != vpcId)
        {
            throw new AwsException(
                "VpnGatewayAttachmentLimitExceeded", $"The vpnGateway '{gateway.String("VpnGatewayId")}' is already attached to {attached}.");
        }

        if (ec2.All(Ec2Kinds.VpnGateway).FirstOrDefault(other => VpcOf(other) == vpcId) is { } present
            && present.String("VpnGatewayId") != gateway.String("VpnGatewayId"))
        {
            throw new AwsException("VpnGatewayAttachmentLimitExceeded", $"The vpc '{vpcId}' already has a vpnGateway attached.");
        }

        ec2.Put(Ec2Kinds.VpnGateway, gateway.With(
            "VpcAttachments", new JsonArray([JsonObject.Of(("State", "attached"), ("VpcId", vpcId))])));
        Routes.Mark(ec2, "GatewayId", gateway.Text("VpnGatewayId"), "active", vpcId);
        return JsonObject.Of(("VpcAttachment", JsonObject.Of(("State", "attaching"), ("VpcId", vpcId))));
    }

    private static JsonObject DetachVpnGateway(Ec2Region ec2, JsonObject input)
    {
        var gateway = Available(ec2, input.Text("VpnGatewayId"));
        var (id, vpcId) = (gateway.Text("VpnGatewayId"), input.Text("VpcId"));
        if (VpcOf(gateway) != vpcId)
        {
            throw new AwsException(
                "InvalidVpnGatewayAttachment.NotFound", $"The attachment with vpn gateway ID '{id}' and vpc ID '{vpcId}' does not exist");
        }

        RoutePropagation.Stop(ec2, id);
        ec2.Put(Ec2Kinds.VpnGateway, gateway.With("VpcAttachments", JsonArray.Empty));
        Routes.Mark(ec2, "GatewayId", id, "blackhole", vpcId);
        return JsonObject.Empty;
    }

    private static JsonObject DeleteVpnGateway(Ec2Region ec2, JsonObject input)
    {
        var gateway = Available(ec2, input.Text("VpnGatewayId"));
        var id = gateway.Text("VpnGatewayId");
        if (VpcOf(gateway) is not null || VpnConnections.Using(ec2, "VpnGatewayId", id).Any())
        {
            throw new AwsException("IncorrectState", $"The vpnGateway ID '{id}' is in use.");
        }

        Vanishing.Begin(ec2, ec2.Put(Ec2Kinds.VpnGateway, gateway.With("State", "deleted")));
        return JsonObject.Empty;
    }
}

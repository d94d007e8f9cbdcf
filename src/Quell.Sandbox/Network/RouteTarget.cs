using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Gateways;
using Quell.Sandbox.Vpn;

namespace Quell.Sandbox.Network;

/// <summary>Where a route sends its traffic.</summary>
internal static class RouteTarget
{
    public const string Members =
        "GatewayId InstanceId NetworkInterfaceId NatGatewayId VpcPeeringConnectionId EgressOnlyInternetGatewayId "
        + "TransitGatewayId VpcEndpointId";

    /// <summary>Targets that the sandbox does not have itself: any id of the right form is taken.</summary>
    private static readonly Dictionary<string, (string Prefix, string Code, string Noun)> Foreign = new()
    {
        ["VpcPeeringConnectionId"] = ("pcx-", "InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection ID"),
        ["EgressOnlyInternetGatewayId"] = ("eigw-", "InvalidGatewayID.NotFound", "eigw ID"),
    };

    /// <summary>The members of the route that say where it goes.</summary>
    public static JsonObject Read(Ec2Region ec2, JsonObject table, JsonObject input)
    {
        var given = Array.FindAll(Members.Split(' '), name => input.String(name) is { Length: > 0 });
        if (given.Length != 1)
        {
            throw new AwsException(
                given.Length == 0 ? "MissingParameter" : "InvalidParameterCombination",
                "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, "
                + "egressOnlyInternetGatewayId, transitGatewayId, vpcEndpointId or instanceId");
        }

        var id = input.Text(given[0]);
        return given[0] switch
        {
            "GatewayId" => Gateway(ec2, table, id),
            "NatGatewayId" => Nat(ec2, table, id),
            "TransitGatewayId" => TransitGatewayAttachments.Reach(ec2, id, table.Text("VpcId"))
                ? JsonObject.Of(("TransitGatewayId", id))
                : throw new AwsException("InvalidTransitGatewayID.NotFound", $"The transitGateway ID '{id}' does not exist"),
            "VpcEndpointId" => JsonObject.Of(("GatewayId", ec2.Need(Ec2Kinds.VpcEndpoint, id)["VpcEndpointId"])),
            "NetworkInterfaceId" => Interface(ec2.Need(Ec2Kinds.NetworkInterface, id)),
            "InstanceId" => Instance(ec2, id),
            var name => Foreign[name] is var kind && id.StartsWith(kind.Prefix, StringComparison.Ordinal)
                ? JsonObject.Of((name, id))
                : throw new AwsException(kind.Code, $"The {kind.Noun} '{id}' does not exist"),
        };
    }

    private static JsonObject Gateway(Ec2Region ec2, JsonObject table, string id)
    {
        if (id == "local")
        {
            return JsonObject.Of(("GatewayId", id));
        }

        var vpcId = ec2.Find(Ec2Kinds.InternetGateway, id) is { } internet ? InternetGateways.VpcOf(internet)
            : ec2.Find(Ec2Kinds.VpnGateway, id) is { } vpn && vpn.String("State") == "available" ? VpnGateways.VpcOf(vpn)
            : throw new AwsException("InvalidGatewayID.NotFound", $"The gateway ID '{id}' does not exist");
        return vpcId == table.String("VpcId") ? JsonObject.Of(("GatewayId", id)) : throw Stranger(table, id);
    }

    private static JsonObject Nat(Ec2Region ec2, JsonObject table, string id)
    {
        if (ec2.Find(Ec2Kinds.NatGateway, id) is not { } gateway || gateway.String("State") is not ("pending" or "available"))
        {
            throw new AwsException("InvalidNatGatewayID.NotFound", $"The natGateway ID '{id}' does not exist");
        }

        return gateway.String("VpcId") == table.String("VpcId") ? JsonObject.Of(("NatGatewayId", id)) : throw Stranger(table, id);
    }

    private static AwsException Stranger(JsonObject table, string id) =>
        Inputs.Invalid($"route table {table.String("RouteTableId")} and network gateway {id} belong to different networks");

    private static JsonObject Instance(Ec2Region ec2, string id)
    {
        ec2.Need(Ec2Kinds.Instance, id);
        return Interface(InstanceInterfaces.Only(ec2, id));
    }

    private static JsonObject Interface(JsonObject networkInterface) => JsonObject.Of(
        ("InstanceId", networkInterface.Object("Attachment")?["InstanceId"]),
        ("InstanceOwnerId", networkInterface.Object("Attachment")?["InstanceOwnerId"]),
        ("NetworkInterfaceId", networkInterface["NetworkInterfaceId"]));
}

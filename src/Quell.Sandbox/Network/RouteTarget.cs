using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;

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
        ["NatGatewayId"] = ("nat-", "InvalidNatGatewayID.NotFound", "natGateway ID"),
        ["VpcPeeringConnectionId"] = ("pcx-", "InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection ID"),
        ["EgressOnlyInternetGatewayId"] = ("eigw-", "InvalidGatewayID.NotFound", "eigw ID"),
        ["TransitGatewayId"] = ("tgw-", "InvalidTransitGatewayID.NotFound", "transitGateway ID"),
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
        if (id == "local" || id.StartsWith("vgw-", StringComparison.Ordinal))
        {
            return JsonObject.Of(("GatewayId", id));
        }

        var gateway = ec2.Find(Ec2Kinds.InternetGateway, id)
            ?? throw new AwsException("InvalidGatewayID.NotFound", $"The gateway ID '{id}' does not exist");
        return InternetGateways.VpcOf(gateway) == table.String("VpcId")
            ? JsonObject.Of(("GatewayId", id))
            : throw Inputs.Invalid($"route table {table.String("RouteTableId")} and network gateway {id} belong to different networks");
    }

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

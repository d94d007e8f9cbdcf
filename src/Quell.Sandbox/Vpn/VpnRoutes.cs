using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Vpn;

/// <summary>Static routes of VPN connections whose device does not speak BGP.</summary>
internal static class VpnRoutes
{
    public static OperationTable AddVpnRoutes(this OperationTable table) => table
        .AddEc2("CreateVpnConnectionRoute", "VpnConnectionId DestinationCidrBlock", CreateVpnConnectionRoute)
        .AddEc2("DeleteVpnConnectionRoute", "VpnConnectionId DestinationCidrBlock", DeleteVpnConnectionRoute);

    private static JsonObject CreateVpnConnectionRoute(Ec2Region ec2, JsonObject input)
    {
        var (connection, destination) = Read(ec2, input);
        if (connection.Object("Options")?.Bool("StaticRoutesOnly") != true || !connection.Has("VpnGatewayId"))
        {
            throw new AwsException("InvalidVpnConnection.InvalidType", "The specified VPN connection does not support static routes.");
        }

        if (Find(connection, destination) is null)
        {
            Put(ec2, connection, new JsonArray(connection.Array("Routes").Items.Add(
                JsonObject.Of(("DestinationCidrBlock", destination), ("Source", "Static"), ("State", "available")))));
        }

        return JsonObject.Empty;
    }

    private static JsonObject DeleteVpnConnectionRoute(Ec2Region ec2, JsonObject input)
    {
        var (connection, destination) = Read(ec2, input);
        var route = Find(connection, destination) ?? throw new AwsException(
            "InvalidRoute.NotFound", $"The specified route {destination} does not exist in {connection.String("VpnConnectionId")}.");
        Put(ec2, connection, new JsonArray(connection.Array("Routes").Items.Remove(route)));
        return JsonObject.Empty;
    }

    private static (JsonObject Connection, string Destination) Read(Ec2Region ec2, JsonObject input)
    {
        var connection = ec2.Need(Ec2Kinds.VpnConnection, input.Text("VpnConnectionId"));
        if (connection.String("State") is "deleting" or "deleted")
        {
            throw Ec2Kinds.VpnConnection.NotFound(connection.Text("VpnConnectionId"));
        }

        return CidrBlock.TryParse(input.Text("DestinationCidrBlock"), out var cidr) && !cidr.IsIpv6
            ? (connection, cidr.ToString())
            : throw Inputs.InvalidValue(input.Text("DestinationCidrBlock"), "destinationCidrBlock", "This is not a valid CIDR block.");
    }

    private static JsonObject? Find(JsonObject connection, string destination) =>
        connection.Array("Routes").Objects.FirstOrDefault(route => route.String("DestinationCidrBlock") == destination);

    private static void Put(Ec2Region ec2, JsonObject connection, JsonArray routes)
    {
        ec2.Put(Ec2Kinds.VpnConnection, connection.With("Routes", routes));
        if (connection.String("VpnGatewayId") is { } gatewayId)
        {
            RoutePropagation.Refresh(ec2, gatewayId);
        }
    }
}

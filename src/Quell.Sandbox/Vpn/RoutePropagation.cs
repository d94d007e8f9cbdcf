using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Vpn;

/// <summary>
/// Route tables that take over what a virtual private gateway knows: in the sandbox, where nobody speaks BGP, the static routes
/// of its VPN connections (VPC User Guide, "Gateway route propagation").
/// </summary>
internal static class RoutePropagation
{
    /// <summary>The <c>Origin</c> of routes that came this way.</summary>
    public const string Origin = "EnableVgwRoutePropagation";

    public static OperationTable AddRoutePropagation(this OperationTable table) => table
        .AddEc2("EnableVgwRoutePropagation", "GatewayId RouteTableId", EnableVgwRoutePropagation)
        .AddEc2("DisableVgwRoutePropagation", "GatewayId RouteTableId", DisableVgwRoutePropagation);

    /// <summary>Draws the propagated routes of the gateway again, in every table that takes them.</summary>
    public static void Refresh(Ec2Region ec2, string gatewayId)
    {
        var destinations = VpnConnections.Using(ec2, "VpnGatewayId", gatewayId)
            .SelectMany(connection => connection.Array("Routes").Objects).Select(route => route.Text("DestinationCidrBlock")).Distinct().ToList();
        foreach (var table in ec2.All(Ec2Kinds.RouteTable).Where(table => Takes(table, gatewayId)).ToList())
        {
            ec2.Put(Ec2Kinds.RouteTable, WithRoutes(table, gatewayId, destinations));
        }
    }

    /// <summary>No table takes the gateway's routes any more.</summary>
    public static void Stop(Ec2Region ec2, string gatewayId)
    {
        foreach (var table in ec2.All(Ec2Kinds.RouteTable).Where(table => Takes(table, gatewayId)).ToList())
        {
            Stop(ec2, table, gatewayId);
        }
    }

    private static bool Takes(JsonObject table, string gatewayId) =>
        table.Array("PropagatingVgws").Objects.Any(item => item.String("GatewayId") == gatewayId);

    /// <summary>A route that somebody made himself comes before a propagated one to the same destination.</summary>
    private static JsonObject WithRoutes(JsonObject table, string gatewayId, IReadOnlyList<string> destinations)
    {
        var others = table.Array("Routes").Objects
            .Where(route => route.String("Origin") != Origin || route.String("GatewayId") != gatewayId).ToList();
        var propagated = destinations
            .Where(destination => others.All(route => route.String("DestinationCidrBlock") != destination))
            .Select(destination => JsonObject.Of(
                ("DestinationCidrBlock", destination), ("GatewayId", gatewayId), ("Origin", Origin), ("State", "active")));
        return table.With("Routes", JsonArray.From(others.Concat(propagated)));
    }

    private static void Stop(Ec2Region ec2, JsonObject table, string gatewayId) => ec2.Put(
        Ec2Kinds.RouteTable,
        WithRoutes(table, gatewayId, []).With("PropagatingVgws", JsonArray.From(
            table.Array("PropagatingVgws").Objects.Where(item => item.String("GatewayId") != gatewayId))));

    private static JsonObject EnableVgwRoutePropagation(Ec2Region ec2, JsonObject input)
    {
        var table = ec2.Need(Ec2Kinds.RouteTable, input.Text("RouteTableId"));
        var gatewayId = Gateway(ec2, input);
        if (VpnGateways.VpcOf(ec2.Need(Ec2Kinds.VpnGateway, gatewayId)) != table.String("VpcId"))
        {
            throw new AwsException("Gateway.NotAttached", $"resource {gatewayId} is not attached to network {table.String("VpcId")}");
        }

        if (!Takes(table, gatewayId))
        {
            ec2.Put(Ec2Kinds.RouteTable, table.With("PropagatingVgws", new JsonArray(
                table.Array("PropagatingVgws").Items.Add(JsonObject.Of(("GatewayId", gatewayId))))));
            Refresh(ec2, gatewayId);
        }

        return JsonObject.Empty;
    }

    private static JsonObject DisableVgwRoutePropagation(Ec2Region ec2, JsonObject input)
    {
        Stop(ec2, ec2.Need(Ec2Kinds.RouteTable, input.Text("RouteTableId")), Gateway(ec2, input));
        return JsonObject.Empty;
    }

    private static string Gateway(Ec2Region ec2, JsonObject input)
    {
        var id = input.Text("GatewayId");
        return ec2.Find(Ec2Kinds.VpnGateway, id) is { } gateway && gateway.String("State") == "available"
            ? id
            : throw new AwsException("InvalidGatewayID.NotFound", $"The gateway ID '{id}' does not exist");
    }
}

using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Gateway endpoints: a route to the service's prefix list in each of their route tables.</summary>
internal static class GatewayEndpoints
{
    public static JsonObject Add(Ec2Region ec2, JsonObject endpoint, IReadOnlyList<string> tableIds)
    {
        var service = EndpointService.Read(ec2, endpoint.Text("ServiceName"));
        foreach (var table in ec2.Need(Ec2Kinds.RouteTable, tableIds))
        {
            var id = table.Text("RouteTableId");
            if (table.String("VpcId") != endpoint.String("VpcId"))
            {
                throw Inputs.Invalid($"Route table {id} and endpoint {endpoint.String("VpcEndpointId")} belong to different networks");
            }

            if (table.Array("Routes").Objects.Any(route => route.String("DestinationPrefixListId") == service.PrefixListId))
            {
                throw new AwsException(
                    "RouteAlreadyExists", $"route table {id} already has a route with destination-prefix-list-id {service.PrefixListId}");
            }

            Routes.Add(ec2, table, JsonObject.Of(
                ("DestinationPrefixListId", service.PrefixListId),
                ("GatewayId", endpoint["VpcEndpointId"]),
                ("Origin", "CreateRoute"),
                ("State", "active")));
        }

        return SetTables(ec2, endpoint, endpoint.Texts("RouteTableIds").Concat(tableIds).Distinct());
    }

    public static JsonObject Remove(Ec2Region ec2, JsonObject endpoint, IReadOnlyList<string> tableIds)
    {
        foreach (var table in ec2.Need(Ec2Kinds.RouteTable, tableIds))
        {
            Routes.Remove(ec2, table, endpoint.Text("VpcEndpointId"));
        }

        return SetTables(ec2, endpoint, endpoint.Texts("RouteTableIds").Except(tableIds));
    }

    /// <summary>Takes a route table that is going away from the endpoints that are routed in it.</summary>
    public static void Forget(Ec2Region ec2, string tableId)
    {
        foreach (var endpoint in ec2.All(Ec2Kinds.VpcEndpoint).Where(endpoint => endpoint.Texts("RouteTableIds").Contains(tableId)).ToList())
        {
            SetTables(ec2, endpoint, endpoint.Texts("RouteTableIds").Where(id => id != tableId));
        }
    }

    private static JsonObject SetTables(Ec2Region ec2, JsonObject endpoint, IEnumerable<string> ids) =>
        ec2.Put(Ec2Kinds.VpcEndpoint, endpoint.With("RouteTableIds", JsonArray.From(ids)));
}

using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Route tables of VPCs; their routes are <see cref="Routes"/>, what they apply to <see cref="RouteTableAssociations"/>.</summary>
internal static class RouteTables
{
    private static readonly Listing All = new(Ec2Kinds.RouteTable, "RouteTables", "RouteTableIds", new Filters
    {
        ["association.gateway-id"] = "Associations.GatewayId",
        ["association.main"] = "Associations.Main",
        ["association.route-table-association-id"] = "Associations.RouteTableAssociationId",
        ["association.route-table-id"] = "Associations.RouteTableId",
        ["association.subnet-id"] = "Associations.SubnetId",
        ["owner-id"] = "OwnerId",
        ["route-table-id"] = "RouteTableId",
        ["route.destination-cidr-block"] = "Routes.DestinationCidrBlock",
        ["route.destination-ipv6-cidr-block"] = "Routes.DestinationIpv6CidrBlock",
        ["route.destination-prefix-list-id"] = "Routes.DestinationPrefixListId",
        ["route.egress-only-internet-gateway-id"] = "Routes.EgressOnlyInternetGatewayId",
        ["route.gateway-id"] = "Routes.GatewayId",
        ["route.instance-id"] = "Routes.InstanceId",
        ["route.nat-gateway-id"] = "Routes.NatGatewayId",
        ["route.origin"] = "Routes.Origin",
        ["route.state"] = "Routes.State",
        ["route.transit-gateway-id"] = "Routes.TransitGatewayId",
        ["route.vpc-peering-connection-id"] = "Routes.VpcPeeringConnectionId",
        ["vpc-id"] = "VpcId",
    });

    public static OperationTable AddRouteTables(this OperationTable table) => table
        .AddEc2("CreateRouteTable", "VpcId TagSpecifications ClientToken", CreateRouteTable)
        .AddEc2("DescribeRouteTables", All)
        .AddEc2("DeleteRouteTable", "RouteTableId", DeleteRouteTable);

    public static JsonObject New(Ec2Region ec2, JsonObject vpc, JsonArray tags, bool main = false)
    {
        var id = ec2.NewId("rtb-");
        return ec2.Put(Ec2Kinds.RouteTable, JsonObject.Of(
            ("Associations", main ? new JsonArray([RouteTableAssociations.New(ec2, id)]) : JsonArray.Empty),
            ("PropagatingVgws", JsonArray.Empty),
            ("RouteTableId", id),
            ("Routes", JsonArray.From(VpcCidrs.Of(vpc).Select(Routes.Local))),
            ("Tags", tags),
            ("VpcId", vpc["VpcId"]),
            ("OwnerId", ec2.OwnerId)));
    }

    public static bool IsMain(JsonObject table) => table.Array("Associations").Objects.Any(item => item.Bool("Main") == true);

    public static JsonObject MainOf(Ec2Region ec2, string vpcId) => ec2.In(Ec2Kinds.RouteTable, "VpcId", vpcId).First(IsMain);

    private static JsonObject CreateRouteTable(Ec2Region ec2, JsonObject input)
    {
        var vpc = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId"));
        return JsonObject.Of(("RouteTable", New(ec2, vpc, ResourceTags.ForNew(ec2, input, Ec2Kinds.RouteTable))));
    }

    private static JsonObject DeleteRouteTable(Ec2Region ec2, JsonObject input)
    {
        var table = ec2.Need(Ec2Kinds.RouteTable, input.Text("RouteTableId"));
        if (table.Array("Associations").Count > 0)
        {
            throw Inputs.InUse("routeTable", table.Text("RouteTableId"));
        }

        GatewayEndpoints.Forget(ec2, table.Text("RouteTableId"));
        ec2.Delete(Ec2Kinds.RouteTable, table);
        return JsonObject.Empty;
    }
}

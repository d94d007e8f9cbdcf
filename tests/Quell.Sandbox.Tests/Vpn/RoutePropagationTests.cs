using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Vpn;

public sealed class RoutePropagationTests
{
    private readonly VpnHouse _house = new();
    private readonly string _table;

    public RoutePropagationTests() => _table = _house.Account.Ec2("CreateRouteTable", $"{{'VpcId': '{_house.Vpc}'}}").At("RouteTable.RouteTableId");

    [Fact]
    public void A_table_takes_over_the_static_routes_of_the_gateways_connections()
    {
        var id = _house.Connect();
        Route("CreateVpnConnectionRoute", id, "192.168.0.0/16");
        Destinations().ShouldBe(["10.0.0.0/16"]);
        Propagate("Enable");
        Destinations().ShouldBe(["10.0.0.0/16", "192.168.0.0/16"]);
        Described().At("Routes.1.Origin").ShouldBe("EnableVgwRoutePropagation");
        Described().At("PropagatingVgws.0.GatewayId").ShouldBe(_house.Gateway);
        Route("CreateVpnConnectionRoute", id, "172.16.0.0/12");
        Destinations().Count.ShouldBe(3);
        Route("DeleteVpnConnectionRoute", id, "172.16.0.0/12");
        Destinations().ShouldBe(["10.0.0.0/16", "192.168.0.0/16"]);
        _house.Refused("DeleteRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16'}}").ShouldStartWith("InvalidParameterValue: cannot remove VPN propagated route");
        _house.Account.Ec2("DeleteVpnConnection", $"{{'VpnConnectionId': '{id}'}}");
        Destinations().ShouldBe(["10.0.0.0/16"]);
    }

    [Fact]
    public void A_route_made_by_hand_comes_before_a_propagated_one()
    {
        var id = _house.Connect();
        _house.Account.Ec2("CreateRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16', 'GatewayId': '{_house.Gateway}'}}");
        Route("CreateVpnConnectionRoute", id, "192.168.0.0/16");
        Propagate("Enable");
        Destinations().ShouldBe(["10.0.0.0/16", "192.168.0.0/16"]);
        Described().At("Routes.1.Origin").ShouldBe("CreateRoute");
        Propagate("Disable");
        Destinations().ShouldBe(["10.0.0.0/16", "192.168.0.0/16"]);
        Described().Each("PropagatingVgws", "GatewayId").ShouldBeEmpty();
    }

    [Fact]
    public void Detaching_the_gateway_ends_it()
    {
        Route("CreateVpnConnectionRoute", _house.Connect(), "192.168.0.0/16");
        Propagate("Enable");
        _house.Account.Ec2("DetachVpnGateway", $"{{'VpnGatewayId': '{_house.Gateway}', 'VpcId': '{_house.Vpc}'}}");
        Destinations().ShouldBe(["10.0.0.0/16"]);
        _house.Refused("EnableVgwRoutePropagation", $"{{'GatewayId': '{_house.Gateway}', 'RouteTableId': '{_table}'}}").ShouldStartWith("Gateway.NotAttached");
        _house.Refused("EnableVgwRoutePropagation", $"{{'GatewayId': 'vgw-0', 'RouteTableId': '{_table}'}}").ShouldBe("InvalidGatewayID.NotFound: The gateway ID 'vgw-0' does not exist");
        _house.Refused("CreateRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '0.0.0.0/0', 'GatewayId': '{_house.Gateway}'}}").ShouldContain("belong to different networks");
    }

    [Fact]
    public void A_connection_that_speaks_BGP_has_no_static_routes()
    {
        var id = _house.Connect("'StaticRoutesOnly': false");
        _house.Refused("CreateVpnConnectionRoute", $"{{'VpnConnectionId': '{id}', 'DestinationCidrBlock': '192.168.0.0/16'}}").ShouldStartWith("InvalidVpnConnection.InvalidType");
        _house.Refused("DeleteVpnConnectionRoute", $"{{'VpnConnectionId': '{id}', 'DestinationCidrBlock': '192.168.0.0/16'}}").ShouldStartWith("InvalidRoute.NotFound");
    }

    private void Propagate(string verb) => _house.Account.Ec2($"{verb}VgwRoutePropagation", $"{{'GatewayId': '{_house.Gateway}', 'RouteTableId': '{_table}'}}");

    private void Route(string operation, string id, string destination) =>
        _house.Account.Ec2(operation, $"{{'VpnConnectionId': '{id}', 'DestinationCidrBlock': '{destination}'}}");

    private Engine.Json.JsonValue Described() => _house.Account.Ec2("DescribeRouteTables", $"{{'RouteTableIds': ['{_table}']}}").Reach("RouteTables.0")!;

    private IReadOnlyList<string> Destinations() => Described().Each("Routes", "DestinationCidrBlock");
}

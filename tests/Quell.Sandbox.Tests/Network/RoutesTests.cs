namespace Quell.Sandbox.Tests.Network;

public sealed class RoutesTests
{
    private readonly TestAccount _account = new();
    private readonly string _vpc;
    private readonly string _gateway;
    private readonly string _table;

    public RoutesTests()
    {
        _vpc = _account.NewVpc();
        _gateway = _account.Ec2("CreateInternetGateway").At("InternetGateway.InternetGatewayId");
        _table = _account.Ec2("CreateRouteTable", $"{{'VpcId': '{_vpc}'}}").At("RouteTable.RouteTableId");
    }

    [Fact]
    public void A_route_through_a_gateway_needs_it_attached_and_goes_black_when_it_leaves()
    {
        var route = $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '0.0.0.0/0', 'GatewayId': '{_gateway}'}}";
        _account.Ec2Refused("CreateRoute", route).Message.ShouldBe($"route table {_table} and network gateway {_gateway} belong to different networks");
        Gateway("Attach");
        _account.Ec2("CreateRoute", route).At("Return").ShouldBe("true");
        var twice = _account.Ec2Refused("CreateRoute", route);
        (twice.Code, twice.Message).ShouldBe(("RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists."));
        Gateway("Detach");
        Described().At("Routes.1.State").ShouldBe("blackhole");
        Gateway("Attach");
        Described().At("Routes.1.State").ShouldBe("active");
    }

    [Fact]
    public void Routes_are_replaced_and_deleted()
    {
        _account.Ec2("CreateRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16', 'VpcPeeringConnectionId': 'pcx-1'}}");
        _account.Ec2("ReplaceRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16', 'VpcPeeringConnectionId': 'pcx-1'}}");
        Described().At("Routes.1.VpcPeeringConnectionId").ShouldBe("pcx-1");
        _account.Ec2("DeleteRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16'}}");
        Described().Each("Routes", "DestinationCidrBlock").ShouldBe(["10.0.0.0/16"]);
        var error = _account.Ec2Refused("DeleteRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16'}}");
        (error.Code, error.Message).ShouldBe(("InvalidRoute.NotFound", $"no route with destination-cidr-block 192.168.0.0/16 in route table {_table}"));
        _account.Ec2Refused("ReplaceRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16', 'VpcPeeringConnectionId': 'pcx-1'}}").Message
            .ShouldBe("There is no route defined for '192.168.0.0/16' in the route table. Use CreateRoute instead.");
    }

    [Fact]
    public void The_local_route_stays()
    {
        _account.Ec2Refused("DeleteRoute", $"{{'RouteTableId': '{_table}', 'DestinationCidrBlock': '10.0.0.0/16'}}").Message
            .ShouldBe($"cannot remove local route 10.0.0.0/16 in route table {_table}");
    }

    [Fact]
    public void Associations_are_made_moved_and_undone()
    {
        var subnet = _account.NewSubnet(_vpc);
        var association = _account.Ec2("AssociateRouteTable", $"{{'RouteTableId': '{_table}', 'SubnetId': '{subnet}'}}").At("AssociationId");
        _account.Ec2Refused("DeleteRouteTable", $"{{'RouteTableId': '{_table}'}}").Code.ShouldBe("DependencyViolation");
        var other = _account.Ec2("CreateRouteTable", $"{{'VpcId': '{_vpc}'}}").At("RouteTable.RouteTableId");
        _account.Ec2Refused("AssociateRouteTable", $"{{'RouteTableId': '{other}', 'SubnetId': '{subnet}'}}").Code.ShouldBe("Resource.AlreadyAssociated");
        association = _account.Ec2("ReplaceRouteTableAssociation", $"{{'RouteTableId': '{other}', 'AssociationId': '{association}'}}").At("NewAssociationId");
        _account.Ec2("DeleteRouteTable", $"{{'RouteTableId': '{_table}'}}");
        _account.Filtered("DescribeRouteTables", "association.subnet-id", subnet).At("RouteTables.0.RouteTableId").ShouldBe(other);
        _account.Ec2("DisassociateRouteTable", $"{{'AssociationId': '{association}'}}");
        _account.Ec2Refused("DisassociateRouteTable", $"{{'AssociationId': '{association}'}}").Message
            .ShouldBe($"The association ID '{association}' does not exist");
    }

    [Fact]
    public void A_client_token_makes_a_repeated_call_the_same_call()
    {
        var input = $"{{'VpcId': '{_vpc}', 'ClientToken': 'once'}}";
        var first = _account.Ec2("CreateRouteTable", input);
        _account.Ec2("CreateRouteTable", input).ShouldBe(first);
        _account.Ec2Refused("CreateRouteTable", $"{{'VpcId': '{_account.NewVpc()}', 'ClientToken': 'once'}}").Code
            .ShouldBe("IdempotentParameterMismatch");
        _account.Pass(TimeSpan.FromDays(1));
        _account.Ec2("CreateRouteTable", input).ShouldNotBe(first);
    }

    private Engine.Json.JsonValue Described() =>
        _account.Ec2("DescribeRouteTables", $"{{'RouteTableIds': ['{_table}']}}").Reach("RouteTables.0")!;

    private void Gateway(string verb) =>
        _account.Ec2($"{verb}InternetGateway", $"{{'InternetGatewayId': '{_gateway}', 'VpcId': '{_vpc}'}}");
}

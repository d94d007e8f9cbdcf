using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Gateways;

public sealed class NatGatewaysTests
{
    private readonly TestAccount _account = new();
    private readonly string _vpc;
    private readonly string _subnet;

    public NatGatewaysTests()
    {
        _vpc = _account.NewVpc();
        _subnet = _account.NewSubnet(_vpc);
    }

    [Fact]
    public void A_gateway_is_pending_then_available_and_a_route_leads_to_it()
    {
        Attach();
        var (id, address) = Create();
        State(id).ShouldBe("pending");
        _account.Pass(TimeSpan.FromSeconds(3));
        State(id).ShouldBe("available");
        var shown = Described(id).Reach("NatGatewayAddresses.0")!;
        (shown.At("AllocationId"), shown.At("PrivateIp"), shown.At("IsPrimary")).ShouldBe((address, "10.0.0.4", "true"));
        var table = _account.Ec2("CreateRouteTable", $"{{'VpcId': '{_vpc}'}}").At("RouteTable.RouteTableId");
        _account.Ec2("CreateRoute", $"{{'RouteTableId': '{table}', 'DestinationCidrBlock': '0.0.0.0/0', 'NatGatewayId': '{id}'}}");

        Refused("DeleteSubnet", $"'SubnetId': '{_subnet}'").ShouldStartWith("DependencyViolation");
        Refused("DisassociateAddress", $"'AssociationId': '{shown.At("AssociationId")}'").ShouldStartWith("AuthFailure");
        _account.Ec2("DeleteNatGateway", $"{{'NatGatewayId': '{id}'}}").At("NatGatewayId").ShouldBe(id);
        State(id).ShouldBe("deleting");
        _account.Pass(TimeSpan.FromSeconds(3));
        State(id).ShouldBe("deleted");
        _account.Filtered("DescribeRouteTables", "route.nat-gateway-id", id).At("RouteTables.0.Routes.1.State").ShouldBe("blackhole");
        _account.Ec2("ReleaseAddress", $"{{'AllocationId': '{address}'}}");
        _account.Ec2("DeleteSubnet", $"{{'SubnetId': '{_subnet}'}}");
        _account.Pass(TimeSpan.FromHours(1));
        Refused("DescribeNatGateways", $"'NatGatewayIds': ['{id}']").ShouldBe($"NatGatewayNotFound: NatGateway {id} was not found");
    }

    [Fact]
    public void Without_an_internet_gateway_a_public_one_fails_and_frees_its_address()
    {
        var (id, address) = Create();
        _account.Pass(TimeSpan.FromSeconds(3));
        var failed = Described(id);
        (failed.At("State"), failed.At("FailureCode"), failed.At("FailureMessage")).ShouldBe(
            ("failed", "Gateway.NotAttached", $"Network {_vpc} has no Internet gateway attached"));
        _account.Ec2("ReleaseAddress", $"{{'AllocationId': '{address}'}}");
        Refused("CreateRoute", $"'RouteTableId': '{Table()}', 'DestinationCidrBlock': '0.0.0.0/0', 'NatGatewayId': '{id}'")
            .ShouldBe($"InvalidNatGatewayID.NotFound: The natGateway ID '{id}' does not exist");
    }

    [Fact]
    public void A_private_one_needs_no_address()
    {
        var id = _account.Ec2("CreateNatGateway", $"{{'SubnetId': '{_subnet}', 'ConnectivityType': 'private', 'PrivateIpAddress': '10.0.0.9'}}").At("NatGateway.NatGatewayId");
        _account.Pass(TimeSpan.FromSeconds(3));
        (State(id), Described(id).At("NatGatewayAddresses.0.PrivateIp")).ShouldBe(("available", "10.0.0.9"));
    }

    [Fact]
    public void An_address_that_is_used_serves_no_second_gateway()
    {
        Attach();
        var (_, address) = Create();
        Refused("CreateNatGateway", $"'SubnetId': '{_subnet}', 'AllocationId': '{address}'").ShouldStartWith("Resource.AlreadyAssociated");
        Refused("CreateNatGateway", $"'SubnetId': '{_subnet}'").ShouldStartWith("MissingParameter");
        Refused("DeleteNatGateway", "'NatGatewayId': 'x'").ShouldStartWith("NatGatewayMalformed");
    }

    [Fact]
    public void A_route_of_another_network_cannot_lead_to_it()
    {
        Attach();
        var (id, _) = Create();
        var stranger = _account.Ec2("CreateRouteTable", $"{{'VpcId': '{_account.NewVpc("10.9.0.0/16")}'}}").At("RouteTable.RouteTableId");
        Refused("CreateRoute", $"'RouteTableId': '{stranger}', 'DestinationCidrBlock': '0.0.0.0/0', 'NatGatewayId': '{id}'")
            .ShouldBe($"InvalidParameterValue: route table {stranger} and network gateway {id} belong to different networks");
    }

    private void Attach()
    {
        var id = _account.Ec2("CreateInternetGateway").At("InternetGateway.InternetGatewayId");
        _account.Ec2("AttachInternetGateway", $"{{'InternetGatewayId': '{id}', 'VpcId': '{_vpc}'}}");
    }

    private (string Id, string Address) Create()
    {
        var address = _account.Ec2("AllocateAddress").At("AllocationId");
        return (_account.Ec2("CreateNatGateway", $"{{'SubnetId': '{_subnet}', 'AllocationId': '{address}'}}").At("NatGateway.NatGatewayId"), address);
    }

    private string Table() => _account.Filtered("DescribeRouteTables", "vpc-id", _vpc).At("RouteTables.0.RouteTableId");

    private JsonValue Described(string id) => _account.Ec2("DescribeNatGateways", $"{{'NatGatewayIds': ['{id}']}}").Reach("NatGateways.0")!;

    private string State(string id) => _account.Ec2("DescribeNatGateways", $"{{'Filter': [{{'Name': 'nat-gateway-id', 'Values': ['{id}']}}]}}").At("NatGateways.0.State");

    private string Refused(string operation, string input)
    {
        var error = _account.Ec2Refused(operation, $"{{{input}}}");
        return $"{error.Code}: {error.Message}";
    }
}

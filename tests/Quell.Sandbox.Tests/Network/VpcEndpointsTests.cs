using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Network;

public sealed class VpcEndpointsTests
{
    private readonly TestAccount _account = new();
    private readonly string _vpc;
    private readonly string _subnet;

    public VpcEndpointsTests()
    {
        _vpc = _account.NewVpc();
        _subnet = _account.NewSubnet(_vpc);
    }

    [Fact]
    public void A_gateway_endpoint_is_a_route_in_its_tables()
    {
        var table = _account.Filtered("DescribeRouteTables", "vpc-id", _vpc).At("RouteTables.0.RouteTableId");
        var endpoint = Create($"'ServiceName': 'com.amazonaws.us-east-1.s3', 'RouteTableIds': ['{table}']");
        endpoint.At("State").ShouldBe("available");
        _account.Filtered("DescribeRouteTables", "route.gateway-id", endpoint.At("VpcEndpointId")).At("RouteTables.0.Routes.1.DestinationPrefixListId")
            .ShouldBe("pl-63a5400a");
        _account.Ec2Refused("CreateVpcEndpoint", $"{{'VpcId': '{_vpc}', 'ServiceName': 'com.amazonaws.us-east-1.s3', 'RouteTableIds': ['{table}']}}").Code
            .ShouldBe("RouteAlreadyExists");
        Delete(endpoint.At("VpcEndpointId"));
        _account.Filtered("DescribeRouteTables", "vpc-id", _vpc).Each("RouteTables.0.Routes", "GatewayId").ShouldBe(["local"]);
    }

    [Fact]
    public void An_interface_endpoint_has_a_card_in_each_subnet_and_is_ready_after_a_while()
    {
        var endpoint = Create($"'ServiceName': 'com.amazonaws.us-east-1.ec2', 'VpcEndpointType': 'Interface', 'SubnetIds': ['{_subnet}']");
        var id = endpoint.At("VpcEndpointId");
        endpoint.At("State").ShouldBe("pending");
        endpoint.At("Groups.0.GroupName").ShouldBe("default");
        _account.Pass(TimeSpan.FromSeconds(3));
        Described(id).At("State").ShouldBe("available");
        Described(id).At("DnsEntries.0.DnsName").ShouldEndWith(".ec2.us-east-1.vpce.amazonaws.com");
        var card = _account.Filtered("DescribeNetworkInterfaces", "interface-type", "vpc_endpoint").Reach("NetworkInterfaces.0")!;
        card.At("Description").ShouldBe($"VPC Endpoint Interface {id}");
        card.At("NetworkInterfaceId").ShouldBe(Described(id).At("NetworkInterfaceIds.0"));
        _account.Ec2Refused("DeleteVpc", $"{{'VpcId': '{_vpc}'}}").Code.ShouldBe("DependencyViolation");
        Delete(id);
        _account.Ec2("DescribeNetworkInterfaces").Each("NetworkInterfaces", "NetworkInterfaceId").ShouldBeEmpty();
    }

    [Fact]
    public void Groups_and_subnets_are_added_and_removed()
    {
        var group = _account.NewGroup(_vpc);
        var id = Create("'ServiceName': 'com.amazonaws.us-east-1.ec2', 'VpcEndpointType': 'Interface'").At("VpcEndpointId");
        _account.Ec2("ModifyVpcEndpoint", $"{{'VpcEndpointId': '{id}', 'AddSubnetIds': ['{_subnet}'], 'AddSecurityGroupIds': ['{group}']}}");
        _account.Filtered("DescribeNetworkInterfaces", "group-id", group).Each("NetworkInterfaces", "SubnetId").ShouldBe([_subnet]);
        var twin = _account.NewSubnet(_vpc, "10.0.9.0/24");
        _account.Ec2Refused("ModifyVpcEndpoint", $"{{'VpcEndpointId': '{id}', 'AddSubnetIds': ['{twin}']}}").Code.ShouldBe("DuplicateSubnetsInSameZone");
        _account.Ec2("ModifyVpcEndpoint", $"{{'VpcEndpointId': '{id}', 'RemoveSubnetIds': ['{_subnet}'], 'RemoveSecurityGroupIds': ['{group}']}}");
        Described(id).Each("Groups", "GroupName").ShouldBe(["default"]);
        ((JsonArray)Described(id).Reach("SubnetIds")!).Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("'ServiceName': 's3'", "InvalidServiceName")]
    [InlineData("'ServiceName': 'com.amazonaws.eu-west-1.s3'", "InvalidServiceName")]
    [InlineData("'ServiceName': 'com.amazonaws.us-east-1.ec2'", "InvalidParameter")]
    [InlineData("'ServiceName': 'com.amazonaws.us-east-1.s3', 'PolicyDocument': 'no'", "InvalidPolicyDocument")]
    [InlineData("'ServiceName': 'com.amazonaws.us-east-1.ec2', 'VpcEndpointType': 'Interface', 'PrivateDnsEnabled': true", "InvalidParameter")]
    public void An_endpoint_that_cannot_be_is_refused(string input, string code) =>
        _account.Ec2Refused("CreateVpcEndpoint", $"{{'VpcId': '{_vpc}', {input}}}").Code.ShouldBe(code);

    [Fact]
    public void Deleting_names_what_was_not_there()
    {
        var id = Create("'ServiceName': 'com.amazonaws.us-east-1.s3'").At("VpcEndpointId");
        var output = _account.Ec2("DeleteVpcEndpoints", $"{{'VpcEndpointIds': ['{id}', 'vpce-1']}}");
        output.Each("Unsuccessful", "ResourceId").ShouldBe(["vpce-1"]);
        output.At("Unsuccessful.0.Error.Code").ShouldBe("InvalidVpcEndpointId.NotFound");
    }

    private JsonValue Create(string input) => _account.Ec2("CreateVpcEndpoint", $"{{'VpcId': '{_vpc}', {input}}}").Reach("VpcEndpoint")!;

    private JsonValue Described(string id) => _account.Filtered("DescribeVpcEndpoints", "vpc-endpoint-id", id).Reach("VpcEndpoints.0")!;

    private void Delete(string id) => _account.Ec2("DeleteVpcEndpoints", $"{{'VpcEndpointIds': ['{id}']}}").Array("Unsuccessful").Count.ShouldBe(0);
}

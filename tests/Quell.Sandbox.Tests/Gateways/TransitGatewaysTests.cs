using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Gateways;

public sealed class TransitGatewaysTests
{
    private readonly TestAccount _account = new();
    private readonly string _vpc;
    private readonly string _subnet;
    private readonly string _table;

    public TransitGatewaysTests()
    {
        _vpc = _account.NewVpc();
        _subnet = _account.NewSubnet(_vpc);
        _table = _account.Ec2("CreateRouteTable", $"{{'VpcId': '{_vpc}'}}").At("RouteTable.RouteTableId");
    }

    [Fact]
    public void Traffic_is_rerouted_to_a_transit_gateway_that_the_network_is_attached_to()
    {
        var gateway = Available();
        var route = $"'RouteTableId': '{_table}', 'DestinationCidrBlock': '192.168.0.0/16'";
        Refused("CreateRoute", $"{route}, 'TransitGatewayId': '{gateway}'").ShouldBe($"InvalidTransitGatewayID.NotFound: The transitGateway ID '{gateway}' does not exist");
        var attachment = Attach(gateway);
        _account.Ec2("CreateRoute", $"{{{route}, 'VpcPeeringConnectionId': 'pcx-1'}}");
        _account.Ec2("ReplaceRoute", $"{{{route}, 'TransitGatewayId': '{gateway}'}}");
        Route().ShouldBe((gateway, "active"));

        Refused("DeleteTransitGateway", $"'TransitGatewayId': '{gateway}'").ShouldBe($"IncorrectState: {gateway} has non-deleted Attachments: {attachment}.");
        Refused("DeleteSubnet", $"'SubnetId': '{_subnet}'").ShouldStartWith("DependencyViolation");
        Refused("DeleteVpc", $"'VpcId': '{_vpc}'").ShouldStartWith("DependencyViolation");
        _account.Ec2("DeleteTransitGatewayVpcAttachment", $"{{'TransitGatewayAttachmentId': '{attachment}'}}").At("TransitGatewayVpcAttachment.State").ShouldBe("deleting");
        _account.Pass(TimeSpan.FromSeconds(3));
        Route().ShouldBe((gateway, "blackhole"));
        _account.Ec2("DeleteTransitGateway", $"{{'TransitGatewayId': '{gateway}'}}").At("TransitGateway.State").ShouldBe("deleting");
        _account.Pass(TimeSpan.FromSeconds(3));
        _account.Filtered("DescribeTransitGateways", "state", "deleted").Each("TransitGateways", "TransitGatewayId").ShouldBe([gateway]);
        _account.Pass(TimeSpan.FromHours(1));
        Refused("DescribeTransitGateways", $"'TransitGatewayIds': ['{gateway}']")
            .ShouldBe($"InvalidTransitGatewayID.NotFound: Transit Gateway {gateway} was deleted or does not exist.");
    }

    [Fact]
    public void An_attachment_has_an_interface_in_each_of_its_subnets()
    {
        var gateway = Available();
        var other = _account.Ec2("CreateSubnet", $"{{'VpcId': '{_vpc}', 'CidrBlock': '10.0.1.0/24', 'AvailabilityZone': 'us-east-1b'}}").At("Subnet.SubnetId");
        _account.Ec2("CreateTransitGatewayVpcAttachment", $"{{'TransitGatewayId': '{gateway}', 'VpcId': '{_vpc}', 'SubnetIds': ['{_subnet}', '{other}']}}");
        _account.Filtered("DescribeNetworkInterfaces", "interface-type", "transit_gateway").Each("NetworkInterfaces", "SubnetId").ShouldBe([_subnet, other], ignoreOrder: true);
        _account.Pass(TimeSpan.FromSeconds(3));
        var described = _account.Filtered("DescribeTransitGatewayVpcAttachments", "vpc-id", _vpc);
        (described.At("TransitGatewayVpcAttachments.0.State"), described.At("TransitGatewayVpcAttachments.0.VpcOwnerId")).ShouldBe(("available", TestAccount.Account));
        _account.Filtered("DescribeTransitGatewayAttachments", "resource-type", "vpc").At("TransitGatewayAttachments.0.ResourceId").ShouldBe(_vpc);
    }

    [Fact]
    public void Attachments_that_cannot_be_are_refused()
    {
        var pending = _account.Ec2("CreateTransitGateway").At("TransitGateway.TransitGatewayId");
        Refused("CreateTransitGatewayVpcAttachment", Of(pending, _subnet)).ShouldBe($"IncorrectState: {pending} is in invalid state: pending");
        var gateway = Available();
        Attach(gateway);
        Refused("CreateTransitGatewayVpcAttachment", Of(gateway, _subnet)).ShouldBe(
            $"DuplicateTransitGatewayAttachment: {gateway} has non-deleted Transit Gateway Attachments with same VPC ID.");
        var stranger = _account.NewSubnet(_account.NewVpc("10.9.0.0/16"), "10.9.0.0/24");
        Refused("CreateTransitGatewayVpcAttachment", Of(Available(), stranger)).ShouldStartWith("InvalidSubnetID.NotFound");
        var sibling = _account.NewSubnet(_vpc, "10.0.2.0/24");
        Refused("CreateTransitGatewayVpcAttachment", Of(Available(), $"{_subnet}', '{sibling}")).ShouldStartWith("DuplicateSubnetsInSameZone");
    }

    [Fact]
    public void Options_are_shown_and_others_refused()
    {
        var made = _account.Ec2("CreateTransitGateway", "{'Description': 'hub', 'Options': {'AmazonSideAsn': 65000, 'DnsSupport': 'disable'}}");
        (made.At("TransitGateway.Options.AmazonSideAsn"), made.At("TransitGateway.Options.DnsSupport"), made.At("TransitGateway.Options.VpnEcmpSupport"))
            .ShouldBe(("65000", "disable", "enable"));
        made.At("TransitGateway.TransitGatewayArn").ShouldBe($"arn:aws:ec2:us-east-1:123456789012:transit-gateway/{made.At("TransitGateway.TransitGatewayId")}");
        Refused("CreateTransitGateway", "'Options': {'AmazonSideAsn': 7}").ShouldStartWith("InvalidParameterValue: Value (7) for parameter AmazonSideAsn");
        Refused("CreateTransitGateway", "'Options': {'TransitGatewayCidrBlocks': ['10.0.0.0/24']}").ShouldStartWith("UnsupportedOperation");
    }

    private string Of(string gateway, string subnets) => $"'TransitGatewayId': '{gateway}', 'VpcId': '{_vpc}', 'SubnetIds': ['{subnets}']";

    private string Available()
    {
        var id = _account.Ec2("CreateTransitGateway").At("TransitGateway.TransitGatewayId");
        _account.Pass(TimeSpan.FromSeconds(3));
        return id;
    }

    private string Attach(string gateway)
    {
        var id = _account.Ec2("CreateTransitGatewayVpcAttachment", $"{{{Of(gateway, _subnet)}}}").At("TransitGatewayVpcAttachment.TransitGatewayAttachmentId");
        _account.Pass(TimeSpan.FromSeconds(3));
        return id;
    }

    private (string Gateway, string State) Route()
    {
        var route = _account.Ec2("DescribeRouteTables", $"{{'RouteTableIds': ['{_table}']}}").Reach("RouteTables.0.Routes.1")!;
        return (route.At("TransitGatewayId"), route.At("State"));
    }

    private string Refused(string operation, string input)
    {
        var error = _account.Ec2Refused(operation, $"{{{input}}}");
        return $"{error.Code}: {error.Message}";
    }
}

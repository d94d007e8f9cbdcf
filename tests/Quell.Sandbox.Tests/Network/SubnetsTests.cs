namespace Quell.Sandbox.Tests.Network;

public sealed class SubnetsTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void A_subnet_starts_with_all_but_five_addresses_and_under_the_default_acl()
    {
        var vpc = _account.NewVpc();
        var subnet = _account.Ec2("CreateSubnet", $"{{'VpcId': '{vpc}', 'CidrBlock': '10.0.1.0/24', 'AvailabilityZone': 'us-east-1b'}}")
            .Reach("Subnet")!;
        subnet.At("AvailableIpAddressCount").ShouldBe("251");
        subnet.At("AvailabilityZoneId").ShouldBe("use1-az2");
        subnet.At("SubnetArn").ShouldBe($"arn:aws:ec2:us-east-1:123456789012:subnet/{subnet.At("SubnetId")}");
        _account.Filtered("DescribeNetworkAcls", "association.subnet-id", subnet.At("SubnetId")).At("NetworkAcls.0.IsDefault").ShouldBe("true");
    }

    [Fact]
    public void The_default_vpc_has_a_subnet_in_every_zone()
    {
        var subnets = _account.Filtered("DescribeSubnets", "default-for-az", "true");
        subnets.Each("Subnets", "AvailabilityZone").Order()
            .ShouldBe(["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"]);
        subnets.Each("Subnets", "CidrBlock").ShouldContain("172.31.80.0/20");
        _account.Filtered("DescribeRouteTables", "route.destination-cidr-block", "0.0.0.0/0").Each("RouteTables", "RouteTableId").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("10.1.0.0/24", "InvalidSubnet.Range", "The CIDR '10.1.0.0/24' is invalid.")]
    [InlineData("10.0.0.0/29", "InvalidSubnet.Range", "The CIDR '10.0.0.0/29' is invalid.")]
    [InlineData("10.0.0.128/25", "InvalidSubnet.Conflict", "The CIDR '10.0.0.128/25' conflicts with another subnet")]
    [InlineData("10.0.0.0/16", "InvalidSubnet.Conflict", "The CIDR '10.0.0.0/16' conflicts with another subnet")]
    [InlineData("nonsense", "InvalidParameterValue", "Value (nonsense) for parameter cidrBlock is invalid. This is not a valid CIDR block.")]
    public void A_range_outside_the_vpc_or_taken_is_refused(string cidr, string code, string message)
    {
        var vpc = _account.NewVpc();
        _account.NewSubnet(vpc);
        var error = _account.Ec2Refused("CreateSubnet", $"{{'VpcId': '{vpc}', 'CidrBlock': '{cidr}'}}");
        (error.Code, error.Message).ShouldBe((code, message));
    }

    [Fact]
    public void Subnets_of_a_secondary_range_hold_it_in_place()
    {
        var vpc = _account.NewVpc();
        var association = _account.Ec2("AssociateVpcCidrBlock", $"{{'VpcId': '{vpc}', 'CidrBlock': '10.1.0.0/16'}}")
            .At("CidrBlockAssociation.AssociationId");
        var subnet = _account.NewSubnet(vpc, "10.1.0.0/24");
        _account.Filtered("DescribeRouteTables", "vpc-id", vpc).Each("RouteTables.0.Routes", "DestinationCidrBlock")
            .ShouldBe(["10.0.0.0/16", "10.1.0.0/16"]);
        _account.Ec2Refused("DisassociateVpcCidrBlock", $"{{'AssociationId': '{association}'}}").Code.ShouldBe("InvalidCidrBlock.InUse");
        _account.Ec2("DeleteSubnet", $"{{'SubnetId': '{subnet}'}}");
        _account.Ec2("DisassociateVpcCidrBlock", $"{{'AssociationId': '{association}'}}");
    }

    [Fact]
    public void An_unknown_zone_is_refused_with_those_there_are()
    {
        var vpc = _account.NewVpc();
        _account.Scope = _account.Scope with { Region = "eu-west-1" };
        vpc = _account.NewVpc();
        _account.Ec2Refused("CreateSubnet", $"{{'VpcId': '{vpc}', 'CidrBlock': '10.0.0.0/24', 'AvailabilityZone': 'us-east-1a'}}").Message
            .ShouldBe("Value (us-east-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following "
                + "availability zones: eu-west-1a, eu-west-1b, eu-west-1c.");
    }

    [Fact]
    public void Public_addresses_on_launch_are_switched()
    {
        var subnet = _account.NewSubnet(_account.NewVpc());
        _account.Ec2("ModifySubnetAttribute", $"{{'SubnetId': '{subnet}', 'MapPublicIpOnLaunch': {{'Value': true}}}}");
        _account.Ec2("DescribeSubnets", $"{{'SubnetIds': ['{subnet}']}}").At("Subnets.0.MapPublicIpOnLaunch").ShouldBe("true");
    }
}

namespace Quell.Sandbox.Tests.Network;

public sealed class RegionsTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void Regions_and_zones_are_listed()
    {
        _account.Ec2("DescribeRegions").Each("Regions", "RegionName").ShouldContain("eu-central-1");
        _account.Ec2("DescribeRegions", "{'RegionNames': ['eu-west-1']}").At("Regions.0.Endpoint").ShouldBe("ec2.eu-west-1.amazonaws.com");
        _account.Ec2Refused("DescribeRegions", "{'RegionNames': ['mars-1']}").Code.ShouldBe("InvalidParameterValue");
        _account.Ec2("DescribeAvailabilityZones").Each("AvailabilityZones", "ZoneId").ShouldContain("use1-az6");
        _account.Filtered("DescribeAvailabilityZones", "zone-name", "*c").Each("AvailabilityZones", "ZoneName").ShouldBe(["us-east-1c"]);
    }

    [Fact]
    public void The_account_names_its_default_vpc()
    {
        var id = _account.Filtered("DescribeVpcs", "is-default", "true").At("Vpcs.0.VpcId");
        _account.Ec2("DescribeAccountAttributes", "{'AttributeNames': ['default-vpc']}").At("AccountAttributes.0.AttributeValues.0.AttributeValue")
            .ShouldBe(id);
    }
}

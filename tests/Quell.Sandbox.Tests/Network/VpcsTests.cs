namespace Quell.Sandbox.Tests.Network;

public sealed class VpcsTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void A_vpc_comes_with_a_main_route_table_a_default_acl_and_a_default_group()
    {
        var vpc = _account.Call("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.7/16'}").Reach("Vpc")!;
        var id = vpc.At("VpcId");
        id.ShouldMatch("^vpc-[0-9a-f]{17}$");
        vpc.At("State").ShouldBe("pending");
        vpc.At("CidrBlock").ShouldBe("10.0.0.0/16");
        vpc.At("OwnerId").ShouldBe("123456789012");

        _account.Call("ec2", "DescribeVpcs", $"{{'VpcIds': ['{id}']}}").At("Vpcs.0.State").ShouldBe("available");
        var tables = _account.State.List(_account.Scope, "ec2:route-table").Values.Where(table => table.At("VpcId") == id);
        tables.ShouldHaveSingleItem().At("Routes.0.GatewayId").ShouldBe("local");
        var acl = _account.State.List(_account.Scope, "ec2:network-acl").Values.Single(acl => acl.At("VpcId") == id);
        acl.Each("Entries", "RuleNumber").ShouldBe(["100", "32767", "100", "32767"]);
        var group = _account.State.List(_account.Scope, "ec2:security-group").Values.Single(group => group.At("VpcId") == id);
        group.At("GroupName").ShouldBe("default");
        group.At("IpPermissions.0.UserIdGroupPairs.0.GroupId").ShouldBe(group.At("GroupId"));
        group.At("IpPermissionsEgress.0.IpRanges.0.CidrIp").ShouldBe("0.0.0.0/0");
    }

    [Fact]
    public void Every_account_has_a_default_vpc_in_every_region()
    {
        var mine = _account.Call("ec2", "DescribeVpcs", "{'Filters': [{'Name': 'is-default', 'Values': ['true']}]}");
        mine.Each("Vpcs", "CidrBlock").ShouldBe(["172.31.0.0/16"]);
        _account.Scope = _account.Scope with { Region = "eu-west-1" };
        var other = _account.Call("ec2", "DescribeVpcs");
        other.Each("Vpcs", "CidrBlock").ShouldBe(["172.31.0.0/16"]);
        other.At("Vpcs.0.VpcId").ShouldNotBe(mine.At("Vpcs.0.VpcId"));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid.")]
    [InlineData("10.0.0.0/29", "InvalidVpc.Range", "The CIDR '10.0.0.0/29' is invalid.")]
    [InlineData("10.0.0/16", "InvalidParameterValue", "Value (10.0.0/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.")]
    [InlineData("fd00::/16", "InvalidParameterValue", "Value (fd00::/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.")]
    public void A_range_that_cannot_be_a_vpcs_is_refused(string cidr, string code, string message)
    {
        var error = _account.Refused("ec2", "CreateVpc", $"{{'CidrBlock': '{cidr}'}}");
        error.Code.ShouldBe(code);
        error.Message.ShouldBe(message);
    }

    [Fact]
    public void A_missing_vpc_is_named_and_several_together()
    {
        _account.Refused("ec2", "DeleteVpc", "{'VpcId': 'vpc-1'}").Message.ShouldBe("The vpc ID 'vpc-1' does not exist");
        var error = _account.Refused("ec2", "DescribeVpcs", "{'VpcIds': ['vpc-1', 'vpc-2']}");
        error.Code.ShouldBe("InvalidVpcID.NotFound");
        error.Message.ShouldBe("The vpc IDs 'vpc-1, vpc-2' do not exist");
    }

    [Fact]
    public void Deleting_a_vpc_deletes_what_came_with_it()
    {
        _account.Call("ec2", "DescribeVpcs");
        var before = _account.State;
        var id = _account.Call("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.0/16'}").At("Vpc.VpcId");
        _account.Call("ec2", "DeleteVpc", $"{{'VpcId': '{id}'}}");
        foreach (var type in new[] { "vpc", "vpc-attributes", "route-table", "network-acl", "security-group", "security-group-rule" })
        {
            _account.State.List(_account.Scope, "ec2:" + type).ShouldBe(before.List(_account.Scope, "ec2:" + type));
        }
    }

    [Fact]
    public void A_dry_run_changes_nothing_and_says_that_it_would_have_worked()
    {
        var error = _account.Refused("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.0/16', 'DryRun': true}");
        error.Code.ShouldBe("DryRunOperation");
        error.Status.ShouldBe(412);
        _account.Refused("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.0/8', 'DryRun': true}").Code.ShouldBe("InvalidVpc.Range");
    }

    [Fact]
    public void A_parameter_that_is_not_simulated_is_refused_not_ignored()
    {
        _account.Refused("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.0/16', 'Ipv4IpamPoolId': 'ipam-pool-1'}").Code
            .ShouldBe("UnsupportedOperation");
    }

    [Fact]
    public void The_same_seed_and_calls_give_the_same_ids()
    {
        static string Make(TestAccount account) => account.Call("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.0/16'}").ToString();
        Make(new TestAccount()).ShouldBe(Make(new TestAccount()));
        Make(new TestAccount("other")).ShouldNotBe(Make(new TestAccount()));
    }

    [Fact]
    public void Forks_go_their_own_ways()
    {
        _account.Call("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.0/16'}");
        var fork = _account.Fork();
        var mine = _account.Call("ec2", "CreateVpc", "{'CidrBlock': '10.1.0.0/16'}").At("Vpc.VpcId");
        var theirs = fork.Call("ec2", "CreateVpc", "{'CidrBlock': '10.2.0.0/16'}").At("Vpc.VpcId");
        theirs.ShouldBe(mine);
        _account.Call("ec2", "DescribeVpcs", $"{{'VpcIds': ['{mine}']}}").At("Vpcs.0.CidrBlock").ShouldBe("10.1.0.0/16");
        fork.Call("ec2", "DescribeVpcs", $"{{'VpcIds': ['{theirs}']}}").At("Vpcs.0.CidrBlock").ShouldBe("10.2.0.0/16");
    }

    [Fact]
    public void Attributes_are_told_and_set()
    {
        var id = _account.Call("ec2", "CreateVpc", "{'CidrBlock': '10.0.0.0/16'}").At("Vpc.VpcId");
        string Tell(string attribute) => _account.Call(
            "ec2", "DescribeVpcAttribute", $"{{'VpcId': '{id}', 'Attribute': '{attribute}'}}").ToString();
        Tell("enableDnsSupport").ShouldContain("\"EnableDnsSupport\":{\"Value\":true}");
        Tell("enableDnsHostnames").ShouldContain("\"EnableDnsHostnames\":{\"Value\":false}");
        _account.Call("ec2", "ModifyVpcAttribute", $"{{'VpcId': '{id}', 'EnableDnsHostnames': {{'Value': true}}}}");
        Tell("enableDnsHostnames").ShouldContain("\"EnableDnsHostnames\":{\"Value\":true}");
    }
}

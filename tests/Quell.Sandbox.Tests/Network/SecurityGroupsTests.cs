using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Network;

public sealed class SecurityGroupsTests
{
    private readonly TestAccount _account = new();
    private readonly string _vpc;
    private readonly string _group;

    public SecurityGroupsTests()
    {
        _vpc = _account.NewVpc();
        _group = _account.NewGroup(_vpc);
    }

    [Fact]
    public void Rules_are_authorized_with_ids_and_shown_as_permissions()
    {
        var output = Authorize("'IpRanges': [{'CidrIp': '10.1.2.3/8', 'Description': 'office'}], 'Ipv6Ranges': [{'CidrIpv6': '::/0'}]");
        output.Each("SecurityGroupRules", "SecurityGroupRuleId").ShouldAllBe(id => id.StartsWith("sgr-", StringComparison.Ordinal));
        output.At("SecurityGroupRules.0.CidrIpv4").ShouldBe("10.0.0.0/8");
        output.At("SecurityGroupRules.0.IsEgress").ShouldBe("false");
        var permission = Described().Reach("IpPermissions.0")!;
        permission.At("IpRanges.0.Description").ShouldBe("office");
        permission.At("Ipv6Ranges.0.CidrIpv6").ShouldBe("::/0");
        permission.At("FromPort").ShouldBe("22");
        _account.Filtered("DescribeSecurityGroups", "ip-permission.cidr", "10.0.0.0/8").Each("SecurityGroups", "GroupId").ShouldBe([_group]);
    }

    [Theory]
    [InlineData("'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22", "TCP, from port: 22, to port: 22, ALLOW")]
    [InlineData("'IpProtocol': '6', 'FromPort': 22, 'ToPort': 22", "TCP, from port: 22, to port: 22, ALLOW")]
    [InlineData("'IpProtocol': '-1'", "ALL, ALLOW")]
    public void The_same_rule_again_is_refused_with_what_it_says(string rule, string text)
    {
        var input = $"{{'GroupId': '{_group}', 'IpPermissions': [{{{rule}, 'IpRanges': [{{'CidrIp': '0.0.0.0/0'}}]}}]}}";
        _account.Ec2("AuthorizeSecurityGroupIngress", input);
        var error = _account.Ec2Refused("AuthorizeSecurityGroupIngress", input);
        error.Code.ShouldBe("InvalidPermission.Duplicate");
        error.Message.ShouldBe($"the specified rule \"peer: 0.0.0.0/0, {text}\" already exists");
    }

    [Fact]
    public void The_flat_parameters_say_a_rule_too()
    {
        _account.Ec2("AuthorizeSecurityGroupIngress", $"{{'GroupId': '{_group}', 'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 81, 'CidrIp': '0.0.0.0/0'}}");
        _account.Ec2("RevokeSecurityGroupIngress", $"{{'GroupId': '{_group}', 'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 81, 'CidrIp': '0.0.0.0/0'}}")
            .At("RevokedSecurityGroupRules.0.CidrIpv4").ShouldBe("0.0.0.0/0");
        ((JsonArray)Described().Reach("IpPermissions")!).Count.ShouldBe(0);
    }

    [Fact]
    public void Rules_are_revoked_by_id_and_by_content()
    {
        var rule = Authorize("'IpRanges': [{'CidrIp': '10.0.0.0/8'}]").At("SecurityGroupRules.0.SecurityGroupRuleId");
        _account.Ec2Refused("RevokeSecurityGroupEgress", $"{{'GroupId': '{_group}', 'SecurityGroupRuleIds': ['{rule}']}}").Code
            .ShouldBe("InvalidSecurityGroupRuleId.NotFound");
        _account.Ec2("RevokeSecurityGroupIngress", $"{{'GroupId': '{_group}', 'SecurityGroupRuleIds': ['{rule}']}}").At("Return").ShouldBe("true");
        var missing = $"{{'GroupId': '{_group}', 'IpPermissions': [{{'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22, 'IpRanges': [{{'CidrIp': '10.0.0.0/8'}}]}}]}}";
        _account.Ec2Refused("RevokeSecurityGroupIngress", missing).Code.ShouldBe("InvalidPermission.NotFound");
    }

    [Fact]
    public void In_the_default_vpc_a_rule_that_is_not_there_is_answered_with()
    {
        var group = _account.Ec2("CreateSecurityGroup", "{'GroupName': 'legacy', 'Description': 'd'}").At("GroupId");
        _account.Ec2("RevokeSecurityGroupIngress", $"{{'GroupId': '{group}', 'IpProtocol': 'tcp', 'FromPort': 1, 'ToPort': 1, 'CidrIp': '0.0.0.0/0'}}")
            .At("UnknownIpPermissions.0.FromPort").ShouldBe("1");
    }

    [Fact]
    public void A_group_that_others_refer_to_cannot_be_deleted()
    {
        var other = _account.NewGroup(_vpc, "app");
        Authorize($"'UserIdGroupPairs': [{{'GroupId': '{other}'}}]").At("SecurityGroupRules.0.ReferencedGroupInfo.GroupId").ShouldBe(other);
        var error = _account.Ec2Refused("DeleteSecurityGroup", $"{{'GroupId': '{other}'}}");
        (error.Code, error.Message).ShouldBe(("DependencyViolation", $"resource {other} has a dependent object"));
        _account.Ec2("DeleteSecurityGroup", $"{{'GroupId': '{_group}'}}").At("Return").ShouldBe("true");
        _account.Ec2("DeleteSecurityGroup", $"{{'GroupId': '{other}'}}");
    }

    [Fact]
    public void A_rule_is_modified_under_its_id()
    {
        var rule = Authorize("'IpRanges': [{'CidrIp': '0.0.0.0/0'}]").At("SecurityGroupRules.0.SecurityGroupRuleId");
        _account.Ec2("ModifySecurityGroupRules", $$"""
            {'GroupId': '{{_group}}', 'SecurityGroupRules': [{'SecurityGroupRuleId': '{{rule}}', 'SecurityGroupRule':
              {'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443, 'CidrIpv6': 'fd00::/8', 'Description': 'new'} }]}
            """);
        var stored = _account.Ec2("DescribeSecurityGroupRules", $"{{'SecurityGroupRuleIds': ['{rule}']}}").Reach("SecurityGroupRules.0")!;
        stored.At("CidrIpv6").ShouldBe("fd00::/8");
        stored.Reach("CidrIpv4").ShouldBeNull();
        Described().At("IpPermissions.0.Ipv6Ranges.0.Description").ShouldBe("new");
    }

    [Theory]
    [InlineData("'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22, 'IpRanges': [{'CidrIp': '1.2.3.4'}]", "CIDR block 1.2.3.4 is malformed")]
    [InlineData("'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22, 'Ipv6Ranges': [{'CidrIpv6': '10.0.0.0/8'}]", "CIDR block 10.0.0.0/8 is malformed")]
    [InlineData("'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22", "Missing source specification: include source security group or CIDR information")]
    [InlineData("'IpProtocol': 'tcp', 'IpRanges': [{'CidrIp': '0.0.0.0/0'}]", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")]
    [InlineData("'IpProtocol': 'smoke', 'IpRanges': [{'CidrIp': '0.0.0.0/0'}]", "Invalid value 'smoke' for IP protocol. Unknown protocol.")]
    [InlineData("'IpProtocol': '-1', 'IpRanges': [{'CidrIp': '0.0.0.0/0'}, {'CidrIp': '0.0.0.0/0'}]", "The same permission must not appear multiple times")]
    [InlineData("'IpProtocol': '-1', 'UserIdGroupPairs': [{'GroupId': 'sg-1'}]", "The security group 'sg-1' does not exist")]
    public void A_rule_that_makes_no_sense_is_refused(string rule, string message) =>
        _account.Ec2Refused("AuthorizeSecurityGroupIngress", $"{{'GroupId': '{_group}', 'IpPermissions': [{{{rule}}}]}}").Message.ShouldBe(message);

    [Fact]
    public void A_direction_has_at_most_60_rules()
    {
        Authorize("'IpRanges': [" + string.Join(", ", Enumerable.Range(1, 60).Select(n => $"{{'CidrIp': '10.0.{n}.0/24'}}")) + "]");
        _account.Ec2Refused("AuthorizeSecurityGroupIngress", $"{{'GroupId': '{_group}', 'IpProtocol': '-1', 'CidrIp': '0.0.0.0/0'}}").Code
            .ShouldBe("RulesPerSecurityGroupLimitExceeded");
    }

    [Fact]
    public void Names_are_unique_in_a_vpc_and_the_default_groups_is_taken()
    {
        var error = _account.Ec2Refused("CreateSecurityGroup", $"{{'VpcId': '{_vpc}', 'GroupName': 'web', 'Description': 'd'}}");
        (error.Code, error.Message).ShouldBe(("InvalidGroup.Duplicate", $"The security group 'web' already exists for VPC '{_vpc}'"));
        _account.NewGroup(_account.NewVpc());
        _account.Ec2Refused("CreateSecurityGroup", $"{{'VpcId': '{_vpc}', 'GroupName': 'default', 'Description': 'd'}}").Code.ShouldBe("InvalidParameterValue");
        var own = _account.Filtered("DescribeSecurityGroups", "group-name", "default").At("SecurityGroups.0.GroupId");
        _account.Ec2Refused("DeleteSecurityGroup", $"{{'GroupId': '{own}'}}").Code.ShouldBe("CannotDelete");
        _account.Ec2Refused("DescribeSecurityGroups", "{'GroupIds': ['web']}").Message.ShouldBe("Invalid id: \"web\" (expecting \"sg-...\")");
    }

    private JsonObject Authorize(string peers) => _account.Ec2(
        "AuthorizeSecurityGroupIngress",
        $"{{'GroupId': '{_group}', 'IpPermissions': [{{'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22, {peers}}}]}}");

    private JsonValue Described() => _account.Ec2("DescribeSecurityGroups", $"{{'GroupIds': ['{_group}']}}").Reach("SecurityGroups.0")!;
}

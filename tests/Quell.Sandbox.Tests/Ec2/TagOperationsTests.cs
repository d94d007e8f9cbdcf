using Quell.Aws.Calls;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Ec2;

public sealed class TagOperationsTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void Tags_are_set_replaced_listed_and_removed()
    {
        var vpc = _account.Ec2("CreateVpc", """
            {'CidrBlock': '10.0.0.0/16', 'TagSpecifications': [{'ResourceType': 'vpc', 'Tags': [{'Key': 'Name', 'Value': 'a'}]}]}
            """).At("Vpc.VpcId");
        var subnet = _account.NewSubnet(vpc);
        _account.Ec2("CreateTags", $"{{'Resources': ['{vpc}', '{subnet}'], 'Tags': [{{'Key': 'Name', 'Value': 'b'}}, {{'Key': 'Env', 'Value': ''}}]}}");
        _account.Ec2("DescribeVpcs", $"{{'VpcIds': ['{vpc}']}}").Reach("Vpcs.0.Tags")!.ToString()
            .ShouldBe("""[{"Key":"Env","Value":""},{"Key":"Name","Value":"b"}]""");

        _account.Filtered("DescribeTags", "resource-type", "subnet").Each("Tags", "Key").ShouldBe(["Env", "Name"]);
        _account.Filtered("DescribeTags", "tag:Name", "b").Each("Tags", "ResourceId").ShouldBe([subnet, vpc]);

        _account.Ec2("DeleteTags", $"{{'Resources': ['{vpc}'], 'Tags': [{{'Key': 'Name', 'Value': 'other'}}, {{'Key': 'Env'}}]}}");
        _account.Filtered("DescribeTags", "resource-id", vpc).Each("Tags", "Key").ShouldBe(["Name"]);
        _account.Ec2("DeleteTags", $"{{'Resources': ['{subnet}'], 'Tags': []}}");
        _account.Filtered("DescribeTags", "resource-id", subnet).Each("Tags", "Key").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("aws:own", "v", "InvalidParameterValue")]
    [InlineData("AWS:own", "v", "InvalidParameterValue")]
    [InlineData("", "v", "InvalidParameterValue")]
    public void Keys_that_are_not_the_callers_are_refused(string key, string value, string code)
    {
        var vpc = _account.NewVpc();
        _account.Ec2Refused("CreateTags", $"{{'Resources': ['{vpc}'], 'Tags': [{{'Key': '{key}', 'Value': '{value}'}}]}}").Code.ShouldBe(code);
    }

    [Fact]
    public void Services_may_set_reserved_tags()
    {
        var vpc = _account.NewVpc();
        _account.Caller = Principal.Root(TestAccount.Account) with { InvokedBy = "cloudformation.amazonaws.com" };
        _account.Ec2("CreateTags", $"{{'Resources': ['{vpc}'], 'Tags': [{{'Key': 'aws:cloudformation:stack-name', 'Value': 's'}}]}}");
        _account.Filtered("DescribeVpcs", "tag:aws:cloudformation:stack-name", "s").Each("Vpcs", "VpcId").ShouldBe([vpc]);
    }

    [Fact]
    public void A_resource_has_at_most_50_tags()
    {
        var vpc = _account.NewVpc();
        for (var n = 0; n < 50; n++)
        {
            _account.Ec2("CreateTags", $"{{'Resources': ['{vpc}'], 'Tags': [{{'Key': 'k{n}', 'Value': 'v'}}]}}");
        }

        _account.Ec2Refused("CreateTags", $"{{'Resources': ['{vpc}'], 'Tags': [{{'Key': 'one-more', 'Value': 'v'}}]}}").Code
            .ShouldBe("TagLimitExceeded");
        _account.Ec2("CreateTags", $"{{'Resources': ['{vpc}'], 'Tags': [{{'Key': 'k1', 'Value': 'w'}}]}}");
    }

    [Fact]
    public void Ids_that_nothing_has_are_refused_and_nothing_is_tagged()
    {
        var vpc = _account.NewVpc();
        _account.Ec2Refused("CreateTags", $"{{'Resources': ['{vpc}', 'vpc-1'], 'Tags': [{{'Key': 'a', 'Value': 'v'}}]}}").Code
            .ShouldBe("InvalidVpcID.NotFound");
        _account.Ec2Refused("CreateTags", "{'Resources': ['what'], 'Tags': [{'Key': 'a', 'Value': 'v'}]}").Code.ShouldBe("InvalidID");
    }

    [Fact]
    public void A_specification_for_something_else_is_refused() => _account.Ec2Refused(
        "CreateVpc", "{'CidrBlock': '10.0.0.0/16', 'TagSpecifications': [{'ResourceType': 'subnet', 'Tags': []}]}").Message
        .ShouldBe("'subnet' is not a valid taggable resource type for this operation.");
}

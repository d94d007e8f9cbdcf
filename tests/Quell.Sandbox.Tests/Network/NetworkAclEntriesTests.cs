using Quell.Aws;

namespace Quell.Sandbox.Tests.Network;

public sealed class NetworkAclEntriesTests
{
    private readonly TestAccount _account = new();
    private readonly string _acl;

    public NetworkAclEntriesTests() =>
        _acl = _account.Ec2("CreateNetworkAcl", $"{{'VpcId': '{_account.NewVpc()}'}}").At("NetworkAcl.NetworkAclId");

    [Fact]
    public void An_acl_of_ones_own_denies_everything_until_told_otherwise()
    {
        Described().Each("Entries", "RuleAction").ShouldBe(["deny", "deny"]);
        _account.Ec2("CreateNetworkAclEntry", Entry(100, "'PortRange': {'From': 22, 'To': 22}"));
        Described().At("Entries.1.PortRange.From").ShouldBe("22");
        _account.Ec2("ReplaceNetworkAclEntry", Entry(100, "'PortRange': {'From': 443, 'To': 443}"));
        Described().At("Entries.1.PortRange.From").ShouldBe("443");
        _account.Ec2("DeleteNetworkAclEntry", $"{{'NetworkAclId': '{_acl}', 'RuleNumber': 100, 'Egress': false}}");
        Described().Each("Entries", "RuleNumber").ShouldBe(["32767", "32767"]);
    }

    [Fact]
    public void A_number_is_used_once_per_direction()
    {
        _account.Ec2("CreateNetworkAclEntry", Entry(100));
        var error = Refused(Entry(100));
        (error.Code, error.Message).ShouldBe(("NetworkAclEntryAlreadyExists", "The network acl entry identified by 100 already exists."));
        _account.Ec2("CreateNetworkAclEntry", Entry(100).Replace("'Egress': false", "'Egress': true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32767)]
    public void Numbers_are_from_1_to_32766(int number) => Refused(Entry(number)).Code.ShouldBe("InvalidParameterValue");

    [Fact]
    public void A_direction_has_at_most_20_entries()
    {
        for (var number = 1; number <= 20; number++)
        {
            _account.Ec2("CreateNetworkAclEntry", Entry(number));
        }

        Refused(Entry(21)).Code.ShouldBe("NetworkAclEntryLimitExceeded");
    }

    [Fact]
    public void An_entry_that_is_not_there_cannot_be_deleted() =>
        _account.Ec2Refused("DeleteNetworkAclEntry", $"{{'NetworkAclId': '{_acl}', 'RuleNumber': 5, 'Egress': true}}").Code
            .ShouldBe("InvalidNetworkAclEntry.NotFound");

    [Fact]
    public void Ports_are_needed_where_the_protocol_has_them() =>
        Refused(Entry(1, "'PortRange': {}")).Code.ShouldBe("MissingParameter");

    private string Entry(int number, string ports = "'PortRange': {'From': 1, 'To': 2}") =>
        $"{{'NetworkAclId': '{_acl}', 'RuleNumber': {number}, 'Protocol': 'tcp', 'RuleAction': 'allow', 'Egress': false, 'CidrBlock': '0.0.0.0/0', {ports}}}";

    private AwsException Refused(string input) => _account.Ec2Refused("CreateNetworkAclEntry", input);

    private Engine.Json.JsonValue Described() =>
        _account.Ec2("DescribeNetworkAcls", $"{{'NetworkAclIds': ['{_acl}']}}").Reach("NetworkAcls.0")!;
}

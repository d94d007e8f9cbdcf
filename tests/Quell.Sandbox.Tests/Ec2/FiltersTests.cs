using Quell.Sandbox.Ec2;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Ec2;

public sealed class FiltersTests
{
    private readonly TestAccount _account = new();

    [Theory]
    [InlineData("10.0.*", "10.0.0.0/16", true)]
    [InlineData("10.?.0.0/16", "10.0.0.0/16", true)]
    [InlineData("10.0", "10.0.0.0/16", false)]
    [InlineData("*/16", "10.0.0.0/16", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b", "xxaxxbxx", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    [InlineData("\\\\?", "\\x", true)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("", "", true)]
    [InlineData("Web", "web", false)]
    public void Stars_and_question_marks_stand_for_characters(string pattern, string text, bool matches) =>
        TextPattern.Matches(pattern, text).ShouldBe(matches);

    [Fact]
    public void Filters_are_and_and_their_values_or()
    {
        var one = _account.NewVpc("10.1.0.0/16");
        var two = _account.NewVpc("10.2.0.0/16");
        _account.Ec2("CreateTags", $"{{'Resources': ['{one}'], 'Tags': [{{'Key': 'Env', 'Value': 'prod'}}]}}");
        _account.Filtered("DescribeVpcs", "cidr", "10.1.*", "10.2.*").Each("Vpcs", "VpcId").ShouldBe([one, two], ignoreOrder: true);
        _account.Filtered("DescribeVpcs", "tag:Env", "pr*").Each("Vpcs", "VpcId").ShouldBe([one]);
        _account.Filtered("DescribeVpcs", "tag-key", "Env").Each("Vpcs", "VpcId").ShouldBe([one]);
        _account.Ec2("DescribeVpcs", "{'Filters': [{'Name': 'cidr', 'Values': ['10.2.*']}, {'Name': 'tag-key', 'Values': ['Env']}]}")
            .Each("Vpcs", "VpcId").ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_filter_is_refused()
    {
        var error = _account.Ec2Refused("DescribeVpcs", "{'Filters': [{'Name': 'colour', 'Values': ['red']}]}");
        error.Code.ShouldBe("InvalidParameterValue");
        error.Message.ShouldBe("The filter 'colour' is invalid");
    }

    [Fact]
    public void Pages_hold_everything_once_whatever_is_deleted_between_them()
    {
        var created = Enumerable.Range(0, 12).Select(n => _account.NewVpc($"10.{n}.0.0/16")).ToList();
        var first = _account.Ec2("DescribeVpcs", "{'MaxResults': 5}");
        var seen = first.Each("Vpcs", "VpcId").ToList();
        seen.Count.ShouldBe(5);
        if (created.Remove(seen[4]))
        {
            _account.Ec2("DeleteVpc", $"{{'VpcId': '{seen[4]}'}}");
        }

        for (var page = first; page.Has("NextToken"); seen.AddRange(page.Each("Vpcs", "VpcId")))
        {
            page = _account.Ec2("DescribeVpcs", $"{{'MaxResults': 5, 'NextToken': '{page.At("NextToken")}'}}");
        }

        seen.ShouldBeUnique();
        created.ShouldBeSubsetOf(seen);
        seen.Count.ShouldBe(13);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("bm9uc2Vuc2U=")]
    public void A_token_that_was_never_handed_out_is_refused(string token) =>
        _account.Ec2Refused("DescribeVpcs", $"{{'NextToken': '{token}'}}").Code.ShouldBe("InvalidPaginationToken");
}

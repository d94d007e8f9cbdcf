using Quell.Engine.Json;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>What the comparison with moto sees and what it does not.</summary>
public sealed class NormalFormTests
{
    [Fact]
    public void Ids_and_times_have_names_and_the_same_id_the_same_one() =>
        Normal("""{"Group": "sg-0123456789abcdef0", "Made": "2026-11-30T23:00:00.5Z", "Arn": "arn:aws:ec2:us-east-1:1:security-group/sg-0123456789abcdef0", "Other": "sg-0fedcba9876543210", "Since": 1796080259818}""")
            .ShouldBe("""{"Arn":"arn:aws:ec2:us-east-1:1:security-group/sg-1","Group":"sg-1","Made":"TIME","Other":"sg-2","Since":"TIME"}""");

    [Fact]
    public void The_order_of_a_list_and_of_members_says_nothing() =>
        Normal("""[{"b": 2, "Id": "i-0123456789abcdef0"}, {"b": 1, "Id": "i-0fedcba9876543210"}]""")
            .ShouldBe(Normal("""[{"Id": "i-00000000aaaaaaaa0", "b": 1}, {"Id": "i-00000000bbbbbbbb0", "b": 2}]"""));

    [Theory]
    [InlineData("""{"Id": "i-0123456789abcdef0", "Of": "i-0123456789abcdef0"}""", """{"Id": "i-0123456789abcdef0", "Of": "i-0fedcba9876543210"}""")]
    [InlineData("""{"Ports": ["20-25"]}""", """{"Ports": ["20-21", "23-25"]}""")]
    [InlineData("""{"State": "stopped"}""", """{"State": "running"}""")]
    public void What_differs_otherwise_stays_different(string one, string other) => Normal(one).ShouldNotBe(Normal(other));

    [Theory]
    [InlineData("DescribeInstances", "NetworkInterfaces", """[{"Groups": [{"GroupId": "sg-1"}]}]""", """[{"Groups": [{"GroupId": "sg-2"}]}]""", true)]
    [InlineData("DescribeInstances", "NetworkInterfaces", """[{"MacAddress": "02:00"}]""", """[{"MacAddress": "02:01"}]""", false)]
    [InlineData("DescribeInstances", "NetworkInterfaces", """[{"MacAddress": "02:00"}]""", "[{}]", true)]
    [InlineData("DescribeSecurityGroups", "SecurityGroups", """[{"IpPermissions": []}]""", """[{"IpPermissions": [{"FromPort": 22}]}]""", true)]
    [InlineData("ListAccessKeys", "IsTruncated", "false", "true", true)]
    public void Only_a_known_difference_is_passed_over(string operation, string member, string here, string there, bool isTold) =>
        MotoDifferences.Between(State(operation, member, here), State(operation, member, there)).Any().ShouldBe(isTold);

    private static string Normal(string json) => new NormalForm().Of(JsonValue.Parse(json)).ToString();

    private static JsonObject State(string operation, string member, string json) =>
        JsonObject.Of(("State", JsonObject.Of((operation, JsonObject.Of((member, JsonValue.Parse(json)))))));
}

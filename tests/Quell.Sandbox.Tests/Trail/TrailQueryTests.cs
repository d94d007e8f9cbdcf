using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Trail;

namespace Quell.Sandbox.Tests.Trail;

public sealed class TrailQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly JsonObject[] _records =
    [
        Record("4", "DeleteVpc", "2026-01-02T02:00:00Z", "vpcId", "vpc-2"),
        Record("3", "CreateVpc", "2026-01-02T01:00:00Z", "vpcId", "vpc-2"),
        Record("2", "GetObject", "2026-01-02T00:30:00Z", "bucketName", "logs").With("managementEvent", false),
        Record("1", "CreateVpc", "2026-01-02T00:00:00Z", "vpcId", "vpc-1"),
        Record("0", "CreateVpc", "2025-06-02T00:00:00Z", "vpcId", "vpc-0"),
    ];

    [Fact]
    public void Finds_management_events_of_the_last_90_days_newest_first()
    {
        var answer = Lookup();

        Ids(answer).ShouldBe(["4", "3", "1"]);
        answer.Has("NextToken").ShouldBeFalse();
        var found = answer.Array("Events").Objects.First();
        found.String("Username").ShouldBe("alice");
        found.String("ReadOnly").ShouldBe("false");
        JsonValue.Parse(found.String("CloudTrailEvent")!).ShouldBe(_records[0]);
        found.Array("Resources").Objects.Single().ToString().ShouldBe("""{"ResourceType":"AWS::EC2::VPC","ResourceName":"vpc-2"}""");
    }

    [Theory]
    [InlineData("EventName", "CreateVpc", "3 1")]
    [InlineData("ResourceName", "vpc-2", "4 3")]
    [InlineData("ResourceType", "AWS::EC2::VPC", "4 3 1")]
    [InlineData("EventId", "1", "1")]
    [InlineData("Username", "bob", "")]
    [InlineData("ReadOnly", "false", "4 3 1")]
    [InlineData("AccessKeyId", "AKIA1", "4 3 1")]
    [InlineData("EventSource", "s3.amazonaws.com", "")]
    public void Filters_by_one_attribute(string key, string value, string ids) =>
        string.Join(' ', Ids(Lookup(("LookupAttributes", Attribute(key, value))))).ShouldBe(ids);

    [Fact]
    public void Goes_from_page_to_page_with_the_token_of_the_same_query()
    {
        var first = Lookup(("MaxResults", 2));
        Ids(first).ShouldBe(["4", "3"]);
        var token = first.String("NextToken")!;

        Ids(Lookup(("MaxResults", 2), ("NextToken", token))).ShouldBe(["1"]);
        Should.Throw<AwsException>(() => Lookup(("NextToken", token), ("LookupAttributes", Attribute("EventName", "CreateVpc"))))
            .Code.ShouldBe("InvalidNextTokenException");
    }

    [Fact]
    public void Keeps_to_the_times_asked_for()
    {
        Ids(Lookup(("StartTime", "2026-01-02T00:10:00Z"), ("EndTime", "2026-01-02T01:30:00Z"))).ShouldBe(["3"]);
        Should.Throw<AwsException>(() => Lookup(("StartTime", "2026-01-02T02:00:00Z"), ("EndTime", "2026-01-02T01:30:00Z")))
            .Code.ShouldBe("InvalidTimeRangeException");
    }

    [Fact]
    public void Refuses_pages_that_are_too_long_and_attributes_that_do_not_exist()
    {
        Should.Throw<AwsException>(() => Lookup(("MaxResults", 51))).Code.ShouldBe("InvalidMaxResultsException");
        Should.Throw<AwsException>(() => Lookup(("LookupAttributes", Attribute("Colour", "red")))).Code
            .ShouldBe("InvalidLookupAttributesException");
    }

    private JsonObject Lookup(params ReadOnlySpan<(string, JsonValue?)> input) =>
        new TrailQuery(JsonObject.Of(input), Now).Answer(_records);

    private static JsonArray Attribute(string key, string value) =>
        [JsonObject.Of(("AttributeKey", key), ("AttributeValue", value))];

    private static IEnumerable<string?> Ids(JsonObject answer) => answer.Array("Events").Objects.Select(found => found.String("EventId"));

    private static JsonObject Record(string id, string name, string time, string parameter, string value) => JsonObject.Of(
        ("userIdentity", JsonObject.Of(("type", "IAMUser"), ("userName", "alice"), ("accessKeyId", "AKIA1"))),
        ("eventTime", time),
        ("eventSource", "ec2.amazonaws.com"),
        ("eventName", name),
        ("requestParameters", JsonObject.Of((parameter, value))),
        ("responseElements", JsonValue.Null),
        ("eventID", id),
        ("readOnly", false),
        ("managementEvent", true));
}

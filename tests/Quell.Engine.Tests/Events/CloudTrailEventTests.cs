using System.IO.Compression;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Events;

public sealed class CloudTrailEventTests
{
    private const string CreateVpc = """
        {"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"],
         "detail": {"eventSource": ["ec2.amazonaws.com"], "eventName": ["CreateVpc"], "errorCode": [{"exists": false}]}}
        """;

    [Fact]
    public void Makes_the_envelope_that_EventBridge_makes()
    {
        var made = CloudTrailEvent.From(Record("AwsApiCall", "ec2.amazonaws.com", "CreateVpc", readOnly: false), "id-1").ShouldNotBeNull();
        made.ToJson().With("detail", null).ToString().ShouldBe(
            """{"version":"0","id":"id-1","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"111122223333","time":"2023-07-10T12:18:03Z","region":"us-east-1","resources":[]}""");
        made.Detail.String("eventName").ShouldBe("CreateVpc");
    }

    [Theory]
    [InlineData("AwsApiCall", "AWS API Call via CloudTrail")]
    [InlineData("AwsServiceEvent", "AWS Service Event via CloudTrail")]
    [InlineData("AwsConsoleSignIn", "AWS Console Sign In via CloudTrail")]
    public void Names_the_detail_type_after_the_event_type(string eventType, string detailType) =>
        CloudTrailEvent.DetailTypeOf(eventType).ShouldBe(detailType);

    [Theory]
    [InlineData("ec2.amazonaws.com", "aws.ec2")]
    [InlineData("signin.amazonaws.com", "aws.signin")]
    [InlineData("monitoring.amazonaws.com", "aws.monitoring")]
    [InlineData("servicecatalog-appregistry.amazonaws.com", "aws.servicecatalog-appregistry")]
    public void Names_the_source_after_the_host_of_the_service(string eventSource, string source) =>
        CloudTrailEvent.SourceOf(eventSource).ShouldBe(source);

    [Theory]
    [InlineData("DescribeVpcs", true, true)]
    [InlineData("GetRole", true, true)]
    [InlineData("ListBuckets", true, true)]
    [InlineData("AssumeRole", true, false)]
    [InlineData("GetSessionToken", true, false)]
    [InlineData("CreateVpc", false, false)]
    public void Keeps_reading_calls_for_the_rules_that_ask_for_them(string name, bool readOnly, bool needsAll) =>
        CloudTrailEvent.NeedsAllManagementEvents(Record("AwsApiCall", "ec2.amazonaws.com", name, readOnly)).ShouldBe(needsAll);

    [SharedFact("data/cloudtrail")]
    [Trait("Requirement", "R11")]
    public void Finds_the_six_networks_that_the_recorded_calls_created()
    {
        EventPattern.TryCompile(CreateVpc, out var pattern, out _).ShouldBeTrue();
        var records = Records().ToList();
        records.Count(record => record.String("eventName") == "CreateVpc").ShouldBe(8);
        records.Count(record => pattern.Matches(CloudTrailEvent.From(record, "id").ShouldNotBeNull().ToUtf8())).ShouldBe(6);
    }

    private static IEnumerable<JsonObject> Records()
    {
        foreach (var file in Directory.EnumerateFiles(Shared.PathOf("data/cloudtrail"), "*.json.gz"))
        {
            using var unzipped = new MemoryStream();
            using (var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
            {
                zipped.CopyTo(unzipped);
            }

            foreach (var record in ((JsonObject)JsonValue.Parse(unzipped.ToArray())).Array("Records").Objects)
            {
                yield return record;
            }
        }
    }

    private static JsonObject Record(string eventType, string eventSource, string eventName, bool readOnly) => JsonObject.Of(
        ("eventTime", "2023-07-10T12:18:03Z"),
        ("eventSource", eventSource),
        ("eventName", eventName),
        ("awsRegion", "us-east-1"),
        ("readOnly", readOnly),
        ("eventType", eventType),
        ("managementEvent", true),
        ("recipientAccountId", "111122223333"));
}

using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Tests.Parameters;
using static Quell.Tests.Documents.SsmDocuments;

namespace Quell.Tests.Documents;

public sealed class DocumentListingTests
{
    private static readonly Scope Friend = new("111111111111", "us-east-1");

    private readonly SsmHouse _house = new();

    public DocumentListingTests()
    {
        _house.Create("Wait", Runbook, ("Tags", JsonValue.Parse("""[{"Key":"use","Value":"test"}]""")), ("TargetType", "/AWS::EC2::Instance"));
        _house.Create("Wait2", OtherRunbook);
        _house.Call("CreateDocument", ("Name", "Hello"), ("Content", Command), ("DocumentType", "Command"));
        Share("Wait", "111111111111");
        Share("Wait2", "all");
    }

    [Theory]
    [InlineData("""[]""", "AWS-RunPowerShellScript AWS-RunShellScript Hello Wait Wait2")]
    [InlineData("""[{"Key":"Owner","Values":["Self"]}]""", "Hello Wait Wait2")]
    [InlineData("""[{"Key":"Owner","Values":["Amazon"]}]""", "AWS-RunPowerShellScript AWS-RunShellScript")]
    [InlineData("""[{"Key":"Owner","Values":["Private"]}]""", "Hello Wait")]
    [InlineData("""[{"Key":"Owner","Values":["Public"]}]""", "AWS-RunPowerShellScript AWS-RunShellScript Wait2")]
    [InlineData("""[{"Key":"Name","Values":["Wait","AWS-RunS"]}]""", "AWS-RunShellScript Wait Wait2")]
    [InlineData("""[{"Key":"DocumentType","Values":["Automation"]}]""", "Wait Wait2")]
    [InlineData("""[{"Key":"PlatformTypes","Values":["Windows"]},{"Key":"Owner","Values":["Self"]}]""", "Wait Wait2")]
    [InlineData("""[{"Key":"TargetType","Values":["/AWS::EC2::Instance"]}]""", "Wait")]
    [InlineData("""[{"Key":"tag:use","Values":["test","other"]}]""", "Wait")]
    public void Filters_choose(string filters, string expected) =>
        string.Join(' ', Names(_house.Call("ListDocuments", ("Filters", JsonValue.Parse(filters))))).ShouldBe(expected);

    [Fact]
    public void What_others_share_is_listed_by_its_ARN()
    {
        Names(_house.Call(Friend, "ListDocuments", JsonObject.Of(("Filters", JsonValue.Parse("""[{"Key":"Owner","Values":["Private"]}]"""))))).ShouldBe(["arn:aws:ssm:us-east-1:000000000000:document/Wait"]);
        Names(_house.Call(Friend, "ListDocuments", JsonObject.Of(("Filters", JsonValue.Parse("""[{"Key":"Owner","Values":["Self"]}]"""))))).ShouldBeEmpty();
        Names(_house.Call(Friend with { Region = "eu-west-1" }, "ListDocuments", JsonObject.Empty)).ShouldBe(["AWS-RunPowerShellScript", "AWS-RunShellScript"]);
    }

    [Fact]
    public void Filters_that_cannot_be_are_refused()
    {
        _house.Refused("ListDocuments", ("Filters", JsonValue.Parse("""[{"Key":"Color","Values":["red"]}]"""))).Code.ShouldBe("InvalidFilterKey");
        _house.Refused("ListDocuments", ("Filters", JsonValue.Parse("""[{"Key":"Owner","Values":["Self","Amazon"]}]"""))).ShouldBe(("ValidationException", "Owner filter can only have one value."));
    }

    [Fact]
    public void The_filters_of_before_work_and_pages_follow_each_other()
    {
        var page = _house.Call("ListDocuments", ("DocumentFilterList", JsonValue.Parse("""[{"key":"Owner","value":"Self"}]""")), ("MaxResults", 2));
        Names(page).ShouldBe(["Hello", "Wait"]);
        Names(_house.Call("ListDocuments", ("DocumentFilterList", JsonValue.Parse("""[{"key":"Owner","value":"Self"}]""")), ("NextToken", page["NextToken"]))).ShouldBe(["Wait2"]);
        page.Array("DocumentIdentifiers")[1].ToString().ShouldBe(
            """{"Name":"Wait","CreatedDate":"2026-01-02T03:04:06Z","Owner":"000000000000","PlatformTypes":["Windows","Linux","MacOS"],"DocumentVersion":"1","DocumentType":"Automation","SchemaVersion":"0.3","DocumentFormat":"YAML","TargetType":"/AWS::EC2::Instance","Tags":[{"Key":"use","Value":"test"}]}""");
    }

    private void Share(string name, string account) =>
        _house.Call("ModifyDocumentPermission", ("Name", name), ("PermissionType", "Share"), ("AccountIdsToAdd", JsonArray.From([account])));

    private static List<string?> Names(JsonObject answer) => [.. answer.Array("DocumentIdentifiers").Objects.Select(document => document.String("Name"))];
}

using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Findings;

public sealed class FindingTests
{
    private const string Product = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default";

    private readonly TestAccount _account = new();

    public FindingTests() => _account.Call("securityhub", "EnableSecurityHub", "{}");

    [Fact]
    public void Without_the_hub_nothing_is_taken()
    {
        _account.Refused("securityhub", "EnableSecurityHub", "{}").Code.ShouldBe("ResourceConflictException");
        _account.Call("securityhub", "DescribeHub", "{}").At("HubArn").ShouldBe("arn:aws:securityhub:us-east-1:123456789012:hub/default");
        _account.Call("securityhub", "DisableSecurityHub", "{}");

        var refused = _account.Refused("securityhub", "GetFindings", "{}");

        refused.Code.ShouldBe("InvalidAccessException");
        refused.Status.ShouldBe(401);
        refused.Message.ShouldBe("Account 123456789012 is not subscribed to AWS Security Hub");
    }

    [Fact]
    public void The_hub_has_tags()
    {
        const string Hub = "arn:aws:securityhub:us-east-1:123456789012:hub/default";
        _account.Call("securityhub", "TagResource", $"{{'ResourceArn':'{Hub}','Tags':{{'a':'1','b':'2'}}}}");
        _account.Call("securityhub", "UntagResource", $"{{'ResourceArn':'{Hub}','TagKeys':['a']}}");

        _account.Call("securityhub", "ListTagsForResource", $"{{'ResourceArn':'{Hub}'}}").Object("Tags")!.ToString().ShouldBe("""{"b":"2"}""");
        _account.Call("securityhub", "DescribeHub", "{}").Has("Tags").ShouldBeFalse();
    }

    [Fact]
    [Trait("Requirement", "N16")]
    public void A_finding_is_completed_and_told_on_the_bus()
    {
        Import("f-1").At("SuccessCount").ShouldBe("1");

        var told = _account.Events.Single();
        told.Source.ShouldBe("aws.securityhub");
        told.DetailType.ShouldBe("Security Hub Findings - Imported");
        told.Resources.Strings.ShouldBe([$"{Product}/f-1"]);
        told.Detail.At("findings.0.Severity.Normalized").ShouldBe("70");
        told.Detail.At("findings.0.Workflow.Status").ShouldBe("NEW");
        told.Detail.At("findings.0.RecordState").ShouldBe("ACTIVE");
        told.Detail.At("findings.0.Resources.0.Id").ShouldBe("arn:aws:s3:::logs-1");
    }

    [Theory]
    [InlineData("'AwsAccountId':'999999999999'", "AwsAccountId 999999999999 is not the account of the caller.")]
    [InlineData("'ProductArn':'arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default'", "The product ARN arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default is not valid in us-east-1.")]
    [InlineData("'UpdatedAt':'yesterday'", "Finding does not adhere to Amazon Finding Format. data.UpdatedAt should be a date and time in UTC.")]
    public void What_does_not_fit_fails_alone(string change, string message)
    {
        var answer = _account.Call("securityhub", "BatchImportFindings", ("Findings", new JsonArray([Some("good"), Some("bad").Merge(Read($"{{{change}}}"))])));

        answer.At("SuccessCount").ShouldBe("1");
        answer.At("FailedCount").ShouldBe("1");
        answer.At("FailedFindings.0.Id").ShouldBe("bad");
        answer.At("FailedFindings.0.ErrorMessage").ShouldBe(message);
    }

    [Fact]
    [Trait("Requirement", "A36")]
    public void What_the_customer_says_outlives_the_next_import()
    {
        Import("f-1");
        _account.Call("securityhub", "BatchUpdateFindings", ("FindingIdentifiers", new JsonArray([Identifier("f-1"), Identifier("none")])),
            ("Workflow", Read("{'Status':'RESOLVED'}")), ("Note", Read("{'Text':'fixed','UpdatedBy':'quell'}")), ("Severity", Read("{'Label':'LOW'}")))
            .At("UnprocessedFindings.0.ErrorCode").ShouldBe("FindingNotFound");

        Import("f-1", "'UpdatedAt':'2026-01-03T00:00:00Z','Title':'again'");
        Import("f-1", "'UpdatedAt':'2026-01-02T00:00:00Z','Title':'older'");

        var finding = _account.Call("securityhub", "GetFindings", "{}").Reach("Findings.0")!;
        finding.At("Title").ShouldBe("again");
        finding.At("Workflow.Status").ShouldBe("RESOLVED");
        finding.At("Note.Text").ShouldBe("fixed");
        finding.At("Note.UpdatedAt").ShouldBe("2026-01-02T03:04:05Z");
        finding.At("Severity.Label").ShouldBe("LOW");
        finding.At("Severity.Normalized").ShouldBe("1");
        finding.ToString().ShouldNotContain("UpdatedByCustomer");
        _account.Events.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("'Id':[{'Value':'f-','Comparison':'PREFIX'}]", "f-1 f-2")]
    [InlineData("'Id':[{'Value':'f-1','Comparison':'NOT_EQUALS'}]", "f-2 g-3")]
    [InlineData("'Id':[{'Value':'f-1','Comparison':'EQUALS'},{'Value':'g-3','Comparison':'EQUALS'}]", "f-1 g-3")]
    [InlineData("'ResourceId':[{'Value':'arn:aws:s3:::logs-2','Comparison':'EQUALS'}]", "f-2")]
    [InlineData("'ComplianceStatus':[{'Value':'FAILED','Comparison':'EQUALS'}],'WorkflowStatus':[{'Value':'NEW','Comparison':'EQUALS'}]", "f-1 f-2")]
    [InlineData("'SeverityNormalized':[{'Gte':80}]", "g-3")]
    [InlineData("'UpdatedAt':[{'Start':'2026-01-01T12:00:00Z','End':'2026-01-02T00:00:00Z'}]", "g-3")]
    [InlineData("'UpdatedAt':[{'DateRange':{'Value':1,'Unit':'DAYS'}}]", "g-3")]
    [InlineData("'ResourceTags':[{'Key':'env','Value':'prod','Comparison':'EQUALS'}]", "f-2")]
    [InlineData("'ResourceTags':[{'Key':'env','Value':'prod','Comparison':'NOT_EQUALS'}]", "f-1 g-3")]
    [InlineData("'Type':[{'Value':'Software and Configuration Checks','Comparison':'PREFIX'}]", "f-1 f-2 g-3")]
    [InlineData("'Title':[{'Value':'PUBLIC','Comparison':'CONTAINS'}]", "f-1 f-2 g-3")]
    [InlineData("'ProductFields':[{'Key':'aws/securityhub/ProductName','Value':'Default','Comparison':'EQUALS'}]", "f-1 f-2 g-3")]
    public void Findings_are_filtered(string filters, string found)
    {
        Import("f-1");
        Import("f-2", "'Resources':[{'Type':'AwsS3Bucket','Id':'arn:aws:s3:::logs-2','Tags':{'env':'prod'}}]");
        Import("g-3", "'Severity':{'Normalized':95},'Compliance':{'Status':'PASSED'},'UpdatedAt':'2026-01-01T23:00:00Z'");

        string.Join(' ', _account.Call("securityhub", "GetFindings", ("Filters", Read($"{{{filters}}}"))).Each("Findings", "Id")).ShouldBe(found);
    }

    [Fact]
    public void Findings_are_sorted_and_come_in_pages()
    {
        Import("a", "'UpdatedAt':'2026-01-01T01:00:00Z'");
        Import("b", "'UpdatedAt':'2026-01-01T03:00:00Z'");
        Import("c", "'UpdatedAt':'2026-01-01T02:00:00Z'");

        var first = _account.Call("securityhub", "GetFindings", "{'MaxResults':2,'SortCriteria':[{'Field':'UpdatedAt','SortOrder':'desc'}]}");
        first.Each("Findings", "Id").ShouldBe(["b", "c"]);
        _account.Call("securityhub", "GetFindings", ("MaxResults", 2), ("NextToken", first.At("NextToken")), ("SortCriteria", new JsonArray([Read("{'Field':'UpdatedAt','SortOrder':'desc'}")])))
            .Each("Findings", "Id").ShouldBe(["a"]);
        _account.Refused("securityhub", "GetFindings", "{'Filters':{'ProcessPid':[{'Eq':1}]}}").Code.ShouldBe("InvalidInputException");
    }

    private JsonObject Import(string id, string change = "") =>
        _account.Call("securityhub", "BatchImportFindings", ("Findings", new JsonArray([Some(id).Merge(Read($"{{{change}}}"))])));

    private static JsonObject Identifier(string id) => JsonObject.Of(("Id", id), ("ProductArn", Product));

    private static JsonObject Some(string id) => Read(
        $"{{'SchemaVersion':'2018-10-08','Id':'{id}','ProductArn':'{Product}','GeneratorId':'check','AwsAccountId':'123456789012',"
        + "'Types':['Software and Configuration Checks/AWS Security Best Practices'],'CreatedAt':'2026-01-01T00:00:00Z','UpdatedAt':'2026-01-01T00:00:00Z',"
        + "'Severity':{'Label':'HIGH'},'Title':'Bucket is public','Description':'d','Compliance':{'Status':'FAILED'},"
        + "'Resources':[{'Type':'AwsS3Bucket','Id':'arn:aws:s3:::logs-1'}]}");

    private static JsonObject Read(string text) => (JsonObject)JsonValue.Parse(text.Replace('\'', '"'));
}

using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Tests.Trails;

public sealed class AccountTrailTests
{
    private const string Arn = "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit";

    private const string Policy = """
        {"Statement":[
          {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::logs-1"},
          {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::logs-1/AWSLogs/123456789012/*",
           "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control","aws:SourceArn":"arn:aws:cloudtrail:us-east-1:123456789012:trail/audit"}}}]}
        """;

    private readonly TestAccount _account = new();

    public AccountTrailTests()
    {
        _account.Call("s3", "CreateBucket", "{'Bucket':'logs-1'}");
        _account.Call("s3", "PutBucketPolicy", ("Bucket", "logs-1"), ("Policy", Policy));
    }

    [Fact]
    public void A_trail_is_made_changed_and_deleted()
    {
        var created = _account.Call("cloudtrail", "CreateTrail", "{'Name':'audit','S3BucketName':'logs-1','TagsList':[{'Key':'team','Value':'net'}]}");

        created.At("TrailARN").ShouldBe(Arn);
        created.At("IncludeGlobalServiceEvents").ShouldBe("true");
        _account.Call("cloudtrail", "UpdateTrail", "{'Name':'audit','EnableLogFileValidation':true,'IsMultiRegionTrail':true}")
            .At("LogFileValidationEnabled").ShouldBe("true");
        _account.Call("cloudtrail", "GetTrail", ("Name", Arn)).At("Trail.HomeRegion").ShouldBe("us-east-1");
        _account.Call("cloudtrail", "DescribeTrails", "{'trailNameList':['audit','none']}").Each("trailList", "S3BucketName").ShouldBe(["logs-1"]);
        _account.Call("cloudtrail", "ListTrails", "{}").Each("Trails", "TrailARN").ShouldBe([Arn]);
        _account.Call("cloudtrail", "DeleteTrail", "{'Name':'audit'}");
        var refused = _account.Refused("cloudtrail", "GetTrail", "{'Name':'audit'}");
        refused.Code.ShouldBe("TrailNotFoundException");
        refused.Message.ShouldBe($"Unknown trail: {Arn} for the user: 123456789012");
    }

    [Fact]
    [Trait("Requirement", "D14")]
    public void Logging_is_stopped_and_started_again()
    {
        _account.Call("cloudtrail", "CreateTrail", "{'Name':'audit','S3BucketName':'logs-1'}");
        _account.Call("cloudtrail", "GetTrailStatus", "{'Name':'audit'}").At("IsLogging").ShouldBe("false");

        _account.Call("cloudtrail", "StartLogging", "{'Name':'audit'}");
        _account.Now += TimeSpan.FromHours(1);
        _account.Call("cloudtrail", "StopLogging", "{'Name':'audit'}");
        var stopped = _account.Call("cloudtrail", "GetTrailStatus", "{'Name':'audit'}");
        _account.Now += TimeSpan.FromHours(1);
        _account.Call("cloudtrail", "StartLogging", ("Name", Arn));

        stopped.At("IsLogging").ShouldBe("false");
        stopped.At("TimeLoggingStarted").ShouldBe("2026-01-02T03:04:05Z");
        stopped.At("TimeLoggingStopped").ShouldBe("2026-01-02T04:04:05Z");
        _account.Call("cloudtrail", "GetTrailStatus", "{'Name':'audit'}").At("IsLogging").ShouldBe("true");
    }

    [Theory]
    [InlineData("'Name':'audit','S3BucketName':'nowhere'", "S3BucketDoesNotExistException", "S3 bucket nowhere does not exist!")]
    [InlineData("'Name':'other','S3BucketName':'logs-1'", "InsufficientS3BucketPolicyException", "Incorrect S3 bucket policy is detected for bucket: logs-1")]
    [InlineData("'Name':'au','S3BucketName':'logs-1'", "InvalidTrailNameException", "Trail name too short. Minimum allowed length: 3 characters. Specified name length: 2 characters.")]
    [InlineData("'Name':'-audit','S3BucketName':'logs-1'", "InvalidTrailNameException", "Trail name must starts with a letter or number.")]
    [InlineData("'Name':'au dit','S3BucketName':'logs-1'", "InvalidTrailNameException", "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).")]
    [InlineData("'Name':'audit','S3BucketName':'logs-1','IsMultiRegionTrail':true,'IncludeGlobalServiceEvents':false", "InvalidParameterCombinationException", "Multi-Region trail must include global service events.")]
    [InlineData("'Name':'audit','S3BucketName':'logs-1','KmsKeyId':'alias/none'", "KmsKeyNotFoundException", "The KMS key alias/none was not found.")]
    public void A_trail_that_could_not_log_is_refused(string input, string code, string message)
    {
        var refused = _account.Refused("cloudtrail", "CreateTrail", $"{{{input}}}");

        refused.Code.ShouldBe(code);
        refused.Message.ShouldBe(message);
    }

    [Fact]
    public void A_trail_of_all_regions_is_seen_in_all_and_changed_at_home()
    {
        _account.Call("cloudtrail", "CreateTrail", "{'Name':'audit','S3BucketName':'logs-1','IsMultiRegionTrail':true}");
        _account.Scope = new Scope(TestAccount.Account, "eu-west-1");

        _account.Call("cloudtrail", "DescribeTrails", "{}").Each("trailList", "HomeRegion").ShouldBe(["us-east-1"]);
        _account.Call("cloudtrail", "DescribeTrails", "{'includeShadowTrails':false}").Array("trailList").Count.ShouldBe(0);
        _account.Refused("cloudtrail", "StopLogging", ("Name", Arn)).Code.ShouldBe("InvalidHomeRegionException");
    }

    [Fact]
    public void Selectors_of_one_kind_replace_those_of_the_other()
    {
        _account.Call("cloudtrail", "CreateTrail", "{'Name':'audit','S3BucketName':'logs-1'}");
        _account.Call("cloudtrail", "GetEventSelectors", "{'TrailName':'audit'}").At("EventSelectors.0.ReadWriteType").ShouldBe("All");

        _account.Call("cloudtrail", "PutEventSelectors", "{'TrailName':'audit','EventSelectors':[{'ReadWriteType':'WriteOnly','DataResources':[{'Type':'AWS::S3::Object','Values':['arn:aws:s3']}]}]}")
            .At("EventSelectors.0.IncludeManagementEvents").ShouldBe("true");
        _account.Call("cloudtrail", "GetTrail", "{'Name':'audit'}").At("Trail.HasCustomEventSelectors").ShouldBe("true");
        _account.Call("cloudtrail", "PutEventSelectors", "{'TrailName':'audit','AdvancedEventSelectors':[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Management']}]}]}");

        var selectors = _account.Call("cloudtrail", "GetEventSelectors", "{'TrailName':'audit'}");
        selectors.Has("EventSelectors").ShouldBeFalse();
        selectors.Array("AdvancedEventSelectors").Count.ShouldBe(1);
        _account.Refused("cloudtrail", "PutEventSelectors", "{'TrailName':'audit'}").Code.ShouldBe("InvalidEventSelectorsException");
    }

    [Fact]
    public void Tags_are_set_and_removed()
    {
        _account.Call("cloudtrail", "CreateTrail", "{'Name':'audit','S3BucketName':'logs-1','TagsList':[{'Key':'team','Value':'net'}]}");
        _account.Call("cloudtrail", "AddTags", ("ResourceId", Arn), ("TagsList", new JsonArray([JsonObject.Of(("Key", "env"), ("Value", "prod"))])));
        _account.Call("cloudtrail", "RemoveTags", ("ResourceId", Arn), ("TagsList", new JsonArray([JsonObject.Of(("Key", "team"))])));

        _account.Call("cloudtrail", "ListTags", ("ResourceIdList", JsonArray.From([Arn]))).Reach("ResourceTagList.0.TagsList")!.ToString()
            .ShouldBe("""[{"Key":"env","Value":"prod"}]""");
        _account.Refused("cloudtrail", "ListTags", ("ResourceIdList", JsonArray.From(["audit"]))).Code.ShouldBe("CloudTrailARNInvalidException");
    }
}

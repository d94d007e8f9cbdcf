using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Sandbox.Tests.Objects;

namespace Quell.Sandbox.Tests.Buckets.Configurations;

public sealed class BucketConfigurationsTests
{
    private readonly TestAccount _account = new();

    public BucketConfigurationsTests()
    {
        _account.Call("s3", "CreateBucket", "{'Bucket':'logs-1'}");
        _account.Call("s3", "CreateBucket", "{'Bucket':'logs-2'}");
    }

    [Theory]
    [InlineData("GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration")]
    [InlineData("GetBucketReplication", "ReplicationConfigurationNotFoundError")]
    [InlineData("GetBucketWebsite", "NoSuchWebsiteConfiguration")]
    [InlineData("GetBucketCors", "NoSuchCORSConfiguration")]
    public void What_was_never_put_is_not_found(string operation, string code)
    {
        var refused = _account.Refused("s3", operation, "{'Bucket':'logs-1'}");

        refused.Code.ShouldBe(code);
        refused.Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("Cors", "'CORSConfiguration':{'CORSRules':[{'AllowedMethods':['GET'],'AllowedOrigins':['*']}]}", "CORSRules.0.AllowedMethods.0", "GET", "DeleteBucketCors")]
    [InlineData("Website", "'WebsiteConfiguration':{'IndexDocument':{'Suffix':'index.html'}}", "IndexDocument.Suffix", "index.html", "DeleteBucketWebsite")]
    [InlineData("LifecycleConfiguration", "'LifecycleConfiguration':{'Rules':[{'ID':'r','Status':'Enabled','Filter':{'Prefix':''},'Expiration':{'Days':90}}]}", "Rules.0.Expiration.Days", "90", "DeleteBucketLifecycle")]
    [InlineData("RequestPayment", "'RequestPaymentConfiguration':{'Payer':'Requester'}", "Payer", "Requester", null)]
    [InlineData("AccelerateConfiguration", "'AccelerateConfiguration':{'Status':'Enabled'}", "Status", "Enabled", null)]
    [InlineData("Logging", "'BucketLoggingStatus':{'LoggingEnabled':{'TargetBucket':'logs-2','TargetPrefix':'a/'}}", "LoggingEnabled.TargetBucket", "logs-2", null)]
    public void What_was_put_is_shown_until_it_is_deleted(string name, string configuration, string path, string value, string? delete)
    {
        _account.Call("s3", $"PutBucket{name}", $"{{'Bucket':'logs-1',{configuration}}}");

        _account.Call("s3", $"GetBucket{name}", "{'Bucket':'logs-1'}").At(path).ShouldBe(value);
        if (delete is not null)
        {
            _account.Call("s3", delete, "{'Bucket':'logs-1'}");
            _account.Refused("s3", $"GetBucket{name}", "{'Bucket':'logs-1'}").Status.ShouldBe(404);
        }
    }

    [Theory]
    [InlineData("PutBucketCors", "'CORSConfiguration':{'CORSRules':[{'AllowedMethods':['STEAL'],'AllowedOrigins':['*']}]}", "Found unsupported HTTP method in CORS config. Unsupported method is STEAL")]
    [InlineData("PutBucketWebsite", "'WebsiteConfiguration':{}", "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty")]
    [InlineData("PutBucketWebsite", "'WebsiteConfiguration':{'IndexDocument':{'Suffix':'a/b'}}", "The IndexDocument Suffix is not well formed")]
    [InlineData("PutBucketLifecycleConfiguration", "'LifecycleConfiguration':{'Rules':[{'Status':'Enabled','Prefix':''}]}", "At least one action needs to be specified in a rule")]
    [InlineData("PutBucketLogging", "'BucketLoggingStatus':{'LoggingEnabled':{'TargetBucket':'nowhere','TargetPrefix':''}}", "The target bucket for logging does not exist")]
    [InlineData("PutBucketReplication", "'ReplicationConfiguration':{'Role':'r','Rules':[]}", "Versioning must be 'Enabled' on the bucket to apply a replication configuration")]
    [InlineData("PutBucketNotificationConfiguration", "'NotificationConfiguration':{'QueueConfigurations':[{'QueueArn':'a','Events':['s3:ObjectCreated:*']}]}", "A header or parameter you provided implies functionality that is not implemented: QueueConfigurations")]
    public void What_does_not_fit_is_refused(string operation, string configuration, string message) =>
        _account.Refused("s3", operation, $"{{'Bucket':'logs-1',{configuration}}}").Message.ShouldBe(message);

    [Fact]
    public void Lifecycle_rules_get_ids_and_keep_them_apart()
    {
        const string Rule = "{'Status':'Enabled','Filter':{'Prefix':''},'Expiration':{'Days':1}}";
        _account.Call("s3", "PutBucketLifecycleConfiguration", $"{{'Bucket':'logs-1','LifecycleConfiguration':{{'Rules':[{Rule},{Rule}]}}}}");

        _account.Call("s3", "GetBucketLifecycleConfiguration", "{'Bucket':'logs-1'}").Each("Rules", "ID").Distinct().Count().ShouldBe(2);
        _account.Refused("s3", "PutBucketLifecycleConfiguration", $"{{'Bucket':'logs-1','LifecycleConfiguration':{{'Rules':[{Rule},{Rule}]}}}}".Replace("'Status'", "'ID':'same','Status'"))
            .Message.ShouldBe("Rule ID must be unique. Found same ID for more than one rule");
    }

    [Fact]
    public void Replication_needs_versions_on_both_sides_and_holds_them()
    {
        const string Replication = "{'Bucket':'logs-1','ReplicationConfiguration':{'Role':'arn:aws:iam::123456789012:role/r','Rules':[{'Status':'Enabled','Destination':{'Bucket':'arn:aws:s3:::logs-2'}}]}}";
        Versioning("logs-1", "Enabled");
        _account.Refused("s3", "PutBucketReplication", Replication).Message.ShouldBe("Destination bucket must have versioning enabled.");
        Versioning("logs-2", "Enabled");

        _account.Call("s3", "PutBucketReplication", Replication);

        _account.Call("s3", "GetBucketReplication", "{'Bucket':'logs-1'}").At("ReplicationConfiguration.Rules.0.Status").ShouldBe("Enabled");
        _account.Refused("s3", "PutBucketVersioning", "{'Bucket':'logs-1','VersioningConfiguration':{'Status':'Suspended'}}").Code.ShouldBe("InvalidBucketState");
        _account.Call("s3", "DeleteBucketReplication", "{'Bucket':'logs-1'}");
        Versioning("logs-1", "Suspended");
    }

    [Fact]
    public void With_EventBridge_on_objects_become_events()
    {
        Put("before");
        _account.Call("s3", "PutBucketNotificationConfiguration", "{'Bucket':'logs-1','NotificationConfiguration':{'EventBridgeConfiguration':{}}}");
        _account.Call("s3", "GetBucketNotificationConfiguration", "{'Bucket':'logs-1'}").Has("EventBridgeConfiguration").ShouldBeTrue();

        Put("a");
        _account.Call("s3", "DeleteObject", "{'Bucket':'logs-1','Key':'a'}");
        _account.Call("s3", "DeleteObject", "{'Bucket':'logs-1','Key':'a'}");

        _account.Events.Select(emitted => $"{emitted.Source} {emitted.DetailType} {emitted.Resources}").ShouldBe(
            ["aws.s3 Object Created [\"arn:aws:s3:::logs-1\"]", "aws.s3 Object Deleted [\"arn:aws:s3:::logs-1\"]"]);
        _account.Events[0].Detail.At("object.size").ShouldBe("5");
        _account.Events[0].Detail.At("reason").ShouldBe("PutObject");
        _account.Events[1].Detail.At("deletion-type").ShouldBe("Permanently Deleted");
    }

    [Fact]
    [Trait("Requirement", "A36")]
    public void The_accounts_public_access_block_counts_for_its_buckets()
    {
        const string Public = """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs-1/*"}]}""";
        _account.Call("s3", "DeletePublicAccessBlock", "{'Bucket':'logs-1'}");
        _account.Call("s3", "PutBucketPolicy", ("Bucket", "logs-1"), ("Policy", Public));
        Put("a");
        var stranger = _account.Fork();
        stranger.Scope = new Scope("999999999999", "us-east-1");
        stranger.Call("s3", "GetObject", "{'Bucket':'logs-1','Key':'a'}");
        _account.Refused("s3control", "GetPublicAccessBlock", "{'AccountId':'123456789012'}").Code.ShouldBe("NoSuchPublicAccessBlockConfiguration");

        _account.Call("s3control", "PutPublicAccessBlock", "{'AccountId':'123456789012','PublicAccessBlockConfiguration':{'BlockPublicPolicy':true,'RestrictPublicBuckets':true}}");

        stranger = _account.Fork();
        stranger.Scope = new Scope("999999999999", "us-east-1");
        stranger.Refused("s3", "GetObject", "{'Bucket':'logs-1','Key':'a'}").Code.ShouldBe("AccessDenied");
        stranger.Refused("s3control", "DeletePublicAccessBlock", "{'AccountId':'123456789012'}").Code.ShouldBe("AccessDenied");
        _account.Refused("s3", "PutBucketPolicy", ("Bucket", "logs-1"), ("Policy", Public)).Code.ShouldBe("AccessDenied");
        _account.Call("s3control", "GetPublicAccessBlock", "{'AccountId':'123456789012'}").At("PublicAccessBlockConfiguration.IgnorePublicAcls").ShouldBe("false");
        _account.Call("s3control", "DeletePublicAccessBlock", "{'AccountId':'123456789012'}");
        _account.Call("s3", "PutBucketPolicy", ("Bucket", "logs-1"), ("Policy", Public));
    }

    private void Put(string key) => _account.Call("s3", "PutObject", JsonObject.Of(("Bucket", "logs-1"), ("Key", key)), SomeBlob.Of("hello"));

    private void Versioning(string bucket, string status) => _account.Call(
        "s3", "PutBucketVersioning", ("Bucket", bucket), ("VersioningConfiguration", JsonObject.Of(("Status", status))));
}

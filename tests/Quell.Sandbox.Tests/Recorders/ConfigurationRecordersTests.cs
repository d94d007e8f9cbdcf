namespace Quell.Sandbox.Tests.Recorders;

public sealed class ConfigurationRecordersTests
{
    private const string Recorder = "{'ConfigurationRecorder':{'name':'default','roleARN':'arn:aws:iam::123456789012:role/config'}}";

    private readonly TestAccount _account = new();

    [Fact]
    public void A_recorder_runs_once_it_has_somewhere_to_deliver_to()
    {
        _account.Refused("config", "PutDeliveryChannel", "{'DeliveryChannel':{'s3BucketName':'logs-1'}}").Code.ShouldBe("NoAvailableConfigurationRecorderException");
        _account.Call("config", "PutConfigurationRecorder", Recorder);
        _account.Refused("config", "StartConfigurationRecorder", "{'ConfigurationRecorderName':'default'}").Code.ShouldBe("NoAvailableDeliveryChannelException");
        _account.Refused("config", "PutDeliveryChannel", "{'DeliveryChannel':{'s3BucketName':'logs-1'}}").Code.ShouldBe("NoSuchBucketException");
        _account.Call("s3", "CreateBucket", "{'Bucket':'logs-1'}");
        _account.Call("config", "PutDeliveryChannel", "{'DeliveryChannel':{'s3BucketName':'logs-1'}}");

        _account.Call("config", "StartConfigurationRecorder", "{'ConfigurationRecorderName':'default'}");

        _account.Call("config", "DescribeConfigurationRecorderStatus", "{}").At("ConfigurationRecordersStatus.0.recording").ShouldBe("true");
        _account.Call("config", "DescribeConfigurationRecorders", "{}").At("ConfigurationRecorders.0.recordingGroup.allSupported").ShouldBe("true");
        _account.Call("config", "DescribeDeliveryChannels", "{}").Each("DeliveryChannels", "name").ShouldBe(["default"]);
        _account.Refused("config", "DeleteDeliveryChannel", "{'DeliveryChannelName':'default'}").Code.ShouldBe("LastDeliveryChannelDeleteFailedException");
        _account.Call("config", "StopConfigurationRecorder", "{'ConfigurationRecorderName':'default'}");
        _account.Call("config", "DeleteDeliveryChannel", "{'DeliveryChannelName':'default'}");
        _account.Call("config", "DeleteConfigurationRecorder", "{'ConfigurationRecorderName':'default'}");
        _account.Refused("config", "DescribeConfigurationRecorders", "{'ConfigurationRecorderNames':['default']}").Message
            .ShouldBe("Cannot find configuration recorder with the specified name 'default'.");
    }

    [Fact]
    public void There_is_one_recorder_in_a_region_and_it_is_changed_in_place()
    {
        _account.Call("config", "PutConfigurationRecorder", Recorder);
        _account.Call("config", "PutConfigurationRecorder", Recorder.Replace("/config'", "/other','recordingGroup':{'allSupported':false,'resourceTypes':['AWS::S3::Bucket']}"));

        var recorders = _account.Call("config", "DescribeConfigurationRecorders", "{}");
        recorders.Each("ConfigurationRecorders", "roleARN").ShouldBe(["arn:aws:iam::123456789012:role/other"]);
        recorders.At("ConfigurationRecorders.0.recordingGroup.recordingStrategy.useOnly").ShouldBe("INCLUSION_BY_RESOURCE_TYPES");
        _account.Refused("config", "PutConfigurationRecorder", Recorder.Replace("'default'", "'second'")).Code.ShouldBe("MaxNumberOfConfigurationRecordersExceededException");
        _account.Refused("config", "PutConfigurationRecorder", Recorder.Replace("arn:aws:iam::123456789012:role/config", "config")).Code.ShouldBe("InvalidRoleException");
    }

    [Fact]
    public void A_recorder_has_tags()
    {
        _account.Call("config", "PutConfigurationRecorder", Recorder);
        var arn = _account.Call("config", "DescribeConfigurationRecorders", "{}").At("ConfigurationRecorders.0.arn");
        _account.Call("config", "TagResource", $"{{'ResourceArn':'{arn}','Tags':[{{'Key':'a','Value':'1'}},{{'Key':'b','Value':'2'}}]}}");
        _account.Call("config", "UntagResource", $"{{'ResourceArn':'{arn}','TagKeys':['a']}}");

        _account.Call("config", "ListTagsForResource", $"{{'ResourceArn':'{arn}'}}").Each("Tags", "Key").ShouldBe(["b"]);
        _account.Refused("config", "ListTagsForResource", "{'ResourceArn':'arn:aws:config:us-east-1:123456789012:none'}").Code.ShouldBe("ResourceNotFoundException");
    }
}

using Quell.Workflows.Tasks;

namespace Quell.Tests.Workflows.Tasks;

/// <summary>
/// Developer guide, "Learning to use AWS service SDK integrations": the table of services with their exception prefixes; members and
/// errors as public state machines use them.
/// </summary>
public sealed class SdkNamesTests
{
    [Theory]
    [InlineData("stateMachineArn", "StateMachineArn")]
    [InlineData("DBInstanceIdentifier", "DbInstanceIdentifier")]
    [InlineData("DBInstances", "DbInstances")]
    [InlineData("VPCId", "VpcId")]
    [InlineData("ETag", "ETag")]
    [InlineData("ChecksumCRC32", "ChecksumCRC32")]
    [InlineData("SSEKMSKeyId", "SsekmsKeyId")]
    [InlineData("MD5OfMessageBody", "Md5OfMessageBody")]
    [InlineData("S", "S")]
    [InlineData("SS", "Ss")]
    [InlineData("BOOL", "Bool")]
    [InlineData("NULL", "Nul")]
    [InlineData("Equals", "EqualsValue")]
    [InlineData("default", "DefaultValue")]
    public void Members_are_the_Java_SDKs_with_a_capital(string name, string expected) => SdkNames.Member(name).ShouldBe(expected);

    [Theory]
    [InlineData("DescribeDBInstances", "describeDBInstances")]
    [InlineData("ListObjectsV2", "listObjectsV2")]
    [InlineData("GetItem", "getItem")]
    public void Actions_begin_small(string name, string expected) => SdkNames.Action(name).ShouldBe(expected);

    [Theory]
    [InlineData("SFN", "Sfn")]
    [InlineData("DynamoDB", "DynamoDb")]
    [InlineData("EC2", "Ec2")]
    [InlineData("Config Service", "Config")]
    [InlineData("CloudWatch Logs", "CloudWatchLogs")]
    [InlineData("EventBridge", "EventBridge")]
    [InlineData("IoT", "Iot")]
    [InlineData("IoTSiteWise", "IoTSiteWise")]
    [InlineData("IoT Wireless", "IotWireless")]
    [InlineData("SageMaker A2I Runtime", "SageMakerA2IRuntime")]
    [InlineData("WAFV2", "Wafv2")]
    [InlineData("XRay", "XRay")]
    [InlineData("FSx", "FSx")]
    [InlineData("MTurk", "MTurk")]
    [InlineData("Elastic Load Balancing v2", "ElasticLoadBalancingV2")]
    [InlineData("codestar notifications", "CodestarNotifications")]
    [InlineData("Route 53", "Route53")]
    public void Services_have_their_documented_prefix(string serviceId, string expected) => SdkNames.Service(serviceId).ShouldBe(expected);

    [Theory]
    [InlineData("NoSuchBucket", "NoSuchBucketException")]
    [InlineData("InvalidToken", "InvalidTokenException")]
    [InlineData("ResourceNotFoundException", "ResourceNotFoundException")]
    [InlineData("DBInstanceNotFoundFault", "DbInstanceNotFoundException")]
    public void Errors_end_as_exceptions(string shape, string expected) => SdkNames.Error(shape).ShouldBe(expected);
}

namespace Quell.Sandbox.Tests.Network;

public sealed class FlowLogsTests
{
    private const string Role = "'DeliverLogsPermissionArn': 'arn:aws:iam::123456789012:role/flow'";

    private readonly TestAccount _account = new();
    private readonly string _vpc;

    public FlowLogsTests() => _vpc = _account.NewVpc();

    [Fact]
    public void Flow_logs_of_a_network_go_to_a_log_group()
    {
        var made = Create($"'LogGroupName': 'flows', {Role}, 'TagSpecifications': [{{'ResourceType': 'vpc-flow-log', 'Tags': [{{'Key': 'by', 'Value': 'quell'}}]}}]");
        var id = made.At("FlowLogIds.0");
        var log = _account.Ec2("DescribeFlowLogs", $"{{'Filter': [{{'Name': 'resource-id', 'Values': ['{_vpc}']}}]}}").Reach("FlowLogs.0")!;
        (log.At("FlowLogId"), log.At("FlowLogStatus"), log.At("TrafficType"), log.At("LogDestinationType"), log.At("MaxAggregationInterval"))
            .ShouldBe((id, "ACTIVE", "ALL", "cloud-watch-logs", "600"));
        (log.At("LogGroupName"), log.Reach("LogDestination")).ShouldBe(("flows", null));
        log.At("LogFormat").ShouldStartWith("${version} ${account-id} ${interface-id}");
        _account.Filtered("DescribeTags", "resource-type", "vpc-flow-log").At("Tags.0.ResourceId").ShouldBe(id);
        _account.Ec2("DeleteFlowLogs", $"{{'FlowLogIds': ['{id}']}}");
        _account.Ec2("DescribeFlowLogs").Each("FlowLogs", "FlowLogId").ShouldBeEmpty();
    }

    [Fact]
    public void A_log_group_is_the_same_by_its_name_and_by_its_ARN()
    {
        const string Arn = "arn:aws:logs:us-east-1:123456789012:log-group:flows";
        Create($"'LogDestination': '{Arn}', {Role}");
        var log = _account.Ec2("DescribeFlowLogs").Reach("FlowLogs.0")!;
        (log.At("LogGroupName"), log.At("LogDestination")).ShouldBe(("flows", Arn));
        Refused($"{Of("VPC", _vpc)}, 'TrafficType': 'ALL', 'LogGroupName': 'flows', {Role}").ShouldStartWith("FlowLogAlreadyExists");
    }

    [Fact]
    public void Flow_logs_go_to_a_bucket_that_there_is()
    {
        const string Bucket = "'LogDestinationType': 's3', 'LogDestination': 'arn:aws:s3:::flows/net/'";
        var failed = Create(Bucket);
        (failed.At("Unsuccessful.0.ResourceId"), failed.At("Unsuccessful.0.Error.Message")).ShouldBe((_vpc, "LogDestination: flows does not exist."));
        _account.Call("s3", "CreateBucket", ("Bucket", "flows"));
        Create(Bucket).At("FlowLogIds.0").ShouldStartWith("fl-");
        Refused($"{Of("VPC", _vpc)}, 'TrafficType': 'ALL', {Bucket}").ShouldStartWith("FlowLogAlreadyExists");
    }

    [Fact]
    public void Subnets_and_interfaces_have_their_own()
    {
        var subnet = _account.NewSubnet(_vpc);
        var card = _account.Ec2("CreateNetworkInterface", $"{{'SubnetId': '{subnet}'}}").At("NetworkInterface.NetworkInterfaceId");
        foreach (var (type, id) in new[] { ("Subnet", subnet), ("NetworkInterface", card) })
        {
            _account.Ec2("CreateFlowLogs", $"{{{Of(type, id)}, 'TrafficType': 'REJECT', 'LogGroupName': 'flows', {Role}, 'MaxAggregationInterval': 60, 'LogFormat': '${{srcaddr}} ${{dstaddr}}'}}");
        }

        _account.Ec2("DescribeFlowLogs").Each("FlowLogs", "ResourceId").ShouldBe([subnet, card], ignoreOrder: true);
    }

    [Theory]
    [InlineData("'TrafficType': 'ALL', 'LogGroupName': 'flows'", "InvalidParameter: DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.")]
    [InlineData("'TrafficType': 'ALL', 'DeliverLogsPermissionArn': 'r'", "InvalidParameter: LogGroupName can't be empty if LogDestination is empty.")]
    [InlineData("'LogGroupName': 'flows', 'DeliverLogsPermissionArn': 'r'", "InvalidParameter: TrafficType can't be empty if ResourceType is VPC.")]
    [InlineData("'TrafficType': 'ALL', 'LogDestinationType': 's3'", "InvalidParameter: LogDestination can't be empty if LogDestinationType is s3.")]
    [InlineData("'TrafficType': 'ALL', 'LogGroupName': 'f', 'LogDestination': 'd', 'DeliverLogsPermissionArn': 'r'", "InvalidParameterCombination: Please only provide LogGroupName")]
    [InlineData("'TrafficType': 'ALL', 'LogGroupName': 'f', 'DeliverLogsPermissionArn': 'r', 'MaxAggregationInterval': 61", "InvalidParameter: Invalid Flow Log Max Aggregation Interval")]
    [InlineData("'TrafficType': 'ALL', 'LogGroupName': 'f', 'DeliverLogsPermissionArn': 'r', 'LogFormat': 'src'", "InvalidParameter: Invalid LogFormat 'src'")]
    public void What_no_flow_log_can_be_is_refused(string input, string error) => Refused($"{Of("VPC", _vpc)}, {input}").ShouldStartWith(error);

    [Fact]
    public void Logs_and_resources_that_are_not_there_are_said()
    {
        Refused($"{Of("VPC", "vpc-0")}, 'TrafficType': 'ALL', 'LogGroupName': 'f', {Role}").ShouldStartWith("InvalidVpcID.NotFound");
        var error = _account.Ec2Refused("DeleteFlowLogs", "{'FlowLogIds': ['fl-0', 'fl-1']}");
        (error.Code, error.Message).ShouldBe(
            ("InvalidFlowLogId.NotFound", "These flow log ids in the input list are not found: [TotalCount: 2] fl-0, fl-1"));
    }

    private static string Of(string type, string id) => $"'ResourceType': '{type}', 'ResourceIds': ['{id}']";

    private Engine.Json.JsonObject Create(string input) => _account.Ec2("CreateFlowLogs", $"{{{Of("VPC", _vpc)}, 'TrafficType': 'ALL', {input}}}");

    private string Refused(string input)
    {
        var error = _account.Ec2Refused("CreateFlowLogs", $"{{{input}}}");
        return $"{error.Code}: {error.Message}";
    }
}

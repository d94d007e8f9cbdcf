using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Compute;

public sealed class InstanceAttributesTests
{
    private readonly TestAccount _account = new();
    private readonly string _vpc;
    private readonly string _subnet;
    private readonly string _instance;

    public InstanceAttributesTests()
    {
        _vpc = _account.NewVpc();
        _subnet = _account.NewSubnet(_vpc);
        _instance = _account.Ec2("RunInstances", $"{{'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1, 'SubnetId': '{_subnet}', 'UserData': 'aGk='}}")
            .At("Instances.0.InstanceId");
        _account.Pass(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Groups_replace_those_that_the_instance_had()
    {
        var (web, admin) = (_account.NewGroup(_vpc), _account.NewGroup(_vpc, "admin"));
        Modify($"'Groups': ['{web}']");
        Modify($"'Groups': ['{web}', '{admin}']");
        Tell("groupSet").Each("Groups", "GroupId").ShouldBe([web, admin]);
        _account.Filtered("DescribeNetworkInterfaces", "group-id", admin).At("NetworkInterfaces.0.Attachment.InstanceId").ShouldBe(_instance);
        _account.Filtered("DescribeInstances", "instance.group-name", "admin").Each("Reservations", "OwnerId").Count.ShouldBe(1);
        _account.Ec2Refused("DeleteSecurityGroup", $"{{'GroupId': '{admin}'}}").Code.ShouldBe("DependencyViolation");
    }

    [Fact]
    public void Groups_of_another_vpc_are_refused()
    {
        var stranger = _account.NewGroup(_account.NewVpc());
        var error = Refused($"'Groups': ['{stranger}']");
        error.Message.ShouldBe($"Security group {stranger} and subnet {_subnet} belong to different networks.");
    }

    [Fact]
    public void With_two_interfaces_the_interface_has_to_be_named()
    {
        var card = _account.Ec2("CreateNetworkInterface", $"{{'SubnetId': '{_subnet}'}}").At("NetworkInterface.NetworkInterfaceId");
        var attachment = _account.Ec2("AttachNetworkInterface", $"{{'NetworkInterfaceId': '{card}', 'InstanceId': '{_instance}', 'DeviceIndex': 1}}")
            .At("AttachmentId");
        var group = _account.NewGroup(_vpc);
        var error = Refused($"'Groups': ['{group}']");
        (error.Code, error.Message).ShouldBe(("InvalidInstanceID",
            $"There are multiple interfaces attached to instance '{_instance}'. Please specify an interface ID for the operation instead."));
        _account.Ec2("ModifyNetworkInterfaceAttribute", $"{{'NetworkInterfaceId': '{card}', 'Groups': ['{group}']}}");
        Described().Each("SecurityGroups", "GroupName").ShouldBe(["default", "web"]);
        _account.Ec2Refused("DeleteNetworkInterface", $"{{'NetworkInterfaceId': '{card}'}}").Message.ShouldBe($"Network interface '{card}' is currently in use.");
        _account.Ec2("DetachNetworkInterface", $"{{'AttachmentId': '{attachment}'}}");
        Described().Each("NetworkInterfaces", "Status").ShouldBe(["in-use"]);
        _account.Ec2("DeleteNetworkInterface", $"{{'NetworkInterfaceId': '{card}'}}");
    }

    [Fact]
    public void Type_and_user_data_change_only_while_it_is_stopped()
    {
        Refused("'InstanceType': {'Value': 't3.large'}").Message.ShouldBe($"The instance '{_instance}' is not in the 'stopped' state.");
        _account.Ec2("StopInstances", $"{{'InstanceIds': ['{_instance}']}}");
        _account.Pass(TimeSpan.FromSeconds(3));
        Modify("'InstanceType': {'Value': 't3.large'}");
        Modify("'Attribute': 'userData', 'Value': 'aG8='");
        Tell("instanceType").At("InstanceType.Value").ShouldBe("t3.large");
        Tell("userData").At("UserData.Value").ShouldBe("aG8=");
    }

    [Fact]
    public void One_attribute_at_a_time()
    {
        Refused("'DisableApiStop': {'Value': true}, 'SourceDestCheck': {'Value': false}").Code.ShouldBe("InvalidParameterCombination");
        Modify("'SourceDestCheck': {'Value': false}");
        Tell("sourceDestCheck").At("SourceDestCheck.Value").ShouldBe("false");
        Modify("'DisableApiStop': {'Value': true}");
        _account.Ec2Refused("StopInstances", $"{{'InstanceIds': ['{_instance}']}}").Code.ShouldBe("OperationNotPermitted");
    }

    private void Modify(string change) => _account.Ec2("ModifyInstanceAttribute", $"{{'InstanceId': '{_instance}', {change}}}");

    private Aws.AwsException Refused(string change) => _account.Ec2Refused("ModifyInstanceAttribute", $"{{'InstanceId': '{_instance}', {change}}}");

    private JsonObject Tell(string attribute) =>
        _account.Ec2("DescribeInstanceAttribute", $"{{'InstanceId': '{_instance}', 'Attribute': '{attribute}'}}");

    private JsonValue Described() =>
        _account.Ec2("DescribeInstances", $"{{'InstanceIds': ['{_instance}']}}").Reach("Reservations.0.Instances.0")!;
}

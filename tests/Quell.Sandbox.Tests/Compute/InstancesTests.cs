using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Compute;

public sealed class InstancesTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void Instances_go_through_their_states_and_tell_each()
    {
        var id = Run().At("Instances.0.InstanceId");
        State(id).ShouldBe("pending");
        _account.Pass(TimeSpan.FromSeconds(2));
        State(id).ShouldBe("running");
        _account.Ec2("StopInstances", Ids(id)).At("StoppingInstances.0.CurrentState.Name").ShouldBe("stopping");
        _account.Pass(TimeSpan.FromSeconds(3));
        State(id).ShouldBe("stopped");
        _account.Ec2("StartInstances", Ids(id)).At("StartingInstances.0.PreviousState.Code").ShouldBe("80");
        _account.Pass(TimeSpan.FromSeconds(2));
        _account.Ec2("TerminateInstances", Ids(id)).At("TerminatingInstances.0.CurrentState.Name").ShouldBe("shutting-down");
        _account.Pass(TimeSpan.FromSeconds(3));
        State(id).ShouldBe("terminated");

        _account.Events.ShouldAllBe(told => told.Source == "aws.ec2" && told.DetailType == "EC2 Instance State-change Notification");
        _account.Events.ShouldAllBe(told => told.Resources.At("0") == $"arn:aws:ec2:us-east-1:123456789012:instance/{id}");
        _account.Events.Select(told => told.Detail.At("state")).ShouldBe(
            ["pending", "running", "stopping", "stopped", "pending", "running", "shutting-down", "terminated"]);
        _account.Events[0].Detail.At("instance-id").ShouldBe(id);

        _account.Pass(TimeSpan.FromHours(1));
        _account.Ec2Refused("DescribeInstances", Ids(id)).Message.ShouldBe($"The instance ID '{id}' does not exist");
    }

    [Fact]
    public void What_is_terminated_while_pending_never_runs()
    {
        var id = Run().At("Instances.0.InstanceId");
        _account.Ec2("TerminateInstances", Ids(id));
        _account.Pass(TimeSpan.FromMinutes(1));
        _account.Events.Select(told => told.Detail.At("state")).ShouldBe(["pending", "shutting-down", "terminated"]);
    }

    [Fact]
    public void Several_instances_are_one_reservation_with_an_address_each()
    {
        var subnet = _account.NewSubnet(_account.NewVpc());
        var reservation = Run($"'MinCount': 3, 'MaxCount': 3, 'SubnetId': '{subnet}'");
        reservation.Each("Instances", "PrivateIpAddress").ShouldBe(["10.0.0.4", "10.0.0.5", "10.0.0.6"]);
        reservation.Each("Instances", "AmiLaunchIndex").ShouldBe(["0", "1", "2"]);
        reservation.At("Instances.0.PrivateDnsName").ShouldBe("ip-10-0-0-4.ec2.internal");
        var described = _account.Filtered("DescribeInstances", "reservation-id", reservation.At("ReservationId"));
        described.Each("Reservations", "ReservationId").ShouldBe([reservation.At("ReservationId")]);
        described.Each("Reservations.0.Instances", "InstanceId").ShouldBe(reservation.Each("Instances", "InstanceId"));
        _account.Ec2("DescribeSubnets", $"{{'SubnetIds': ['{subnet}']}}").At("Subnets.0.AvailableIpAddressCount").ShouldBe("248");
    }

    [Fact]
    public void Without_a_subnet_an_instance_is_in_the_default_vpc_and_public_while_it_runs()
    {
        var id = Run().At("Instances.0.InstanceId");
        Described(id).Reach("PublicIpAddress").ShouldBeNull();
        Described(id).At("SecurityGroups.0.GroupName").ShouldBe("default");
        Described(id).At("PrivateIpAddress").ShouldBe("172.31.0.4");
        _account.Pass(TimeSpan.FromSeconds(2));
        Described(id).At("PublicIpAddress").ShouldStartWith("54.");
        Described(id).At("NetworkInterfaces.0.Association.PublicIp").ShouldBe(Described(id).At("PublicIpAddress"));
        _account.Ec2("StopInstances", Ids(id));
        _account.Pass(TimeSpan.FromSeconds(3));
        Described(id).Reach("PublicIpAddress").ShouldBeNull();
    }

    [Fact]
    public void Tags_go_to_what_they_are_meant_for()
    {
        var id = Run("""
            'MinCount': 1, 'MaxCount': 1, 'TagSpecifications': [
              {'ResourceType': 'instance', 'Tags': [{'Key': 'Name', 'Value': 'web'}]},
              {'ResourceType': 'volume', 'Tags': [{'Key': 'Name', 'Value': 'disk'}]},
              {'ResourceType': 'network-interface', 'Tags': [{'Key': 'Name', 'Value': 'card'}]}]
            """).At("Instances.0.InstanceId");
        _account.Filtered("DescribeTags", "key", "Name").Each("Tags", "Value").ShouldBe(["web", "disk", "card"], ignoreOrder: true);
        _account.Filtered("DescribeInstances", "tag:Name", "w*").At("Reservations.0.Instances.0.InstanceId").ShouldBe(id);
        _account.Filtered("DescribeVolumes", "attachment.instance-id", id).At("Volumes.0.Size").ShouldBe("8");
        _account.Filtered("DescribeNetworkInterfaces", "tag:Name", "card").At("NetworkInterfaces.0.Attachment.InstanceId").ShouldBe(id);
    }

    [Fact]
    public void The_same_client_token_launches_once()
    {
        const string Once = "'MinCount': 1, 'MaxCount': 1, 'ClientToken': 'a'";
        Run(Once).At("Instances.0.InstanceId").ShouldBe(Run(Once).At("Instances.0.InstanceId"));
        _account.Ec2("DescribeInstances").Each("Reservations", "ReservationId").Count.ShouldBe(1);
        Refused("'MinCount': 2, 'MaxCount': 2, 'ClientToken': 'a'").ShouldStartWith("IdempotentParameterMismatch");
    }

    [Fact]
    public void A_terminated_instance_gives_its_address_and_disk_back()
    {
        var subnet = _account.NewSubnet(_account.NewVpc());
        var id = Run($"'MinCount': 1, 'MaxCount': 1, 'SubnetId': '{subnet}'").At("Instances.0.InstanceId");
        _account.Ec2Refused("DeleteSubnet", $"{{'SubnetId': '{subnet}'}}").Code.ShouldBe("DependencyViolation");
        _account.Ec2("TerminateInstances", Ids(id));
        _account.Pass(TimeSpan.FromSeconds(3));
        Described(id).Reach("PrivateIpAddress").ShouldBeNull();
        _account.Ec2("DescribeVolumes").Each("Volumes", "VolumeId").ShouldBeEmpty();
        _account.Ec2("DeleteSubnet", $"{{'SubnetId': '{subnet}'}}");
    }

    [Fact]
    public void Protection_from_termination_holds_until_it_is_off()
    {
        var id = Run("'MinCount': 1, 'MaxCount': 1, 'DisableApiTermination': true").At("Instances.0.InstanceId");
        var error = _account.Ec2Refused("TerminateInstances", Ids(id));
        error.Code.ShouldBe("OperationNotPermitted");
        error.Message.ShouldBe(
            $"The instance '{id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.");
        _account.Ec2("ModifyInstanceAttribute", $"{{'InstanceId': '{id}', 'DisableApiTermination': {{'Value': false}}}}");
        _account.Ec2("TerminateInstances", Ids(id));
    }

    [Fact]
    public void Starting_and_stopping_need_the_right_state()
    {
        var id = Run().At("Instances.0.InstanceId");
        _account.Ec2Refused("StopInstances", Ids(id)).Message.ShouldBe($"This instance '{id}' is not in a state from which it can be stopped.");
        _account.Ec2("TerminateInstances", Ids(id));
        var error = _account.Ec2Refused("StartInstances", Ids(id));
        (error.Code, error.Message).ShouldBe(("IncorrectInstanceState", $"The instance '{id}' is not in a state from which it can be started."));
        _account.Ec2("TerminateInstances", Ids(id)).At("TerminatingInstances.0.PreviousState.Name").ShouldBe("shutting-down");
    }

    [Theory]
    [InlineData("'ImageId': 'x', 'MinCount': 1, 'MaxCount': 1", "InvalidAMIID.Malformed: Invalid id: \"x\" (expecting \"ami-...\")")]
    [InlineData("'MinCount': 2, 'MaxCount': 1", "InvalidParameterValue: Value (1) for parameter maxCount")]
    [InlineData("'MinCount': 1, 'MaxCount': 1, 'SubnetId': 'subnet-1'", "InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist")]
    [InlineData("'MinCount': 1, 'MaxCount': 1, 'SecurityGroupIds': ['sg-1', 'sg-2']", "InvalidGroup.NotFound: The security groups 'sg-1, sg-2' do not exist")]
    [InlineData("'MinCount': 1, 'MaxCount': 1, 'InstanceType': 'huge'", "InvalidParameterValue: Invalid value 'huge' for InstanceType.")]
    [InlineData("'MinCount': 1, 'MaxCount': 1, 'Placement': {'AvailabilityZone': 'mars-1a'}", "InvalidParameterValue: Invalid availability zone: [mars-1a]")]
    [InlineData("'MinCount': 5000, 'MaxCount': 5000", "InstanceLimitExceeded")]
    [InlineData("'MinCount': 1, 'MaxCount': 1, 'LaunchTemplate': {'LaunchTemplateId': 'lt-1'}", "UnsupportedOperation")]
    public void A_launch_that_cannot_be_is_refused(string input, string error) => Refused(input).ShouldStartWith(error);

    [Fact]
    public void Only_running_instances_have_a_status_unless_all_are_asked_for()
    {
        var id = Run().At("Instances.0.InstanceId");
        _account.Ec2("DescribeInstanceStatus").Each("InstanceStatuses", "InstanceId").ShouldBeEmpty();
        _account.Ec2("DescribeInstanceStatus", "{'IncludeAllInstances': true}").At("InstanceStatuses.0.InstanceStatus.Status").ShouldBe("not-applicable");
        _account.Pass(TimeSpan.FromSeconds(2));
        _account.Ec2("DescribeInstanceStatus", Ids(id)).At("InstanceStatuses.0.InstanceStatus.Status").ShouldBe("ok");
    }

    [Fact]
    public void Malformed_and_missing_ids_are_told_apart()
    {
        var error = _account.Ec2Refused("DescribeInstances", "{'InstanceIds': ['web-1']}");
        (error.Code, error.Message).ShouldBe(("InvalidInstanceID.Malformed", "Invalid id: \"web-1\" (expecting \"i-...\")"));
        _account.Ec2Refused("TerminateInstances", "{'InstanceIds': ['i-1', 'i-2']}").Message.ShouldBe("The instance IDs 'i-1, i-2' do not exist");
    }

    [Fact]
    public void Forks_run_their_instances_apart()
    {
        var id = Run().At("Instances.0.InstanceId");
        var fork = _account.Fork();
        fork.Pass(TimeSpan.FromSeconds(2));
        State(id).ShouldBe("pending");
        fork.Ec2("DescribeInstances", Ids(id)).At("Reservations.0.Instances.0.State.Name").ShouldBe("running");
        _account.Events.Count.ShouldBe(1);
    }

    private static string Ids(string id) => $"{{'InstanceIds': ['{id}']}}";

    private JsonObject Run(string more = "'MinCount': 1, 'MaxCount': 1") =>
        _account.Ec2("RunInstances", $"{{'ImageId': 'ami-0abcdef1234567890', {more}}}");

    private string Refused(string more)
    {
        var error = _account.Ec2Refused("RunInstances", $"{{'ImageId': 'ami-0abcdef1234567890', {more}}}");
        return $"{error.Code}: {error.Message}";
    }

    private JsonValue Described(string id) => _account.Ec2("DescribeInstances", Ids(id)).Reach("Reservations.0.Instances.0")!;

    private string State(string id) => Described(id).At("State.Name");
}

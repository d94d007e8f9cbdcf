using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Storage;

public sealed class VolumeAttachmentsTests
{
    private readonly TestAccount _account = new();
    private readonly string _instance;

    public VolumeAttachmentsTests()
    {
        _instance = Run("us-east-1a");
        _account.Pass(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void An_attached_volume_shows_on_its_instance_until_it_is_detached()
    {
        var id = New();
        var attachment = Attach(id);
        (attachment.At("State"), attachment.At("DeleteOnTermination")).ShouldBe(("attaching", "false"));
        Mapped().ShouldBe(["/dev/sdf", "/dev/xvda"]);
        Described(id).At("Attachments.0.State").ShouldBe("attached");
        _account.Ec2("DetachVolume", $"{{'VolumeId': '{id}'}}").At("State").ShouldBe("detaching");
        Mapped().ShouldBe(["/dev/xvda"]);
        Described(id).At("State").ShouldBe("available");
    }

    [Fact]
    public void What_is_attached_is_neither_deleted_nor_attached_again()
    {
        var id = New();
        Attach(id);
        Refused("DeleteVolume", $"'VolumeId': '{id}'").ShouldBe($"VolumeInUse: Volume {id} is currently attached to {_instance}");
        Refused("AttachVolume", $"'VolumeId': '{id}', 'InstanceId': '{Run("us-east-1a")}', 'Device': '/dev/sdf'")
            .ShouldBe($"VolumeInUse: {id} is already attached to an instance");
        Refused("AttachVolume", $"'VolumeId': '{New()}', 'InstanceId': '{_instance}', 'Device': '/dev/sdf'")
            .ShouldBe("InvalidParameterValue: Invalid value '/dev/sdf' for unixDevice. Attachment point /dev/sdf is already in use");
    }

    [Fact]
    public void A_volume_of_another_zone_cannot_be_attached() =>
        Refused("AttachVolume", $"'VolumeId': '{New("'AvailabilityZone': 'us-east-1b'")}', 'InstanceId': '{_instance}', 'Device': '/dev/sdf'")
            .ShouldStartWith("InvalidVolume.ZoneMismatch: The volume 'vol-");

    [Fact]
    public void A_volume_that_is_being_made_cannot_be_attached()
    {
        var id = _account.Ec2("CreateVolume", "{'AvailabilityZone': 'us-east-1a', 'Size': 8}").At("VolumeId");
        Refused("AttachVolume", $"'VolumeId': '{id}', 'InstanceId': '{_instance}', 'Device': '/dev/sdf'").ShouldBe($"IncorrectState: {id} is not 'available'.");
        Refused("DetachVolume", $"'VolumeId': '{id}'").ShouldBe($"IncorrectState: Volume '{id}' is in the 'creating' state.");
    }

    [Fact]
    public void The_root_volume_is_detached_from_a_stopped_instance_alone()
    {
        var root = _account.Filtered("DescribeVolumes", "attachment.instance-id", _instance).At("Volumes.0.VolumeId");
        Refused("DetachVolume", $"'VolumeId': '{root}'").ShouldBe($"OperationNotPermitted: Unable to detach root volume '{root}' from instance '{_instance}'");
        _account.Ec2("StopInstances", $"{{'InstanceIds': ['{_instance}']}}");
        _account.Pass(TimeSpan.FromSeconds(3));
        _account.Ec2("DetachVolume", $"{{'VolumeId': '{root}'}}");
        Mapped().ShouldBeEmpty();
    }

    [Fact]
    public void Volumes_stay_or_go_with_their_instance_as_it_says()
    {
        var (stays, goes) = (New(), New());
        Attach(stays);
        Attach(goes, "/dev/sdg");
        _account.Ec2("ModifyInstanceAttribute", $$"""
            {'InstanceId': '{{_instance}}', 'BlockDeviceMappings': [{'DeviceName': '/dev/sdg', 'Ebs': {'DeleteOnTermination': true} }]}
            """);
        Refused("ModifyInstanceAttribute", $"'InstanceId': '{_instance}', 'BlockDeviceMappings': [{{'DeviceName': '/dev/sdz', 'Ebs': {{'DeleteOnTermination': true}}}}]")
            .ShouldBe("InvalidInstanceAttributeValue: No device is currently mapped at /dev/sdz");
        _account.Ec2("TerminateInstances", $"{{'InstanceIds': ['{_instance}']}}");
        _account.Pass(TimeSpan.FromSeconds(3));
        _account.Ec2("DescribeVolumes").Each("Volumes", "VolumeId").ShouldBe([stays]);
        Described(stays).At("State").ShouldBe("available");
    }

    [Fact]
    public void With_multi_attach_a_volume_is_on_several_instances()
    {
        var (id, other) = (New("'VolumeType': 'io2', 'Iops': 100, 'MultiAttachEnabled': true"), Run("us-east-1a"));
        Attach(id);
        _account.Ec2("AttachVolume", $"{{'VolumeId': '{id}', 'InstanceId': '{other}', 'Device': '/dev/sdf'}}");
        Refused("DetachVolume", $"'VolumeId': '{id}'").ShouldStartWith("MissingParameter");
        _account.Ec2("DetachVolume", $"{{'VolumeId': '{id}', 'InstanceId': '{other}'}}");
        (Described(id).At("State"), Described(id).At("Attachments.0.InstanceId")).ShouldBe(("in-use", _instance));
        Refused("DetachVolume", $"'VolumeId': '{id}', 'InstanceId': '{other}'").ShouldStartWith("InvalidAttachment.NotFound");
    }

    private string Run(string zone) => _account.Ec2(
        "RunInstances", $"{{'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1, 'Placement': {{'AvailabilityZone': '{zone}'}}}}").At("Instances.0.InstanceId");

    private string New(string more = "'VolumeType': 'gp3'")
    {
        var zone = more.Contains("AvailabilityZone", StringComparison.Ordinal) ? "" : "'AvailabilityZone': 'us-east-1a', ";
        var id = _account.Ec2("CreateVolume", $"{{{zone}'Size': 8, {more}}}").At("VolumeId");
        _account.Pass(TimeSpan.FromSeconds(1));
        return id;
    }

    private JsonObject Attach(string id, string device = "/dev/sdf") =>
        _account.Ec2("AttachVolume", $"{{'VolumeId': '{id}', 'InstanceId': '{_instance}', 'Device': '{device}'}}");

    private JsonValue Described(string id) => _account.Ec2("DescribeVolumes", $"{{'VolumeIds': ['{id}']}}").Reach("Volumes.0")!;

    private IReadOnlyList<string> Mapped() => _account.Ec2("DescribeInstances", $"{{'InstanceIds': ['{_instance}']}}")
        .Each("Reservations.0.Instances.0.BlockDeviceMappings", "DeviceName");

    private string Refused(string operation, string input)
    {
        var error = _account.Ec2Refused(operation, $"{{{input}}}");
        return $"{error.Code}: {error.Message}";
    }
}

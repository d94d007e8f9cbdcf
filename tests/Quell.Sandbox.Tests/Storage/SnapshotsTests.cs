using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Storage;

public sealed class SnapshotsTests
{
    private readonly TestAccount _account = new();
    private readonly string _volume;

    public SnapshotsTests()
    {
        _volume = _account.Ec2("CreateVolume", "{'AvailabilityZone': 'us-east-1a', 'Size': 20}").At("VolumeId");
        _account.Pass(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_snapshot_is_pending_then_completed_and_that_is_told()
    {
        var made = _account.Ec2("CreateSnapshot", $$"""
            {'VolumeId': '{{_volume}}', 'Description': 'evidence', 'TagSpecifications': [{'ResourceType': 'snapshot', 'Tags': [{'Key': 'case', 'Value': '1'}]}]}
            """);
        var id = made.At("SnapshotId");
        (made.At("State"), made.At("VolumeSize"), made.At("Progress")).ShouldBe(("pending", "20", ""));
        _account.Ec2Refused("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', 'SnapshotId': '{id}'}}").Code.ShouldBe("IncorrectState");
        _account.Pass(TimeSpan.FromSeconds(3));
        var described = _account.Filtered("DescribeSnapshots", "tag:case", "1").Reach("Snapshots.0")!;
        (described.At("State"), described.At("Progress"), described.At("Description")).ShouldBe(("completed", "100%", "evidence"));

        var told = _account.Events[^1];
        (told.DetailType, told.Detail.At("event"), told.Detail.At("result")).ShouldBe(("EBS Snapshot Notification", "createSnapshot", "succeeded"));
        told.Resources.At("0").ShouldBe($"arn:aws:ec2:us-east-1::snapshot/{id}");
        told.Detail.At("snapshot_id").ShouldBe($"arn:aws:ec2::us-east-1:snapshot/{id}");
        told.Detail.At("source").ShouldBe($"arn:aws:ec2::us-east-1:volume/{_volume}");
        (told.Detail.At("startTime"), told.Detail.At("endTime")).ShouldBe(("2026-01-02T03:04:06Z", "2026-01-02T03:04:09Z"));
    }

    [Fact]
    public void A_volume_of_a_snapshot_is_as_large_or_larger()
    {
        var id = Snapshot();
        Volume($"'SnapshotId': '{id}'").At("Size").ShouldBe("20");
        Volume($"'SnapshotId': '{id}', 'Size': 30").At("SnapshotId").ShouldBe(id);
        _account.Ec2Refused("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', 'SnapshotId': '{id}', 'Size': 10}}").Message
            .ShouldBe($"The specified size of 10GiB is smaller than snapshot '{id}', expect size >= 20GiB");
    }

    [Fact]
    public void A_deleted_snapshot_is_gone()
    {
        var id = Snapshot();
        _account.Ec2("DeleteSnapshot", $"{{'SnapshotId': '{id}'}}");
        var error = _account.Ec2Refused("DescribeSnapshots", $"{{'SnapshotIds': ['{id}']}}");
        (error.Code, error.Message).ShouldBe(("InvalidSnapshot.NotFound", $"The snapshot '{id}' does not exist."));
        _account.Ec2Refused("DeleteSnapshot", $"{{'SnapshotId': '{id}'}}").Code.ShouldBe("InvalidSnapshot.NotFound");
    }

    [Fact]
    public void A_copy_goes_to_another_region()
    {
        var id = Snapshot();
        _account.Scope = _account.Scope with { Region = "eu-west-1" };
        var copy = _account.Ec2("CopySnapshot", $"{{'SourceRegion': 'us-east-1', 'SourceSnapshotId': '{id}', 'Description': 'far', 'DestinationRegion': 'eu-west-1'}}").At("SnapshotId");
        _account.Pass(TimeSpan.FromSeconds(3));
        var described = _account.Ec2("DescribeSnapshots", $"{{'SnapshotIds': ['{copy}']}}").Reach("Snapshots.0")!;
        (described.At("State"), described.At("VolumeId"), described.At("VolumeSize")).ShouldBe(("completed", "vol-ffffffff", "20"));
        var told = _account.Events[^1];
        (told.Scope.Region, told.Detail.At("event"), told.Detail.At("source")).ShouldBe(("eu-west-1", "copySnapshot", $"arn:aws:ec2::us-east-1:snapshot/{id}"));
        _account.Ec2Refused("CopySnapshot", "{'SourceRegion': 'us-east-1', 'SourceSnapshotId': 'snap-0'}").Code.ShouldBe("InvalidSnapshot.NotFound");
    }

    [Fact]
    public void All_volumes_of_an_instance_are_taken_at_once_or_all_but_some()
    {
        var instance = _account.Ec2("RunInstances", """
            {'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1,
             'BlockDeviceMappings': [{'DeviceName': '/dev/sdf', 'Ebs': {'VolumeSize': 50}}, {'DeviceName': '/dev/sdg', 'Ebs': {'VolumeSize': 60}}],
             'TagSpecifications': [{'ResourceType': 'volume', 'Tags': [{'Key': 'app', 'Value': 'web'}]}]}
            """).At("Instances.0.InstanceId");
        var taken = _account.Ec2("CreateSnapshots", $"{{'InstanceSpecification': {{'InstanceId': '{instance}'}}, 'Description': 'evidence', 'CopyTagsFromSource': 'volume'}}");
        taken.Each("Snapshots", "VolumeSize").ShouldBe(["50", "60", "8"]);
        taken.At("Snapshots.0.Tags.0.Value").ShouldBe("web");
        var (first, root) = (taken.At("Snapshots.0.VolumeId"), taken.At("Snapshots.2.VolumeId"));
        _account.Ec2("CreateSnapshots", $"{{'InstanceSpecification': {{'InstanceId': '{instance}', 'ExcludeBootVolume': true, 'ExcludeDataVolumeIds': ['{first}']}}}}")
            .Each("Snapshots", "VolumeSize").ShouldBe(["60"]);
        _account.Ec2Refused("CreateSnapshots", $"{{'InstanceSpecification': {{'InstanceId': '{instance}', 'ExcludeDataVolumeIds': ['{root}']}}}}").Code.ShouldBe("InvalidParameterValue");
        _account.Ec2Refused("CreateSnapshots", $"{{'InstanceSpecification': {{'InstanceId': '{instance}', 'ExcludeDataVolumeIds': ['{_volume}']}}}}").Code.ShouldBe("InvalidVolume.NotFound");
    }

    private JsonObject Volume(string input) => _account.Ec2("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', {input}}}");

    private string Snapshot()
    {
        var id = _account.Ec2("CreateSnapshot", $"{{'VolumeId': '{_volume}'}}").At("SnapshotId");
        _account.Pass(TimeSpan.FromSeconds(3));
        return id;
    }
}

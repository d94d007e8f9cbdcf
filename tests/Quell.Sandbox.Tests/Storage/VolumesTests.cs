using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Storage;

public sealed class VolumesTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void A_volume_is_created_and_deleted_and_both_are_told()
    {
        var made = New("'Size': 100, 'TagSpecifications': [{'ResourceType': 'volume', 'Tags': [{'Key': 'Name', 'Value': 'data'}]}]");
        (made.At("State"), made.At("VolumeType"), made.At("Iops"), made.At("Encrypted")).ShouldBe(("creating", "gp2", "300", "false"));
        var id = made.At("VolumeId");
        _account.Pass(TimeSpan.FromSeconds(1));
        _account.Filtered("DescribeVolumes", "tag:Name", "data").At("Volumes.0.State").ShouldBe("available");
        _account.Ec2("DeleteVolume", $"{{'VolumeId': '{id}'}}");
        State(id).ShouldBe("deleting");
        _account.Pass(TimeSpan.FromSeconds(1));
        _account.Ec2Refused("DescribeVolumes", $"{{'VolumeIds': ['{id}']}}").Message.ShouldBe($"The volume '{id}' does not exist.");

        _account.Events.Select(told => (told.DetailType, told.Detail.At("event"), told.Detail.At("result"))).ShouldBe(
            [("EBS Volume Notification", "createVolume", "available"), ("EBS Volume Notification", "deleteVolume", "deleted")]);
        _account.Events[0].Resources.At("0").ShouldBe($"arn:aws:ec2:us-east-1:123456789012:volume/{id}");
        _account.Events[0].Detail.At("request-id").ShouldBe(new Guid(1, 0, 0, new byte[8]).ToString());
    }

    [Theory]
    [InlineData("'Size': 8", "gp2 8 100 -")]
    [InlineData("'Size': 10000, 'VolumeType': 'gp2'", "gp2 10000 16000 -")]
    [InlineData("'Size': 8, 'VolumeType': 'gp3'", "gp3 8 3000 125")]
    [InlineData("'Size': 8, 'VolumeType': 'gp3', 'Iops': 4000, 'Throughput': 250", "gp3 8 4000 250")]
    [InlineData("'Size': 10, 'VolumeType': 'io2', 'Iops': 500", "io2 10 500 -")]
    [InlineData("'Size': 500, 'VolumeType': 'st1'", "st1 500 - -")]
    public void A_type_has_its_own_speed(string input, string measures)
    {
        var made = New(input);
        $"{made.At("VolumeType")} {made.At("Size")} {made["Iops"]?.ToString() ?? "-"} {made["Throughput"]?.ToString() ?? "-"}".ShouldBe(measures);
    }

    [Theory]
    [InlineData("'VolumeType': 'gp3'", "MissingParameter: The request must contain the parameter size/snapshot")]
    [InlineData("'Size': 3, 'VolumeType': 'io1', 'Iops': 100", "InvalidParameterValue: Volume of 3GiB is too small for volume type io1")]
    [InlineData("'Size': 2000, 'VolumeType': 'standard'", "InvalidParameterValue: Volume of 2000GiB is too large for volume type standard")]
    [InlineData("'Size': 8, 'VolumeType': 'io1'", "MissingParameter: The request must contain the parameter iops for volume type io1.")]
    [InlineData("'Size': 8, 'VolumeType': 'gp2', 'Iops': 3000", "InvalidParameterCombination: The parameter iops is not supported for gp2 volumes.")]
    [InlineData("'Size': 8, 'VolumeType': 'gp3', 'Iops': 100", "InvalidParameterValue: Volume iops of 100 is too low; minimum is 3000.")]
    [InlineData("'Size': 8, 'VolumeType': 'gp3', 'Throughput': 5000", "InvalidParameterValue: Throughput (MiBps) of 5000")]
    [InlineData("'Size': 8, 'Throughput': 125", "InvalidParameterCombination: The parameter throughput is not supported for gp2 volumes.")]
    [InlineData("'Size': 8, 'MultiAttachEnabled': true", "InvalidParameterValue: Multi-Attach is not supported for gp2 volumes.")]
    [InlineData("'SnapshotId': 'snap-0'", "InvalidSnapshot.NotFound: The snapshot 'snap-0' does not exist.")]
    [InlineData("'Size': 8, 'KmsKeyId': 'k'", "InvalidParameterDependency: The parameter KmsKeyId requires the parameter Encrypted to be set.")]
    [InlineData("'Size': 8, 'OutpostArn': 'o'", "UnsupportedOperation")]
    public void What_no_volume_can_be_is_refused(string input, string error)
    {
        var refused = _account.Ec2Refused("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', {input}}}");
        $"{refused.Code}: {refused.Message}".ShouldStartWith(error);
    }

    [Fact]
    public void The_zone_has_to_be_one_of_the_region()
    {
        _account.Ec2Refused("CreateVolume", "{'Size': 8}").Code.ShouldBe("MissingParameter");
        _account.Ec2Refused("CreateVolume", "{'Size': 8, 'AvailabilityZone': 'eu-west-1a'}").Message.ShouldBe("The zone 'eu-west-1a' does not exist.");
        _account.Ec2("CreateVolume", "{'Size': 8, 'AvailabilityZoneId': 'use1-az2'}").At("AvailabilityZone").ShouldBe("us-east-1b");
    }

    [Fact]
    public void Status_of_volumes_is_well()
    {
        var id = New("'Size': 8").At("VolumeId");
        _account.Ec2("DescribeVolumeStatus", $"{{'VolumeIds': ['{id}']}}").At("VolumeStatuses.0.VolumeStatus.Status").ShouldBe("ok");
        _account.Filtered("DescribeVolumeStatus", "volume-status.status", "impaired").Each("VolumeStatuses", "VolumeId").ShouldBeEmpty();
    }

    [Fact]
    public void A_malformed_id_is_no_volume() => _account.Ec2Refused("DeleteVolume", "{'VolumeId': 'disk'}").Message
        .ShouldBe("Value (disk) for parameter volumeId is invalid. Expected: 'vol-...'.");

    private Engine.Json.JsonObject New(string input) => _account.Ec2("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', {input}}}");

    private string State(string id) => _account.Ec2("DescribeVolumes", $"{{'VolumeIds': ['{id}']}}").At("Volumes.0.State");
}

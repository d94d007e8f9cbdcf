using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Storage;

public sealed class VolumeModificationsTests
{
    private readonly TestAccount _account = new();
    private readonly string _volume;

    public VolumeModificationsTests()
    {
        _volume = _account.Ec2("CreateVolume", "{'AvailabilityZone': 'us-east-1a', 'Size': 100}").At("VolumeId");
        _account.Pass(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_volume_is_modified_then_optimized_then_done()
    {
        var answer = _account.Ec2("ModifyVolume", $"{{'VolumeId': '{_volume}', 'VolumeType': 'gp3', 'Size': 200}}");
        (answer.At("VolumeModification.ModificationState"), answer.At("VolumeModification.OriginalSize"), answer.At("VolumeModification.TargetIops"))
            .ShouldBe(("modifying", "100", "3000"));
        Described("Size").ShouldBe("100");
        _account.Pass(TimeSpan.FromSeconds(2));
        (Described("Size"), Described("VolumeType"), State()).ShouldBe(("200", "gp3", "optimizing"));
        _account.Ec2Refused("ModifyVolume", $"{{'VolumeId': '{_volume}', 'Size': 300}}").Code.ShouldBe("IncorrectModificationState");
        _account.Pass(TimeSpan.FromSeconds(2));
        State().ShouldBe("completed");
        _account.Filtered("DescribeVolumesModifications", "modification-state", "completed").At("VolumesModifications.0.Progress").ShouldBe("100");
        _account.Events.Where(told => told.Detail.At("event") == "modifyVolume").Select(told => told.Detail.At("result"))
            .ShouldBe(["optimizing", "completed"]);
    }

    [Theory]
    [InlineData("'Size': 50", "New size cannot be smaller than existing size")]
    [InlineData("'Size': 20000", "Volume of 20000GiB is too large for volume type gp2; maximum is 16384 GiB.")]
    [InlineData("'VolumeType': 'gp3', 'Iops': 1", "Volume iops of 1 is too low; minimum is 3000.")]
    [InlineData("'MultiAttachEnabled': true", "Multi-Attach is not supported for gp2 volumes.")]
    public void What_the_volume_cannot_become_is_refused(string change, string message) =>
        _account.Ec2Refused("ModifyVolume", $"{{'VolumeId': '{_volume}', {change}}}").Message.ShouldBe(message);

    [Fact]
    public void A_volume_that_was_never_modified_has_no_modification() =>
        _account.Ec2Refused("DescribeVolumesModifications", $"{{'VolumeIds': ['{_volume}']}}").Code.ShouldBe("InvalidVolumeModification.NotFound");

    private string Described(string member) => _account.Ec2("DescribeVolumes", $"{{'VolumeIds': ['{_volume}']}}").At("Volumes.0." + member);

    private string State() => _account.Ec2("DescribeVolumesModifications", $"{{'VolumeIds': ['{_volume}']}}").At("VolumesModifications.0.ModificationState");
}

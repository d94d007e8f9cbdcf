using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Storage;

public sealed class EbsEncryptionTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void By_default_encryption_is_off_and_switched_on_for_what_is_made_afterwards()
    {
        var before = New("'Size': 8");
        before.At("Encrypted").ShouldBe("false");
        _account.Ec2("GetEbsEncryptionByDefault").At("EbsEncryptionByDefault").ShouldBe("false");
        _account.Ec2("EnableEbsEncryptionByDefault").At("EbsEncryptionByDefault").ShouldBe("true");
        _account.Ec2("GetEbsEncryptionByDefault").At("SseType").ShouldBe("sse-kms");
        var after = New("'Size': 8");
        after.At("Encrypted").ShouldBe("true");
        after.At("KmsKeyId").ShouldStartWith("arn:aws:kms:us-east-1:123456789012:key/");
        Launched().At("Encrypted").ShouldBe("true");
        _account.Ec2("DisableEbsEncryptionByDefault");
        New("'Size': 8").At("Encrypted").ShouldBe("false");
        _account.Filtered("DescribeVolumes", "encrypted", "true").Each("Volumes", "Size").Count.ShouldBe(2);
    }

    [Fact]
    public void Each_region_has_its_own_setting()
    {
        _account.Ec2("EnableEbsEncryptionByDefault");
        _account.Scope = _account.Scope with { Region = "eu-west-1" };
        _account.Ec2("GetEbsEncryptionByDefault").At("EbsEncryptionByDefault").ShouldBe("false");
    }

    [Fact]
    public void The_default_key_is_AWSs_until_another_is_set()
    {
        _account.Ec2("GetEbsDefaultKmsKeyId").At("KmsKeyId").ShouldBe("alias/aws/ebs");
        _account.Ec2("ModifyEbsDefaultKmsKeyId", "{'KmsKeyId': '1234abcd'}").At("KmsKeyId").ShouldBe("arn:aws:kms:us-east-1:123456789012:key/1234abcd");
        New("'Size': 8, 'Encrypted': true").At("KmsKeyId").ShouldEndWith("key/1234abcd");
        New("'Size': 8, 'Encrypted': true, 'KmsKeyId': 'alias/mine'").At("KmsKeyId").ShouldBe("arn:aws:kms:us-east-1:123456789012:alias/mine");
        _account.Ec2("ResetEbsDefaultKmsKeyId").At("KmsKeyId").ShouldBe("alias/aws/ebs");
    }

    [Fact]
    public void What_comes_of_an_encrypted_snapshot_is_encrypted_with_its_key()
    {
        var volume = New("'Size': 8, 'Encrypted': true, 'KmsKeyId': 'k1'").At("VolumeId");
        _account.Pass(TimeSpan.FromSeconds(1));
        var snapshot = _account.Ec2("CreateSnapshot", $"{{'VolumeId': '{volume}'}}").At("SnapshotId");
        _account.Pass(TimeSpan.FromSeconds(3));
        New($"'SnapshotId': '{snapshot}'").At("KmsKeyId").ShouldEndWith("key/k1");
        _account.Ec2Refused("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', 'SnapshotId': '{snapshot}', 'Encrypted': false}}").Code.ShouldBe("InvalidParameterCombination");
        var copy = _account.Ec2("CopySnapshot", $"{{'SourceRegion': 'us-east-1', 'SourceSnapshotId': '{snapshot}', 'Encrypted': true, 'KmsKeyId': 'k2'}}").At("SnapshotId");
        _account.Ec2("DescribeSnapshots", $"{{'SnapshotIds': ['{copy}']}}").At("Snapshots.0.KmsKeyId").ShouldEndWith("key/k2");
    }

    private JsonObject New(string input) => _account.Ec2("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', {input}}}");

    private JsonValue Launched()
    {
        var id = _account.Ec2("RunInstances", "{'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1}").At("Instances.0.InstanceId");
        return _account.Filtered("DescribeVolumes", "attachment.instance-id", id).Reach("Volumes.0")!;
    }
}

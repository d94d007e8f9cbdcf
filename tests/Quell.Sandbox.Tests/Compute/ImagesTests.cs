using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Compute;

public sealed class ImagesTests
{
    private const string Other = "210987654321";

    private readonly TestAccount _account = new();
    private readonly string _instance;

    public ImagesTests()
    {
        _instance = _account.Ec2("RunInstances", """
            {'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1, 'InstanceType': 't4g.micro',
             'BlockDeviceMappings': [{'DeviceName': '/dev/sdf', 'Ebs': {'VolumeSize': 50, 'VolumeType': 'gp3'}}]}
            """).At("Instances.0.InstanceId");
        _account.Pass(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void An_image_of_an_instance_has_a_snapshot_of_each_of_its_volumes()
    {
        var id = Create("golden");
        Described(id).At("State").ShouldBe("pending");
        _account.Pass(TimeSpan.FromSeconds(4));
        var image = Described(id);
        (image.At("State"), image.At("Architecture"), image.At("SourceInstanceId"), image.At("Public")).ShouldBe(("available", "arm64", _instance, "false"));
        image.Each("BlockDeviceMappings", "DeviceName").ShouldBe(["/dev/sdf", "/dev/xvda"]);
        image.At("BlockDeviceMappings.0.Ebs.VolumeSize").ShouldBe("50");
        var snapshot = image.At("BlockDeviceMappings.0.Ebs.SnapshotId");
        _account.Ec2("DescribeSnapshots", $"{{'SnapshotIds': ['{snapshot}']}}").At("Snapshots.0.Description").ShouldBe($"Created by CreateImage({_instance}) for {id}");
        var told = _account.Events[^1];
        (told.DetailType, told.Detail.At("State"), told.Detail.At("ImageId"), told.Resources.At("0"))
            .ShouldBe(("EC2 AMI State Change", "available", id, $"arn:aws:ec2:us-east-1::image/{id}"));
    }

    [Fact]
    public void What_is_launched_from_an_image_has_its_volumes()
    {
        var id = Available("golden");
        var launched = _account.Ec2("RunInstances", $"{{'ImageId': '{id}', 'MinCount': 1, 'MaxCount': 1, 'InstanceType': 't4g.micro', 'BlockDeviceMappings': [{{'DeviceName': '/dev/sdf', 'Ebs': {{'VolumeSize': 80}}}}]}}");
        var volumes = _account.Filtered("DescribeVolumes", "attachment.instance-id", launched.At("Instances.0.InstanceId"));
        volumes.Each("Volumes", "Size").ShouldBe(["80", "8"], ignoreOrder: true);
        volumes.Each("Volumes", "SnapshotId").ShouldAllBe(snapshot => snapshot.StartsWith("snap-", StringComparison.Ordinal));
        _account.Ec2Refused("RunInstances", $"{{'ImageId': '{id}', 'MinCount': 1, 'MaxCount': 1, 'InstanceType': 'm5.large'}}").Message
            .ShouldStartWith("The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64'");
    }

    [Fact]
    public void An_image_that_demands_IMDSv2_gives_it_to_its_instances()
    {
        var id = Available("golden");
        _account.Ec2("ModifyImageAttribute", $"{{'ImageId': '{id}', 'ImdsSupport': {{'Value': 'v2.0'}}}}");
        Launch(id).At("Instances.0.MetadataOptions.HttpTokens").ShouldBe("required");
        _account.Ec2("DescribeImageAttribute", $"{{'ImageId': '{id}', 'Attribute': 'imdsSupport'}}").At("ImdsSupport.Value").ShouldBe("v2.0");
    }

    [Fact]
    public void A_deregistered_image_launches_nothing_and_its_snapshots_can_go()
    {
        var id = Available("golden");
        var snapshot = Described(id).At("BlockDeviceMappings.0.Ebs.SnapshotId");
        var error = _account.Ec2Refused("DeleteSnapshot", $"{{'SnapshotId': '{snapshot}'}}");
        (error.Code, error.Message).ShouldBe(("InvalidSnapshot.InUse", $"The snapshot {snapshot} is currently in use by {id}"));
        _account.Ec2("DeregisterImage", $"{{'ImageId': '{id}'}}");
        _account.Events[^1].Detail.At("State").ShouldBe("deregistered");
        var refused = _account.Ec2Refused("RunInstances", $"{{'ImageId': '{id}', 'MinCount': 1, 'MaxCount': 1}}");
        (refused.Code, refused.Message).ShouldBe(("InvalidAMIID.Unavailable", $"The image ID '{id}' is no longer available"));
        _account.Ec2("DeleteSnapshot", $"{{'SnapshotId': '{snapshot}'}}");
        _account.Ec2Refused("DescribeImages", $"{{'ImageIds': ['{id}']}}").Message.ShouldBe($"The image id '[{id}]' does not exist");
    }

    [Fact]
    public void Deregistering_deletes_the_snapshots_where_it_is_told_to()
    {
        var id = Available("golden");
        _account.Ec2("DeregisterImage", $"{{'ImageId': '{id}', 'DeleteAssociatedSnapshots': true}}").Each("DeleteSnapshotResults", "ReturnCode").ShouldBe(["success", "success"]);
        _account.Ec2("DescribeSnapshots").Each("Snapshots", "SnapshotId").ShouldBeEmpty();
    }

    [Fact]
    public void A_copy_has_snapshots_of_its_own_and_may_be_encrypted()
    {
        var id = Available("golden");
        _account.Ec2("CreateTags", $"{{'Resources': ['{id}'], 'Tags': [{{'Key': 'team', 'Value': 'net'}}]}}");
        _account.Scope = _account.Scope with { Region = "eu-west-1" };
        var copy = _account.Ec2("CopyImage", $"{{'SourceRegion': 'us-east-1', 'SourceImageId': '{id}', 'Name': 'copy', 'Encrypted': true, 'CopyImageTags': true}}").At("ImageId");
        _account.Pass(TimeSpan.FromSeconds(4));
        var image = _account.Filtered("DescribeImages", "tag:team", "net").Reach("Images.0")!;
        (image.At("ImageId"), image.At("State"), image.At("SourceImageId"), image.At("BlockDeviceMappings.0.Ebs.Encrypted")).ShouldBe((copy, "available", id, "true"));
        _account.Ec2("DescribeSnapshots", "{'OwnerIds': ['self']}").Each("Snapshots", "Encrypted").ShouldBe(["true", "true"]);
    }

    [Fact]
    public void An_image_is_registered_from_a_snapshot()
    {
        var snapshot = Described(Available("golden")).At("BlockDeviceMappings.1.Ebs.SnapshotId");
        var id = _account.Ec2("RegisterImage", $$"""
            {'Name': 'registered', 'Architecture': 'x86_64', 'RootDeviceName': '/dev/sda1', 'VirtualizationType': 'hvm',
             'BlockDeviceMappings': [{'DeviceName': '/dev/sda1', 'Ebs': {'SnapshotId': '{{snapshot}}'} }]}
            """).At("ImageId");
        _account.Pass(TimeSpan.FromSeconds(4));
        Launch(id).At("Instances.0.RootDeviceName").ShouldBe("/dev/sda1");
        _account.Ec2Refused("RegisterImage", "{'Name': 'rootless'}").Code.ShouldBe("InvalidBlockDeviceMapping");
    }

    [Fact]
    public void An_image_is_shared_and_made_private_again()
    {
        var id = Available("golden");
        _account.Ec2("ModifyImageAttribute", $"{{'ImageId': '{id}', 'LaunchPermission': {{'Add': [{{'UserId': '{Other}'}}, {{'Group': 'all'}}]}}}}");
        Described(id).At("Public").ShouldBe("true");
        AsOther(() => _account.Ec2("DescribeImages", "{'ExecutableUsers': ['self']}").Each("Images", "ImageId")).ShouldBe([id]);
        AsOther(() => _account.Ec2("RunInstances", $"{{'ImageId': '{id}', 'MinCount': 1, 'MaxCount': 1, 'InstanceType': 't4g.micro'}}").At("Instances.0.Architecture"))
            .ShouldBe("arm64");
        _account.Ec2("ModifyImageAttribute", $"{{'ImageId': '{id}', 'Attribute': 'launchPermission', 'OperationType': 'remove', 'UserGroups': ['all']}}");
        Described(id).At("Public").ShouldBe("false");
        _account.Ec2("ResetImageAttribute", $"{{'ImageId': '{id}', 'Attribute': 'launchPermission'}}");
        _account.Ec2("DescribeImageAttribute", $"{{'ImageId': '{id}', 'Attribute': 'launchPermission'}}").Each("LaunchPermissions", "UserId").ShouldBeEmpty();
        AsOther(() => _account.Ec2("DescribeImages").Each("Images", "ImageId")).ShouldBeEmpty();
        _account.Ec2("DeregisterImage", $"{{'ImageId': '{id}'}}");
        AsOther(() => _account.Ec2Refused("RunInstances", $"{{'ImageId': '{id}', 'MinCount': 1, 'MaxCount': 1}}").Code).ShouldBe("InvalidAMIID.Unavailable");
    }

    [Fact]
    public void Where_public_images_are_blocked_none_is_made_public()
    {
        var id = Available("golden");
        _account.Ec2("GetImageBlockPublicAccessState").At("ImageBlockPublicAccessState").ShouldBe("unblocked");
        _account.Ec2("EnableImageBlockPublicAccess", "{'ImageBlockPublicAccessState': 'block-new-sharing'}");
        var share = $"{{'ImageId': '{id}', 'LaunchPermission': {{'Add': [{{'Group': 'all'}}]}}}}";
        _account.Ec2Refused("ModifyImageAttribute", share).Code.ShouldBe("OperationNotPermitted");
        _account.Ec2("DisableImageBlockPublicAccess");
        _account.Ec2("ModifyImageAttribute", share);
    }

    [Theory]
    [InlineData("CreateImage", "'InstanceId': 'I', 'Name': 'ab'", "InvalidAMIName.Malformed")]
    [InlineData("CreateImage", "'InstanceId': 'I', 'Name': 'golden'", "InvalidAMIName.Duplicate")]
    [InlineData("CreateImage", "'InstanceId': 'I', 'Name': 'new', 'BlockDeviceMappings': [{'DeviceName': '/dev/sdf', 'Ebs': {'VolumeSize': 60}}]", "InvalidBlockDeviceMapping")]
    [InlineData("CreateImage", "'InstanceId': 'i-0', 'Name': 'new'", "InvalidInstanceID.NotFound")]
    [InlineData("DeregisterImage", "'ImageId': 'ami-0'", "InvalidAMIID.NotFound")]
    [InlineData("DescribeImages", "'ImageIds': ['x']", "InvalidAMIID.Malformed")]
    [InlineData("CopyImage", "'SourceRegion': 'us-east-1', 'SourceImageId': 'ami-0', 'Name': 'new'", "InvalidAMIID.NotFound")]
    public void What_cannot_be_done_with_an_image_is_refused(string operation, string input, string error)
    {
        Create("golden");
        _account.Ec2Refused(operation, $"{{{input.Replace("'I'", $"'{_instance}'", StringComparison.Ordinal)}}}").Code.ShouldBe(error);
    }

    [Fact]
    public void A_mapping_can_leave_a_device_out()
    {
        var id = _account.Ec2("CreateImage", $"{{'InstanceId': '{_instance}', 'Name': 'small', 'BlockDeviceMappings': [{{'DeviceName': '/dev/sdf', 'NoDevice': ''}}]}}").At("ImageId");
        Described(id).Each("BlockDeviceMappings", "DeviceName").ShouldBe(["/dev/xvda"]);
    }

    private string Create(string name) => _account.Ec2("CreateImage", $"{{'InstanceId': '{_instance}', 'Name': '{name}'}}").At("ImageId");

    private string Available(string name)
    {
        var id = Create(name);
        _account.Pass(TimeSpan.FromSeconds(4));
        return id;
    }

    private JsonObject Launch(string image) => _account.Ec2("RunInstances", $"{{'ImageId': '{image}', 'MinCount': 1, 'MaxCount': 1}}");

    private JsonValue Described(string id) => _account.Ec2("DescribeImages", $"{{'ImageIds': ['{id}']}}").Reach("Images.0")!;

    private T AsOther<T>(Func<T> act)
    {
        var own = _account.Scope;
        _account.Scope = own with { Account = Other };
        var result = act();
        _account.Scope = own;
        return result;
    }
}

using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Storage;

public sealed class SnapshotSharingTests
{
    private const string Other = "210987654321";

    private readonly TestAccount _account = new();
    private readonly string _snapshot;

    public SnapshotSharingTests() => _snapshot = Snapshot();

    [Theory]
    [InlineData("'CreateVolumePermission': {'Add': [{'UserId': '210987654321'}]}")]
    [InlineData("'Attribute': 'createVolumePermission', 'OperationType': 'add', 'UserIds': ['210987654321']")]
    public void A_shared_snapshot_can_be_used_by_the_other_account_until_it_is_not_shared(string permission)
    {
        Modify(permission);
        Permissions().ShouldBe([Other]);
        AsOther(() => SeenIn("'OwnerIds': ['123456789012']")).ShouldBe([_snapshot]);
        AsOther(() => _account.Ec2("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', 'SnapshotId': '{_snapshot}'}}").At("Size")).ShouldBe("20");
        AsOther(() => _account.Ec2Refused("DeleteSnapshot", $"{{'SnapshotId': '{_snapshot}'}}").Code).ShouldBe("InvalidSnapshot.NotFound");
        Modify($"'CreateVolumePermission': {{'Remove': [{{'UserId': '{Other}'}}]}}");
        AsOther(() => SeenIn("'MaxResults': 5")).ShouldBeEmpty();
    }

    [Fact]
    public void A_public_snapshot_is_made_private_by_removing_everybody()
    {
        Modify("'Attribute': 'createVolumePermission', 'OperationType': 'add', 'GroupNames': ['all']");
        AsOther(() => SeenIn("'RestorableByUserIds': ['all']")).ShouldBe([_snapshot]);
        Modify("'CreateVolumePermission': {'Remove': [{'Group': 'all'}]}");
        AsOther(() => SeenIn("'RestorableByUserIds': ['all']")).ShouldBeEmpty();
    }

    [Fact]
    public void Resetting_takes_every_permission_away()
    {
        Modify($"'CreateVolumePermission': {{'Add': [{{'UserId': '{Other}'}}, {{'Group': 'all'}}]}}");
        _account.Ec2("ResetSnapshotAttribute", $"{{'SnapshotId': '{_snapshot}', 'Attribute': 'createVolumePermission'}}");
        Attribute().Each("CreateVolumePermissions", "UserId").ShouldBeEmpty();
    }

    [Fact]
    public void Blocking_new_sharing_leaves_what_is_public_and_blocking_all_hides_it()
    {
        Modify("'CreateVolumePermission': {'Add': [{'Group': 'all'}]}");
        _account.Ec2("GetSnapshotBlockPublicAccessState").At("State").ShouldBe("unblocked");
        _account.Ec2("EnableSnapshotBlockPublicAccess", "{'State': 'block-new-sharing'}").At("State").ShouldBe("block-new-sharing");
        AsOther(() => SeenIn("'MaxResults': 5")).ShouldBe([_snapshot]);
        var another = Snapshot();
        Refused($"'SnapshotId': '{another}', 'CreateVolumePermission': {{'Add': [{{'Group': 'all'}}]}}").ShouldStartWith("OperationNotPermitted");
        _account.Ec2("EnableSnapshotBlockPublicAccess", "{'State': 'block-all-sharing'}");
        AsOther(() => SeenIn("'MaxResults': 5")).ShouldBeEmpty();
        Attribute().At("CreateVolumePermissions.0.Group").ShouldBe("all");
        _account.Ec2("DisableSnapshotBlockPublicAccess").At("State").ShouldBe("unblocked");
        AsOther(() => SeenIn("'MaxResults': 5")).ShouldBe([_snapshot]);
    }

    [Fact]
    public void What_is_encrypted_with_AWSs_key_is_not_shared_and_with_ones_own_not_with_everybody()
    {
        var managed = Snapshot("'Encrypted': true");
        Refused($"'SnapshotId': '{managed}', 'CreateVolumePermission': {{'Add': [{{'UserId': '{Other}'}}]}}").ShouldStartWith("InvalidParameter: Snapshots encrypted with the AWS Managed CMK");
        var own = Snapshot("'Encrypted': true, 'KmsKeyId': 'k'");
        Refused($"'SnapshotId': '{own}', 'CreateVolumePermission': {{'Add': [{{'Group': 'all'}}]}}").ShouldStartWith("InvalidParameter: Encrypted snapshots");
        _account.Ec2("ModifySnapshotAttribute", $"{{'SnapshotId': '{own}', 'CreateVolumePermission': {{'Add': [{{'UserId': '{Other}'}}]}}}}");
    }

    [Theory]
    [InlineData("'CreateVolumePermission': {'Add': [{'UserId': '1'}]}", "InvalidAMIAttributeItemValue")]
    [InlineData("'OperationType': 'add', 'GroupNames': ['some']", "InvalidAMIAttributeItemValue")]
    [InlineData("'CreateVolumePermission': {'Add': [{'UserId': '210987654321'}], 'Remove': [{'Group': 'all'}]}", "InvalidParameterCombination")]
    [InlineData("'UserIds': ['210987654321']", "InvalidParameterValue")]
    [InlineData("'Attribute': 'productCodes', 'OperationType': 'add', 'UserIds': ['210987654321']", "InvalidParameterValue")]
    [InlineData("'Attribute': 'createVolumePermission'", "MissingParameter")]
    public void A_permission_that_is_none_is_refused(string input, string error) =>
        Refused($"'SnapshotId': '{_snapshot}', {input}").ShouldStartWith(error);

    private void Modify(string input) => _account.Ec2("ModifySnapshotAttribute", $"{{'SnapshotId': '{_snapshot}', {input}}}");

    private Engine.Json.JsonObject Attribute() =>
        _account.Ec2("DescribeSnapshotAttribute", $"{{'SnapshotId': '{_snapshot}', 'Attribute': 'createVolumePermission'}}");

    private IReadOnlyList<string> Permissions() => Attribute().Each("CreateVolumePermissions", "UserId");

    private IReadOnlyList<string> SeenIn(string input) => _account.Ec2("DescribeSnapshots", $"{{{input}}}").Each("Snapshots", "SnapshotId");

    private T AsOther<T>(Func<T> act)
    {
        var own = _account.Scope;
        _account.Scope = own with { Account = Other };
        var result = act();
        _account.Scope = own;
        return result;
    }

    private string Refused(string input)
    {
        var error = _account.Ec2Refused("ModifySnapshotAttribute", $"{{{input}}}");
        return $"{error.Code}: {error.Message}";
    }

    private string Snapshot(string more = "'VolumeType': 'gp3'")
    {
        var volume = _account.Ec2("CreateVolume", $"{{'AvailabilityZone': 'us-east-1a', 'Size': 20, {more}}}").At("VolumeId");
        _account.Pass(TimeSpan.FromSeconds(1));
        var id = _account.Ec2("CreateSnapshot", $"{{'VolumeId': '{volume}'}}").At("SnapshotId");
        _account.Pass(TimeSpan.FromSeconds(3));
        return id;
    }
}

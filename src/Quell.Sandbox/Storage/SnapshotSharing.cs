using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>Who may make volumes of a snapshot: its <c>createVolumePermission</c> (EBS User Guide, "Share an Amazon EBS snapshot").</summary>
internal static class SnapshotSharing
{
    private const string Attribute = "createVolumePermission";
    private const string Permissions = "CreateVolumePermissions";

    public static OperationTable AddSnapshotSharing(this OperationTable table) => table
        .AddEc2(
            "ModifySnapshotAttribute", "SnapshotId Attribute OperationType UserIds GroupNames CreateVolumePermission", ModifySnapshotAttribute)
        .AddEc2("DescribeSnapshotAttribute", "SnapshotId Attribute", DescribeSnapshotAttribute)
        .AddEc2("ResetSnapshotAttribute", "SnapshotId Attribute", ResetSnapshotAttribute);

    public static JsonArray Of(Ec2Region ec2, string snapshotId) => ec2.Attributes(Ec2Kinds.Snapshot, snapshotId).Array(Permissions);

    private static JsonObject ModifySnapshotAttribute(Ec2Region ec2, JsonObject input)
    {
        var snapshot = ec2.Need(Ec2Kinds.Snapshot, input.Text("SnapshotId"));
        CheckAttribute(input.String("Attribute") ?? Attribute);
        var change = SharingPermissions.Read(input, "CreateVolumePermission", "GroupNames");
        if (change.Add.Count > 0 && change.Remove.Count > 0)
        {
            throw new AwsException("InvalidParameterCombination", "Permissions cannot be added and removed in one request.");
        }

        if (change.Add.Count > 0)
        {
            CheckAdding(ec2, snapshot, change);
        }

        Put(ec2, snapshot, change.Apply(Of(ec2, snapshot.Text("SnapshotId"))));
        return JsonObject.Empty;
    }

    /// <summary>What is encrypted is never public, nor shared at all with AWS's own key; what the region blocks is not made public.</summary>
    private static void CheckAdding(Ec2Region ec2, JsonObject snapshot, SharingPermissions change)
    {
        if (snapshot.Bool("Encrypted") == true && EbsEncryption.IsManaged(ec2.Scope, snapshot.String("KmsKeyId")))
        {
            throw new AwsException("InvalidParameter", "Snapshots encrypted with the AWS Managed CMK can't be shared");
        }

        if (snapshot.Bool("Encrypted") == true && change.AddsEverybody)
        {
            throw new AwsException("InvalidParameter", "Encrypted snapshots cannot be shared publicly");
        }

        if (change.AddsEverybody && SnapshotBlockPublicAccess.IsOn(ec2))
        {
            throw new AwsException(
                "OperationNotPermitted", "Public sharing of snapshots is not allowed: block public access for snapshots is enabled in this Region.");
        }
    }

    private static JsonObject DescribeSnapshotAttribute(Ec2Region ec2, JsonObject input)
    {
        var snapshot = ec2.Need(Ec2Kinds.Snapshot, input.Text("SnapshotId"));
        (string, JsonValue) attribute = input.Text("Attribute") switch
        {
            Attribute => (Permissions, Of(ec2, snapshot.Text("SnapshotId"))),
            "productCodes" => ("ProductCodes", JsonArray.Empty),
            var other => throw Unknown(other),
        };
        return JsonObject.Of(("SnapshotId", snapshot["SnapshotId"]), attribute);
    }

    private static JsonObject ResetSnapshotAttribute(Ec2Region ec2, JsonObject input)
    {
        var snapshot = ec2.Need(Ec2Kinds.Snapshot, input.Text("SnapshotId"));
        CheckAttribute(input.Text("Attribute"));
        Put(ec2, snapshot, JsonArray.Empty);
        return JsonObject.Empty;
    }

    private static void CheckAttribute(string attribute)
    {
        if (attribute != Attribute)
        {
            throw Unknown(attribute);
        }
    }

    private static AwsException Unknown(string attribute) =>
        Inputs.InvalidValue(attribute, "attribute", "Unknown snapshot attribute.");

    private static void Put(Ec2Region ec2, JsonObject snapshot, JsonArray permissions)
    {
        var id = snapshot.Text("SnapshotId");
        ec2.PutAttributes(Ec2Kinds.Snapshot, id, ec2.Attributes(Ec2Kinds.Snapshot, id).With(Permissions, permissions));
    }
}

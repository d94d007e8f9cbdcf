using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>The volumes that instances are launched with.</summary>
internal static class Volumes
{
    private const string RootDevice = "/dev/xvda";

    private static readonly Listing All = new(Ec2Kinds.Volume, "Volumes", "VolumeIds", new Filters
    {
        ["attachment.delete-on-termination"] = "Attachments.DeleteOnTermination",
        ["attachment.device"] = "Attachments.Device",
        ["attachment.instance-id"] = "Attachments.InstanceId",
        ["attachment.status"] = "Attachments.State",
        ["availability-zone"] = "AvailabilityZone",
        ["encrypted"] = "Encrypted",
        ["size"] = "Size",
        ["snapshot-id"] = "SnapshotId",
        ["status"] = "State",
        ["volume-id"] = "VolumeId",
        ["volume-type"] = "VolumeType",
    });

    public static OperationTable AddVolumes(this OperationTable table) => table.AddEc2("DescribeVolumes", All);

    /// <summary>Makes the volumes of an instance that is being launched: those asked for, and its root.</summary>
    /// <returns>The instance's <c>BlockDeviceMappings</c>.</returns>
    public static JsonArray Launch(Ec2Region ec2, string instanceId, string zone, JsonArray mappings, JsonArray tags)
    {
        var wanted = mappings.Objects.Where(mapping => !mapping.Has("NoDevice") && !mapping.Has("VirtualName")).ToList();
        if (!wanted.Any(mapping => mapping.String("DeviceName") == RootDevice))
        {
            wanted.Insert(0, JsonObject.Of(("DeviceName", RootDevice)));
        }

        return JsonArray.From(wanted.Select(mapping => Launch(
            ec2, instanceId, zone, mapping.Text("DeviceName"), mapping.Object("Ebs") ?? JsonObject.Empty, tags)));
    }

    /// <summary>Deletes the volumes that go with their instance and sets the others free.</summary>
    public static void Release(Ec2Region ec2, string instanceId)
    {
        foreach (var volume in ec2.All(Ec2Kinds.Volume).Where(volume => InstanceOf(volume) == instanceId).ToList())
        {
            if (volume.Array("Attachments").Objects.First().Bool("DeleteOnTermination") == true)
            {
                ec2.Delete(Ec2Kinds.Volume, volume);
            }
            else
            {
                ec2.Put(Ec2Kinds.Volume, volume.With("Attachments", JsonArray.Empty).With("State", "available"));
            }
        }
    }

    private static string? InstanceOf(JsonObject volume) => volume.Array("Attachments").Objects.FirstOrDefault()?.String("InstanceId");

    private static JsonObject Launch(
        Ec2Region ec2, string instanceId, string zone, string device, JsonObject ebs, JsonArray tags)
    {
        var id = ec2.NewId("vol-");
        var deletes = ebs.Bool("DeleteOnTermination") ?? true;
        ec2.Put(Ec2Kinds.Volume, JsonObject.Of(
            ("AvailabilityZone", zone),
            ("Attachments", new JsonArray([JsonObject.Of(
                ("DeleteOnTermination", deletes),
                ("VolumeId", id),
                ("InstanceId", instanceId),
                ("Device", device),
                ("State", "attached"),
                ("AttachTime", ec2.NowText))])),
            ("CreateTime", ec2.NowText),
            ("Encrypted", ebs.Bool("Encrypted") ?? false),
            ("KmsKeyId", ebs["KmsKeyId"]),
            ("Iops", ebs["Iops"] ?? 3000),
            ("Throughput", ebs["Throughput"]),
            ("MultiAttachEnabled", false),
            ("Size", ebs["VolumeSize"] ?? 8),
            ("SnapshotId", ebs["SnapshotId"] ?? ""),
            ("State", "in-use"),
            ("Tags", tags),
            ("VolumeId", id),
            ("VolumeType", ebs["VolumeType"] ?? "gp3")));
        return JsonObject.Of(
            ("DeviceName", device),
            ("Ebs", JsonObject.Of(
                ("AttachTime", ec2.NowText), ("DeleteOnTermination", deletes), ("Status", "attached"), ("VolumeId", id))));
    }
}

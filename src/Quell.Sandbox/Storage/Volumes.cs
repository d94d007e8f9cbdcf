using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Storage;

/// <summary>EBS volumes. What attaches them is <see cref="VolumeAttachments"/>, what instances have of them <see cref="InstanceVolumes"/>.</summary>
internal static class Volumes
{
    private static readonly Listing All = new(Ec2Kinds.Volume, "Volumes", "VolumeIds", new Filters
    {
        ["attachment.attach-time"] = "Attachments.AttachTime",
        ["attachment.delete-on-termination"] = "Attachments.DeleteOnTermination",
        ["attachment.device"] = "Attachments.Device",
        ["attachment.instance-id"] = "Attachments.InstanceId",
        ["attachment.status"] = "Attachments.State",
        ["availability-zone"] = "AvailabilityZone",
        ["create-time"] = "CreateTime",
        ["encrypted"] = "Encrypted",
        ["multi-attach-enabled"] = "MultiAttachEnabled",
        ["size"] = "Size",
        ["snapshot-id"] = "SnapshotId",
        ["status"] = "State",
        ["volume-id"] = "VolumeId",
        ["volume-type"] = "VolumeType",
    });

    private static readonly Transition Creating = new("ec2:volume-ready", Ec2Kinds.Volume, TimeSpan.FromSeconds(1), (ec2, volume) =>
    {
        ec2.Put(Ec2Kinds.Volume, volume.With("State", "available"));
        EbsEvents.Volume(ec2, volume.Text("VolumeId"), "createVolume", "available");
    });

    private static readonly Transition Deleting = new("ec2:volume-gone", Ec2Kinds.Volume, TimeSpan.FromSeconds(1), (ec2, volume) =>
    {
        Remove(ec2, volume);
        EbsEvents.Volume(ec2, volume.Text("VolumeId"), "deleteVolume", "deleted");
    });

    public static OperationTable AddVolumes(this OperationTable table) => table
        .Add(Creating)
        .Add(Deleting)
        .AddEc2(
            "CreateVolume",
            "AvailabilityZone AvailabilityZoneId Size SnapshotId VolumeType Iops Throughput Encrypted KmsKeyId MultiAttachEnabled "
            + "TagSpecifications ClientToken",
            CreateVolume)
        .AddEc2("DescribeVolumes", All)
        .AddEc2("DescribeVolumeStatus", "VolumeIds Filters MaxResults NextToken", VolumeStatus.Describe)
        .AddEc2("DeleteVolume", "VolumeId", DeleteVolume);

    /// <summary>A volume, stored, that is attached to nothing.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="zone">Its Availability Zone.</param>
    /// <param name="state">The state that it begins in.</param>
    /// <param name="wanted">The size, the type and so on, as CreateVolume and block device mappings have them.</param>
    /// <param name="snapshot">The snapshot that it is made of; null where it is of none.</param>
    /// <param name="tags">Its tags.</param>
    public static JsonObject New(Ec2Region ec2, string zone, string state, JsonObject wanted, JsonObject? snapshot, JsonArray tags)
    {
        var type = VolumeType.Of(wanted.String("VolumeType") ?? "gp2");
        var multi = wanted.Bool("MultiAttachEnabled") == true;
        if (multi && !type.TakesMultiAttach)
        {
            throw Inputs.Invalid($"Multi-Attach is not supported for {type.Name} volumes.");
        }

        return ec2.Put(Ec2Kinds.Volume, JsonObject.Of(
            ("AvailabilityZoneId", Zones.Of(ec2.Scope).First(known => known.Name == zone).Id),
            ("AvailabilityZone", zone),
            ("Attachments", JsonArray.Empty),
            ("CreateTime", ec2.NowText),
            ("MultiAttachEnabled", multi),
            ("SnapshotId", snapshot?["SnapshotId"] ?? ""),
            ("State", state),
            ("Tags", tags),
            ("VolumeId", ec2.NewId("vol-")))
            .Merge(type.Measures(Size(wanted, snapshot), wanted.Long("Iops"), wanted.Long("Throughput")))
            .Merge(EbsEncryption.Of(ec2, wanted, snapshot)));
    }

    public static void Remove(Ec2Region ec2, JsonObject volume)
    {
        ec2.DeleteAttributes(Ec2Kinds.Volume, volume.Text("VolumeId"));
        ec2.Delete(Ec2Kinds.Volume, volume);
    }

    private static long Size(JsonObject wanted, JsonObject? snapshot)
    {
        var size = wanted.Long("Size") ?? wanted.Long("VolumeSize") ?? snapshot?.Long("VolumeSize")
            ?? throw new AwsException("MissingParameter", "The request must contain the parameter size/snapshot");
        return size >= (snapshot?.Long("VolumeSize") ?? 0)
            ? size
            : throw Inputs.Invalid($"The specified size of {size}GiB is smaller than snapshot '{snapshot?.String("SnapshotId")}', expect size >= {snapshot?.Long("VolumeSize")}GiB");
    }

    private static JsonObject CreateVolume(Ec2Region ec2, JsonObject input)
    {
        var snapshot = input.String("SnapshotId") is { Length: > 0 } id ? Snapshots.Usable(ec2, id) : null;
        var volume = New(ec2, ReadZone(ec2, input), "creating", input, snapshot, ResourceTags.ForNew(ec2, input, Ec2Kinds.Volume));
        Creating.Begin(ec2, volume);
        return volume.Without("Attachments");
    }

    private static string ReadZone(Ec2Region ec2, JsonObject input)
    {
        var (name, id) = (input.String("AvailabilityZone"), input.String("AvailabilityZoneId"));
        if (name is null && id is null)
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter AvailabilityZone");
        }

        var zone = Zones.Of(ec2.Scope).FirstOrDefault(zone => (name ?? zone.Name) == zone.Name && (id ?? zone.Id) == zone.Id);
        return zone?.Name ?? throw new AwsException("InvalidZone.NotFound", $"The zone '{name ?? id}' does not exist.");
    }

    private static JsonObject DeleteVolume(Ec2Region ec2, JsonObject input)
    {
        var volume = ec2.Need(Ec2Kinds.Volume, input.Text("VolumeId"));
        var id = volume.Text("VolumeId");
        if (volume.Array("Attachments").Objects.FirstOrDefault() is { } attachment)
        {
            throw new AwsException("VolumeInUse", $"Volume {id} is currently attached to {attachment.String("InstanceId")}");
        }

        if (volume.String("State") is not ("available" or "error"))
        {
            throw new AwsException("IncorrectState", $"Volume '{id}' is in the '{volume.String("State")}' state.");
        }

        Deleting.Begin(ec2, ec2.Put(Ec2Kinds.Volume, volume.With("State", "deleting")));
        return JsonObject.Empty;
    }
}

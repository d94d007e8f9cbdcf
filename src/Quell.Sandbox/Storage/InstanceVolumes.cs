using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>The volumes of an instance, and what the instance shows of them.</summary>
internal static class InstanceVolumes
{
    private const long StandardSize = 8;

    /// <summary>The instance's volumes with their attachment to it, by device.</summary>
    public static IReadOnlyList<(JsonObject Volume, JsonObject Attachment)> Of(Ec2Region ec2, string instanceId) =>
    [
        .. from volume in ec2.All(Ec2Kinds.Volume)
           from attachment in volume.Array("Attachments").Objects
           where attachment.String("InstanceId") == instanceId
           orderby attachment.String("Device")
           select (volume, attachment),
    ];

    /// <summary>Makes the volumes of an instance that is being launched: those that its image has, those asked for, and its root.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="instance">The instance, which names its root device.</param>
    /// <param name="zone">The Availability Zone.</param>
    /// <param name="image">The mappings of its image, whose snapshots may be another account's.</param>
    /// <param name="asked">The mappings asked for; they change those of the image.</param>
    /// <param name="tags">The tags of each.</param>
    public static void Launch(Ec2Region ec2, JsonObject instance, string zone, JsonArray image, JsonArray asked, JsonArray tags)
    {
        var (id, root) = (instance.Text("InstanceId"), instance.Text("RootDeviceName"));
        var wanted = new Dictionary<string, JsonObject>(StringComparer.Ordinal) { [root] = JsonObject.Of(("DeviceName", root)) };
        foreach (var mapping in image.Objects.Concat(asked.Objects).Where(mapping => !mapping.Has("VirtualName")))
        {
            var device = mapping.Text("DeviceName");
            wanted[device] = Merged(wanted.GetValueOrDefault(device) ?? JsonObject.Empty, mapping);
        }

        foreach (var (device, mapping) in wanted.Where(entry => !entry.Value.Has("NoDevice")))
        {
            var ebs = mapping.Object("Ebs") ?? JsonObject.Empty;
            var snapshot = ebs.String("SnapshotId") is { Length: > 0 } from ? Snapshot(ec2, image, from) : null;
            var measured = ebs.Has("VolumeSize") || snapshot is not null ? ebs : ebs.With("VolumeSize", StandardSize);
            var volume = Volumes.New(ec2, zone, "in-use", measured.With("VolumeType", ebs["VolumeType"] ?? "gp3"), snapshot, tags);
            VolumeAttachments.Attach(ec2, volume, id, device, ebs.Bool("DeleteOnTermination") ?? true);
        }

        Refresh(ec2, id);
    }

    /// <summary>Draws the instance's <c>BlockDeviceMappings</c> from its volumes again.</summary>
    public static void Refresh(Ec2Region ec2, string instanceId)
    {
        var instance = ec2.Need(Ec2Kinds.Instance, instanceId);
        ec2.Put(Ec2Kinds.Instance, instance.With("BlockDeviceMappings", JsonArray.From(Of(ec2, instanceId).Select(item => (JsonValue)JsonObject.Of(
            ("DeviceName", item.Attachment["Device"]),
            ("Ebs", JsonObject.Of(
                ("AttachTime", item.Attachment["AttachTime"]),
                ("DeleteOnTermination", item.Attachment["DeleteOnTermination"]),
                ("Status", item.Attachment["State"]),
                ("VolumeId", item.Volume["VolumeId"]))))))));
    }

    /// <summary>Deletes the volumes that go with their instance and sets the others free.</summary>
    public static void Release(Ec2Region ec2, string instanceId)
    {
        foreach (var (volume, attachment) in Of(ec2, instanceId))
        {
            if (attachment.Bool("DeleteOnTermination") == true)
            {
                Volumes.Remove(ec2, volume);
            }
            else
            {
                VolumeAttachments.Detach(ec2, volume, attachment);
            }
        }
    }

    public static void SetDeleteOnTermination(Ec2Region ec2, string instanceId, string device, bool value)
    {
        var (volume, attachment) = Of(ec2, instanceId).FirstOrDefault(item => item.Attachment.String("Device") == device);
        if (volume is null)
        {
            throw new AwsException("InvalidInstanceAttributeValue", $"No device is currently mapped at {device}");
        }

        var changed = volume.Array("Attachments").Items.Replace(attachment, attachment.With("DeleteOnTermination", value));
        ec2.Put(Ec2Kinds.Volume, volume.With("Attachments", new JsonArray(changed)));
        Refresh(ec2, instanceId);
    }

    /// <summary>Who may launch an image may have volumes of its snapshots, whoever has these.</summary>
    private static JsonObject Snapshot(Ec2Region ec2, JsonArray image, string id) =>
        image.Objects.Any(mapping => mapping.Object("Ebs")?.String("SnapshotId") == id)
            ? ec2.InAllAccounts(Ec2Kinds.Snapshot).First(entry => entry.Resource.String("SnapshotId") == id).Resource
            : Snapshots.Usable(ec2, id);

    private static JsonObject Merged(JsonObject earlier, JsonObject later) => earlier.Merge(later)
        .With("Ebs", (earlier.Object("Ebs") ?? JsonObject.Empty).Merge(later.Object("Ebs") ?? JsonObject.Empty));
}

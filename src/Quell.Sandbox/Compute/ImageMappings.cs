using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Storage;

namespace Quell.Sandbox.Compute;

/// <summary>The block device mappings of images: each names the snapshot that its volumes are made of.</summary>
internal static class ImageMappings
{
    /// <summary>Takes a snapshot of each volume of the instance and maps it to the volume's device.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="changes">
    /// What is to be otherwise: <c>NoDevice</c> leaves one out, <c>DeleteOnTermination</c> is the only thing of an existing volume that
    /// can be changed, other devices are added (EC2 API Reference, "CreateImage").
    /// </param>
    /// <param name="image">The image, which the snapshots' descriptions name.</param>
    /// <param name="tags">The snapshots' tags.</param>
    public static JsonArray OfInstance(Ec2Region ec2, JsonObject instance, JsonArray changes, JsonObject image, JsonArray tags)
    {
        var byDevice = changes.Objects.ToDictionary(change => change.Text("DeviceName"), StringComparer.Ordinal);
        var id = instance.Text("InstanceId");
        var kept = InstanceVolumes.Of(ec2, id)
            .Where(item => byDevice.GetValueOrDefault(item.Attachment.Text("Device"))?.Has("NoDevice") != true).ToList();
        var mappings = kept.Select(item =>
        {
            var device = item.Attachment.Text("Device");
            var description = $"Created by CreateImage({id}) for {image.String("ImageId")}";
            var snapshot = Snapshots.Of(ec2, item.Volume, description, tags);
            return Mapping(device, item.Volume, snapshot, Deletes(byDevice.GetValueOrDefault(device), item.Attachment));
        }).ToList();
        var added = byDevice.Values.Where(change => !change.Has("NoDevice") && !change.Has("VirtualName")
            && kept.All(item => item.Attachment.String("Device") != change.String("DeviceName")));
        return JsonArray.From(mappings.Concat(added.Select(change => Read(ec2, change))));
    }

    /// <summary>A mapping as RegisterImage is given it: of a snapshot, or of an empty volume with a size.</summary>
    public static JsonObject Read(Ec2Region ec2, JsonObject mapping)
    {
        var ebs = mapping.Object("Ebs") ?? throw new AwsException(
            "InvalidBlockDeviceMapping", $"The device '{mapping.String("DeviceName")}' must be mapped to an EBS volume.");
        var snapshot = ebs.String("SnapshotId") is { } id ? Snapshots.Usable(ec2, id) : null;
        if (snapshot is not null && ebs.Has("Encrypted"))
        {
            throw new AwsException("InvalidParameterCombination", "The encrypted flag cannot be specified since device has a snapshot specified.");
        }

        var size = ebs.Long("VolumeSize") ?? snapshot?.Long("VolumeSize")
            ?? throw new AwsException("MissingParameter", "The request must contain the parameter size or snapshotId");
        var type = VolumeType.Of(ebs.String("VolumeType") ?? "gp2");
        type.Measures(size, ebs.Long("Iops"), ebs.Long("Throughput"));
        return JsonObject.Of(
            ("DeviceName", mapping["DeviceName"]),
            ("Ebs", ebs.With("DeleteOnTermination", ebs.Bool("DeleteOnTermination") ?? true)
                .With("VolumeSize", size)
                .With("VolumeType", type.Name)
                .With("Encrypted", snapshot?.Bool("Encrypted") ?? ebs.Bool("Encrypted") ?? false)));
    }

    private static bool Deletes(JsonObject? change, JsonObject attachment)
    {
        if (change?.Object("Ebs") is not { } ebs)
        {
            return attachment.Bool("DeleteOnTermination") ?? false;
        }

        return ebs.Names.FirstOrDefault(name => name != "DeleteOnTermination") is { } other
            ? throw new AwsException(
                "InvalidBlockDeviceMapping", $"{other} of the existing device '{attachment.String("Device")}' cannot be changed.")
            : ebs.Bool("DeleteOnTermination") ?? true;
    }

    private static JsonObject Mapping(string device, JsonObject volume, JsonObject snapshot, bool deletes) => JsonObject.Of(
        ("DeviceName", device),
        ("Ebs", JsonObject.Of(
            ("DeleteOnTermination", deletes),
            ("SnapshotId", snapshot["SnapshotId"]),
            ("VolumeSize", volume["Size"]),
            ("VolumeType", volume["VolumeType"]),
            ("Iops", VolumeType.Of(volume.Text("VolumeType")).Iops is null ? null : volume["Iops"]),
            ("Throughput", volume["Throughput"]),
            ("Encrypted", volume["Encrypted"]))));
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>CreateSnapshots: of all volumes of an instance at once, or of all but some.</summary>
internal static class InstanceSnapshots
{
    private static readonly string[] Shown =
        ["Description", "Tags", "Encrypted", "VolumeId", "State", "VolumeSize", "StartTime", "Progress", "OwnerId", "SnapshotId"];

    public static OperationTable AddInstanceSnapshots(this OperationTable table) => table.AddEc2(
        "CreateSnapshots", "InstanceSpecification Description CopyTagsFromSource TagSpecifications", CreateSnapshots);

    private static JsonObject CreateSnapshots(Ec2Region ec2, JsonObject input)
    {
        var wanted = input.Object("InstanceSpecification") ?? JsonObject.Empty;
        var instance = ec2.Need(Ec2Kinds.Instance, wanted.Text("InstanceId"));
        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.Snapshot);
        var snapshots = Choose(ec2, instance, wanted).Select(volume => Snapshots.Of(
            ec2, volume, input.String("Description") ?? "", input.Has("CopyTagsFromSource") ? WithTagsOf(ec2, volume, tags) : tags)).ToList();
        return JsonObject.Of(("Snapshots", JsonArray.From(snapshots.Select(snapshot =>
            JsonObject.From(Shown.Where(snapshot.Has).Select(name => KeyValuePair.Create(name, snapshot[name]!)))))));
    }

    private static IReadOnlyList<JsonObject> Choose(Ec2Region ec2, JsonObject instance, JsonObject wanted)
    {
        var volumes = InstanceVolumes.Of(ec2, instance.Text("InstanceId"));
        var boot = volumes.FirstOrDefault(item => item.Attachment.String("Device") == instance.String("RootDeviceName")).Volume?.String("VolumeId");
        var excluded = wanted.Texts("ExcludeDataVolumeIds");
        foreach (var id in excluded)
        {
            if (id == boot)
            {
                throw Inputs.InvalidValue(id, "ExcludeDataVolumeId", "It is the root volume; use ExcludeBootVolume to exclude that.");
            }

            if (volumes.All(item => item.Volume.String("VolumeId") != id))
            {
                throw new AwsException("InvalidVolume.NotFound", $"The volume '{id}' is not attached to instance '{instance.String("InstanceId")}'.");
            }
        }

        return
        [
            .. volumes.Select(item => item.Volume)
                .Where(volume => !excluded.Contains(volume.Text("VolumeId")))
                .Where(volume => wanted.Bool("ExcludeBootVolume") != true || volume.String("VolumeId") != boot),
        ];
    }

    private static JsonArray WithTagsOf(Ec2Region ec2, JsonObject volume, JsonArray tags) => ResourceTags.Add(
        ec2,
        JsonArray.From(volume.Array("Tags").Objects.Where(tag => tag.String("Key")?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == false)),
        tags);
}

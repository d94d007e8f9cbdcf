using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2Volume() : ResourceType(
    "AWS::EC2::Volume",
    new PropertySchema(
        ("AvailabilityZone", Text.Required().CreateOnly()),
        ("SnapshotId", Text.CreateOnly()),
        ("Encrypted", PropertyType.Boolean.CreateOnly()),
        ("KmsKeyId", Text.CreateOnly()),
        ("Size", Integer),
        ("VolumeType", Text),
        ("Iops", Integer),
        ("Throughput", Integer),
        ("MultiAttachEnabled", PropertyType.Boolean),
        ("Tags", PropertyType.Tags)),
    "VolumeId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateVolume", work.Properties.Without("Tags").With("TagSpecifications", Ec2Tags.For(work, "volume"))).ConfigureAwait(false);
        var id = work.PhysicalId = output.String("VolumeId") ?? "";
        await work.Until(async () => await State(work).ConfigureAwait(false) is not "creating").ConfigureAwait(false);
        return new(id, ("VolumeId", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("Size", "VolumeType", "Iops", "Throughput", "MultiAttachEnabled"))
        {
            await work.Call(
                "ec2", "ModifyVolume", work.Pick("Size", "VolumeType", "Iops", "Throughput", "MultiAttachEnabled").With("VolumeId", work.PhysicalId)).ConfigureAwait(false);
        }

        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteVolume", ("VolumeId", work.PhysicalId));

    private static async Task<string?> State(ResourceWork work)
    {
        var output = await work.Call("ec2", "DescribeVolumes", ("Filters", Ec2Vpc.Filters(("volume-id", work.PhysicalId)))).ConfigureAwait(false);
        return output.Array("Volumes").Objects.FirstOrDefault()?.String("State");
    }
}

using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2VolumeAttachment() : ResourceType(
    "AWS::EC2::VolumeAttachment",
    new PropertySchema(
        ("VolumeId", Text.Required().CreateOnly()), ("InstanceId", Text.Required().CreateOnly()), ("Device", Text.Required().CreateOnly())))
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("ec2", "AttachVolume", work.Properties).ConfigureAwait(false);
        return new($"{work.Properties.String("VolumeId")}|{work.Properties.String("InstanceId")}");
    }

    /// <summary>A volume that somebody has detached before is refused by its state, not as missing: so it is looked first.</summary>
    public override async Task Delete(ResourceWork work)
    {
        var filters = Ec2Vpc.Filters(
            ("volume-id", work.Properties.String("VolumeId") ?? ""), ("attachment.instance-id", work.Properties.String("InstanceId") ?? ""));
        var output = await work.Call("ec2", "DescribeVolumes", ("Filters", filters)).ConfigureAwait(false);
        if (output.Array("Volumes").Count > 0)
        {
            await work.Remove("ec2", "DetachVolume", work.Pick("VolumeId", "InstanceId")).ConfigureAwait(false);
        }
    }
}

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

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DetachVolume", work.Pick("VolumeId", "InstanceId"));
}

using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2VpcGatewayAttachment() : ResourceType(
    "AWS::EC2::VPCGatewayAttachment",
    new PropertySchema(("VpcId", Text.Required().CreateOnly()), ("InternetGatewayId", Text.Required().CreateOnly())),
    "AttachmentType")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("ec2", "AttachInternetGateway", work.Properties).ConfigureAwait(false);
        return new($"IGW|{work.Properties.String("VpcId")}", ("AttachmentType", "IGW"));
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DetachInternetGateway", work.Pick("VpcId", "InternetGatewayId"));
}

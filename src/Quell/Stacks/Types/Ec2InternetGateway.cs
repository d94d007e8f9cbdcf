using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2InternetGateway() : ResourceType(
    "AWS::EC2::InternetGateway", new PropertySchema(("Tags", PropertyType.Tags)), "InternetGatewayId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateInternetGateway", ("TagSpecifications", Ec2Tags.For(work, "internet-gateway"))).ConfigureAwait(false);
        var id = output.Object("InternetGateway")?.String("InternetGatewayId") ?? "";
        return new(id, ("InternetGatewayId", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteInternetGateway", ("InternetGatewayId", work.PhysicalId));
}

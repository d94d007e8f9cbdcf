using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2VpnGateway() : ResourceType(
    "AWS::EC2::VPNGateway",
    new PropertySchema(
        ("Type", Text.Required().CreateOnly()),
        ("AmazonSideAsn", Integer.CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "VPNGatewayId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            "ec2", "CreateVpnGateway", work.Pick("Type", "AmazonSideAsn").With("TagSpecifications", Ec2Tags.For(work, "vpn-gateway"))).ConfigureAwait(false);
        var id = output.Object("VpnGateway")?.String("VpnGatewayId") ?? "";
        return new(id, ("VPNGatewayId", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteVpnGateway", ("VpnGatewayId", work.PhysicalId));
}

using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2CustomerGateway() : ResourceType(
    "AWS::EC2::CustomerGateway",
    new PropertySchema(
        ("Type", Text.Required().CreateOnly()),
        ("IpAddress", Text.Required().CreateOnly()),
        ("BgpAsn", Integer.CreateOnly()),
        ("DeviceName", Text.CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "CustomerGatewayId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            "ec2", "CreateCustomerGateway", work.Pick("Type", "IpAddress", "BgpAsn", "DeviceName").With("TagSpecifications", Ec2Tags.For(work, "customer-gateway"))).ConfigureAwait(false);
        var id = output.Object("CustomerGateway")?.String("CustomerGatewayId") ?? "";
        return new(id, ("CustomerGatewayId", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteCustomerGateway", ("CustomerGatewayId", work.PhysicalId));
}

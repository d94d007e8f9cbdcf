using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2TransitGatewayVpcAttachment() : ResourceType(
    "AWS::EC2::TransitGatewayVpcAttachment",
    new PropertySchema(
        ("TransitGatewayId", Text.Required().CreateOnly()),
        ("VpcId", Text.Required().CreateOnly()),
        ("SubnetIds", ListOf(Text).Required().CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "Id")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateTransitGatewayVpcAttachment", work.Pick("TransitGatewayId", "VpcId", "SubnetIds")
            .With("TagSpecifications", Ec2Tags.For(work, "transit-gateway-attachment"))).ConfigureAwait(false);
        var id = work.PhysicalId = output.Object("TransitGatewayVpcAttachment")?.String("TransitGatewayAttachmentId") ?? "";
        await work.Until(async () => await State(work).ConfigureAwait(false) is not "pending").ConfigureAwait(false);
        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await work.Remove("ec2", "DeleteTransitGatewayVpcAttachment", ("TransitGatewayAttachmentId", work.PhysicalId)).ConfigureAwait(false);
        await work.Until(async () => await State(work).ConfigureAwait(false) is null or "deleted").ConfigureAwait(false);
    }

    private static async Task<string?> State(ResourceWork work)
    {
        var output = await work.Call(
            "ec2", "DescribeTransitGatewayVpcAttachments", ("Filters", Ec2Vpc.Filters(("transit-gateway-attachment-id", work.PhysicalId)))).ConfigureAwait(false);
        return output.Array("TransitGatewayVpcAttachments").Objects.FirstOrDefault()?.String("State");
    }
}

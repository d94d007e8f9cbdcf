using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2TransitGateway() : ResourceType(
    "AWS::EC2::TransitGateway",
    new PropertySchema(
        ("AmazonSideAsn", Integer.CreateOnly()), ("Description", Text.CreateOnly()), ("DnsSupport", Text.CreateOnly()), ("VpnEcmpSupport", Text.CreateOnly()), ("Tags", PropertyType.Tags)),
    "Id", "TransitGatewayArn")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var options = work.Pick("AmazonSideAsn", "DnsSupport", "VpnEcmpSupport");
        var output = await work.Call("ec2", "CreateTransitGateway", work.Pick("Description")
            .With("Options", options.Count == 0 ? null : options)
            .With("TagSpecifications", Ec2Tags.For(work, "transit-gateway"))).ConfigureAwait(false);
        var made = output.Object("TransitGateway") ?? JsonObject.Empty;
        var id = work.PhysicalId = made.String("TransitGatewayId") ?? "";
        await work.Until(async () => await State(work).ConfigureAwait(false) is not "pending").ConfigureAwait(false);
        return new(id, ("Id", id), ("TransitGatewayArn", made["TransitGatewayArn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await work.Remove("ec2", "DeleteTransitGateway", ("TransitGatewayId", work.PhysicalId)).ConfigureAwait(false);
        await work.Until(async () => await State(work).ConfigureAwait(false) is null or "deleted").ConfigureAwait(false);
    }

    private static async Task<string?> State(ResourceWork work)
    {
        var output = await work.Call("ec2", "DescribeTransitGateways", ("Filters", Ec2Vpc.Filters(("transit-gateway-id", work.PhysicalId)))).ConfigureAwait(false);
        return output.Array("TransitGateways").Objects.FirstOrDefault()?.String("State");
    }
}

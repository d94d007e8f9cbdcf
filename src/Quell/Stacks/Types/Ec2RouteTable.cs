using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2RouteTable() : ResourceType(
    "AWS::EC2::RouteTable", new PropertySchema(("VpcId", Text.Required().CreateOnly()), ("Tags", PropertyType.Tags)), "RouteTableId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateRouteTable", ("VpcId", work["VpcId"]), ("TagSpecifications", Ec2Tags.For(work, "route-table"))).ConfigureAwait(false);
        var id = output.Object("RouteTable")?.String("RouteTableId") ?? "";
        return new(id, ("RouteTableId", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteRouteTable", ("RouteTableId", work.PhysicalId));
}

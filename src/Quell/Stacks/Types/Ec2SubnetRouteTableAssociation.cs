using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2SubnetRouteTableAssociation() : ResourceType(
    "AWS::EC2::SubnetRouteTableAssociation",
    new PropertySchema(("SubnetId", Text.Required().CreateOnly()), ("RouteTableId", Text.Required())),
    "Id")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "AssociateRouteTable", work.Pick("SubnetId", "RouteTableId")).ConfigureAwait(false);
        return Of(output.String("AssociationId"));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var output = await work.Call("ec2", "ReplaceRouteTableAssociation", ("AssociationId", work.PhysicalId), ("RouteTableId", work["RouteTableId"])).ConfigureAwait(false);
        return Of(output.String("NewAssociationId"));
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DisassociateRouteTable", ("AssociationId", work.PhysicalId));

    private static Deployed Of(string? id) => new(id ?? "", ("Id", id ?? ""));
}

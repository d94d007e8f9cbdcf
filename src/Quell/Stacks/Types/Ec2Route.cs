using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2Route() : ResourceType(
    "AWS::EC2::Route",
    new PropertySchema(
        ("RouteTableId", Text.Required().CreateOnly()),
        ("DestinationCidrBlock", Text.CreateOnly()),
        ("DestinationIpv6CidrBlock", Text.CreateOnly()),
        ("GatewayId", Text),
        ("InstanceId", Text),
        ("NatGatewayId", Text),
        ("NetworkInterfaceId", Text),
        ("TransitGatewayId", Text),
        ("VpcEndpointId", Text),
        ("VpcPeeringConnectionId", Text)),
    "CidrBlock")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("ec2", "CreateRoute", work.Properties).ConfigureAwait(false);
        var destination = work.Properties.String("DestinationCidrBlock") ?? work.Properties.String("DestinationIpv6CidrBlock") ?? "";
        return new($"{work.Properties.String("RouteTableId")}|{destination}", ("CidrBlock", destination));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call("ec2", "ReplaceRoute", work.Properties).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) =>
        work.Remove("ec2", "DeleteRoute", work.Pick("RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock"));
}

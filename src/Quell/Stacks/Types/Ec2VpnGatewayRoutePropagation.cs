using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2VpnGatewayRoutePropagation() : ResourceType(
    "AWS::EC2::VPNGatewayRoutePropagation",
    new PropertySchema(("RouteTableIds", ListOf(Text).Required()), ("VpnGatewayId", Text.Required().CreateOnly())),
    "Id")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        foreach (var table in Tables(work.Properties))
        {
            await work.Call("ec2", "EnableVgwRoutePropagation", Of(work, table)).ConfigureAwait(false);
        }

        var id = work.Name(128);
        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        foreach (var table in Tables(work.Properties).Except(Tables(work.Before)))
        {
            await work.Call("ec2", "EnableVgwRoutePropagation", Of(work, table)).ConfigureAwait(false);
        }

        foreach (var table in Tables(work.Before).Except(Tables(work.Properties)))
        {
            await work.Remove("ec2", "DisableVgwRoutePropagation", Of(work, table)).ConfigureAwait(false);
        }

        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        foreach (var table in Tables(work.Properties))
        {
            await work.Remove("ec2", "DisableVgwRoutePropagation", Of(work, table)).ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> Tables(JsonObject properties) => properties.Array("RouteTableIds").Strings;

    private static JsonObject Of(ResourceWork work, string table) =>
        JsonObject.Of(("GatewayId", work["VpnGatewayId"]), ("RouteTableId", table));
}

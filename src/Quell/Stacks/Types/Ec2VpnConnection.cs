using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2VpnConnection() : ResourceType(
    "AWS::EC2::VPNConnection",
    new PropertySchema(
        ("Type", Text.Required().CreateOnly()),
        ("CustomerGatewayId", Text.Required()),
        ("VpnGatewayId", Text),
        ("TransitGatewayId", Text),
        ("StaticRoutesOnly", PropertyType.Boolean.CreateOnly()),
        ("LocalIpv4NetworkCidr", Text.CreateOnly()),
        ("RemoteIpv4NetworkCidr", Text.CreateOnly()),
        ("VpnTunnelOptionsSpecifications", ListOf(Object(("PreSharedKey", Text), ("TunnelInsideCidr", Text))).CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "VpnConnectionId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var options = work.Pick("StaticRoutesOnly", "LocalIpv4NetworkCidr", "RemoteIpv4NetworkCidr").With("TunnelOptions", work["VpnTunnelOptionsSpecifications"]);
        var output = await work.Call("ec2", "CreateVpnConnection", work.Pick("Type", "CustomerGatewayId", "VpnGatewayId", "TransitGatewayId")
            .With("Options", options.Count == 0 ? null : options)
            .With("TagSpecifications", Ec2Tags.For(work, "vpn-connection"))).ConfigureAwait(false);
        var id = work.PhysicalId = output.Object("VpnConnection")?.String("VpnConnectionId") ?? "";
        await Settle(work).ConfigureAwait(false);
        return new(id, ("VpnConnectionId", id));
    }

    /// <summary>One end at a time: the API changes no two in one call.</summary>
    public override async Task<Deployed> Update(ResourceWork work)
    {
        foreach (var end in new[] { "CustomerGatewayId", "VpnGatewayId", "TransitGatewayId" })
        {
            if (work.Changes(end) && work[end] is { } id)
            {
                await work.Call("ec2", "ModifyVpnConnection", ("VpnConnectionId", work.PhysicalId), (end, id)).ConfigureAwait(false);
                await Settle(work).ConfigureAwait(false);
            }
        }

        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    /// <summary>Its gateways can be deleted when it is.</summary>
    public override async Task Delete(ResourceWork work)
    {
        await work.Remove("ec2", "DeleteVpnConnection", ("VpnConnectionId", work.PhysicalId)).ConfigureAwait(false);
        await work.Until(async () => await State(work).ConfigureAwait(false) is null or "deleted").ConfigureAwait(false);
    }

    private static Task Settle(ResourceWork work) => work.Until(async () => await State(work).ConfigureAwait(false) is not ("pending" or "modifying"));

    private static async Task<string?> State(ResourceWork work)
    {
        var output = await work.Call("ec2", "DescribeVpnConnections", ("Filters", Ec2Vpc.Filters(("vpn-connection-id", work.PhysicalId)))).ConfigureAwait(false);
        return output.Array("VpnConnections").Objects.FirstOrDefault()?.String("State");
    }
}

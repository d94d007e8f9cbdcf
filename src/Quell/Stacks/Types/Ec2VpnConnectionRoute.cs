using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2VpnConnectionRoute() : ResourceType(
    "AWS::EC2::VPNConnectionRoute",
    new PropertySchema(("VpnConnectionId", Text.Required().CreateOnly()), ("DestinationCidrBlock", Text.Required().CreateOnly())))
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("ec2", "CreateVpnConnectionRoute", work.Properties).ConfigureAwait(false);
        return new($"{work.Properties.String("DestinationCidrBlock")}|{work.Properties.String("VpnConnectionId")}");
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteVpnConnectionRoute", work.Properties);
}

using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>An internet gateway or a virtual private gateway, of which one is named.</summary>
internal sealed class Ec2VpcGatewayAttachment() : ResourceType(
    "AWS::EC2::VPCGatewayAttachment",
    new PropertySchema(("VpcId", Text.Required().CreateOnly()), ("InternetGatewayId", Text.CreateOnly()), ("VpnGatewayId", Text.CreateOnly())),
    "AttachmentType")
{
    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties)
    {
        if (properties.Has("InternetGatewayId") == properties.Has("VpnGatewayId"))
        {
            yield return ("InternetGatewayId", "One of InternetGatewayId and VpnGatewayId has to be given, and not both.");
        }
    }

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var isVpn = work.Properties.Has("VpnGatewayId");
        await work.Call("ec2", isVpn ? "AttachVpnGateway" : "AttachInternetGateway", work.Properties).ConfigureAwait(false);
        var type = isVpn ? "VGW" : "IGW";
        return new($"{type}|{work.Properties.String("VpcId")}", ("AttachmentType", type));
    }

    public override Task Delete(ResourceWork work) =>
        work.Remove("ec2", work.Properties.Has("VpnGatewayId") ? "DetachVpnGateway" : "DetachInternetGateway", work.Properties);
}

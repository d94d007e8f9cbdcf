using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Gateways;

namespace Quell.Sandbox.Vpn;

/// <summary>What can be changed of a VPN connection: its tunnels, its networks, the gateways at its ends.</summary>
internal static class VpnModifications
{
    private static readonly string[] Ends = ["CustomerGatewayId", "VpnGatewayId", "TransitGatewayId"];

    public static OperationTable AddVpnModifications(this OperationTable table) => table
        .AddEc2("ModifyVpnTunnelOptions", "VpnConnectionId VpnTunnelOutsideIpAddress TunnelOptions PreSharedKeyStorage", ModifyVpnTunnelOptions)
        .AddEc2("ModifyVpnConnectionOptions", "VpnConnectionId LocalIpv4NetworkCidr RemoteIpv4NetworkCidr", ModifyVpnConnectionOptions)
        .AddEc2("ModifyVpnConnection", "VpnConnectionId CustomerGatewayId VpnGatewayId TransitGatewayId", ModifyVpnConnection);

    private static JsonObject ModifyVpnTunnelOptions(Ec2Region ec2, JsonObject input)
    {
        var connection = VpnConnections.Available(ec2, input);
        VpnConnections.RefuseSecretsManager(input);
        var tunnels = VpnConnections.TunnelsOf(connection);
        var address = input.Text("VpnTunnelOutsideIpAddress");
        var tunnel = tunnels.Objects.FirstOrDefault(tunnel => tunnel.String("OutsideIpAddress") == address)
            ?? throw Inputs.InvalidValue(address, "vpnTunnelOutsideIpAddress", $"It is no tunnel of {connection.String("VpnConnectionId")}.");
        var given = input.Object("TunnelOptions") ?? JsonObject.Empty;
        if (given.Count == 0)
        {
            throw new AwsException("MissingParameter", "The request must contain at least one tunnel option.");
        }

        var taken = VpnConnections.InsideRanges(ec2, connection).Concat(
            tunnels.Objects.Where(other => !other.Equals(tunnel)).Select(other => other.Text("TunnelInsideCidr")));
        var changed = new JsonArray(tunnels.Items.Replace(tunnel, VpnTunnels.Changed(tunnel, given, taken)));
        return VpnConnections.Settle(ec2, connection.With("Options", connection.Object("Options")!.With("TunnelOptions", changed)));
    }

    private static JsonObject ModifyVpnConnectionOptions(Ec2Region ec2, JsonObject input)
    {
        var connection = VpnConnections.Available(ec2, input);
        return VpnConnections.Settle(ec2, connection.With("Options", VpnOptions.Networks(connection.Object("Options")!, input)));
    }

    private static JsonObject ModifyVpnConnection(Ec2Region ec2, JsonObject input)
    {
        var connection = VpnConnections.Available(ec2, input);
        var given = Array.FindAll(Ends, input.Has);
        if (given.Length != 1)
        {
            throw new AwsException(
                given.Length == 0 ? "MissingParameter" : "InvalidParameterCombination",
                "The request must contain exactly one of customerGatewayId, vpnGatewayId or transitGatewayId");
        }

        var id = input.Text(given[0]);
        return given[0] switch
        {
            "CustomerGatewayId" => VpnConnections.Settle(
                ec2, connection.With("CustomerGatewayId", CustomerGateways.Available(ec2, id)["CustomerGatewayId"])),
            "VpnGatewayId" => Move(ec2, connection, JsonObject.Of(("VpnGatewayId", VpnGateways.Available(ec2, id)["VpnGatewayId"]))),
            _ => Move(ec2, connection, JsonObject.Of(
                ("TransitGatewayId", TransitGateways.Available(ec2, id)["TransitGatewayId"]), ("GatewayAssociationState", "associated"))),
        };
    }

    /// <summary>Lets another gateway be Amazon's side. Static routes have to be gone before a transit gateway can (Site-to-Site VPN User Guide, "Modify the target gateway").</summary>
    private static JsonObject Move(Ec2Region ec2, JsonObject connection, JsonObject gateway)
    {
        if (gateway.String("TransitGatewayId") is { } transit)
        {
            if (connection.Array("Routes").Count > 0)
            {
                throw new AwsException(
                    "InvalidVpnConnection.InvalidState", "The static routes of the VPN connection must be deleted before it moves to a transit gateway.");
            }

            TransitGatewayAttachments.New(ec2, transit, "vpn", connection.Text("VpnConnectionId"), JsonObject.Empty);
        }

        foreach (var attachment in ec2.In(Ec2Kinds.TransitGatewayAttachment, "ResourceId", connection.Text("VpnConnectionId"))
            .Where(attachment => attachment.String("TransitGatewayId") == connection.String("TransitGatewayId")).ToList())
        {
            TransitGatewayAttachments.Delete(ec2, attachment);
        }

        var moved = VpnConnections.Settle(
            ec2, connection.Without("VpnGatewayId").Without("TransitGatewayId").Without("GatewayAssociationState").Merge(gateway));
        foreach (var vpn in new[] { connection.String("VpnGatewayId"), gateway.String("VpnGatewayId") }.OfType<string>())
        {
            RoutePropagation.Refresh(ec2, vpn);
        }

        return moved;
    }
}

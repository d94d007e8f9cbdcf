using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Vpn;

public sealed class VpnModificationsTests
{
    private readonly VpnHouse _house = new();

    [Fact]
    public void A_tunnels_key_is_rotated_and_nothing_else()
    {
        var id = _house.Connect();
        var before = _house.Described(id);
        var address = before.At("Options.TunnelOptions.1.OutsideIpAddress");
        Modify(id, address, "'PreSharedKey': 'N3w_Shared.Key'");
        (_house.Described(id).At("State"), _house.Described(id).At("VgwTelemetry.1.Status")).ShouldBe(("pending", "DOWN"));
        _house.Refused("ModifyVpnTunnelOptions", Input(id, address, "'PreSharedKey': 'Another.Key_1'")).ShouldStartWith("InvalidVpnConnection.InvalidState");
        _house.Account.Pass(TimeSpan.FromSeconds(3));
        var after = _house.Described(id);
        (after.At("State"), after.At("VgwTelemetry.1.Status")).ShouldBe(("available", "UP"));
        after.Each("Options.TunnelOptions", "PreSharedKey").ShouldBe([before.At("Options.TunnelOptions.0.PreSharedKey"), "N3w_Shared.Key"]);
        after.Each("Options.TunnelOptions", "OutsideIpAddress").ShouldBe(before.Each("Options.TunnelOptions", "OutsideIpAddress"));
        after.At("CustomerGatewayConfiguration").ShouldContain("<pre_shared_key>N3w_Shared.Key</pre_shared_key>");
    }

    [Fact]
    public void Other_options_are_changed_and_shown()
    {
        var id = _house.Connect();
        var address = _house.Described(id).At("Options.TunnelOptions.0.OutsideIpAddress");
        Modify(id, address, """
            'TunnelInsideCidr': '169.254.77.0/30', 'DPDTimeoutAction': 'restart', 'DPDTimeoutSeconds': 60, 'IKEVersions': [{'Value': 'ikev2'}],
            'Phase1EncryptionAlgorithms': [{'Value': 'AES256-GCM-16'}], 'StartupAction': 'start'
            """);
        var tunnel = _house.Described(id).Reach("Options.TunnelOptions.0")!;
        (tunnel.At("TunnelInsideCidr"), tunnel.At("DpdTimeoutAction"), tunnel.At("DpdTimeoutSeconds"), tunnel.At("IkeVersions.0.Value"), tunnel.At("StartupAction"))
            .ShouldBe(("169.254.77.0/30", "restart", "60", "ikev2", "start"));
        _house.Described(id).At("CustomerGatewayConfiguration").ShouldContain("<encryption_protocol>AES256-GCM-16</encryption_protocol>");
    }

    [Theory]
    [InlineData("1.2.3.4", "'PreSharedKey': 'N3w_Shared.Key'", "InvalidParameterValue: Value (1.2.3.4) for parameter vpnTunnelOutsideIpAddress")]
    [InlineData("", "'StartupAction': 'stop'", "InvalidParameterValue: Value (")]
    [InlineData("", "", "MissingParameter")]
    public void What_cannot_be_changed_is_refused(string address, string options, string error)
    {
        var id = _house.Connect();
        address = address.Length > 0 ? address : _house.Described(id).At("Options.TunnelOptions.0.OutsideIpAddress");
        _house.Refused("ModifyVpnTunnelOptions", Input(id, address, options)).ShouldStartWith(error);
        _house.Refused("ModifyVpnTunnelOptions", Input("vpn-0", address, "'PreSharedKey': 'N3w_Shared.Key'")).ShouldStartWith("InvalidVpnConnectionID.NotFound");
    }

    [Fact]
    public void A_connection_moves_to_a_transit_gateway_without_its_static_routes()
    {
        var id = _house.Connect();
        var transit = _house.Account.Ec2("CreateTransitGateway").At("TransitGateway.TransitGatewayId");
        _house.Account.Pass(TimeSpan.FromSeconds(3));
        var move = $"{{'VpnConnectionId': '{id}', 'TransitGatewayId': '{transit}'}}";
        _house.Account.Ec2("CreateVpnConnectionRoute", $"{{'VpnConnectionId': '{id}', 'DestinationCidrBlock': '192.168.0.0/16'}}");
        _house.Refused("ModifyVpnConnection", move).ShouldStartWith("InvalidVpnConnection.InvalidState");
        _house.Account.Ec2("DeleteVpnConnectionRoute", $"{{'VpnConnectionId': '{id}', 'DestinationCidrBlock': '192.168.0.0/16'}}");
        _house.Account.Ec2("ModifyVpnConnection", move);
        var moved = _house.Described(id);
        (moved.At("TransitGatewayId"), moved.Reach("VpnGatewayId")).ShouldBe((transit, null));
        _house.Account.Filtered("DescribeTransitGatewayAttachments", "resource-id", id).Each("TransitGatewayAttachments", "ResourceType").ShouldBe(["vpn"]);
    }

    [Fact]
    public void The_customers_side_can_be_another_device()
    {
        var id = _house.Connect();
        var other = _house.Account.Ec2("CreateCustomerGateway", "{'Type': 'ipsec.1', 'IpAddress': '198.51.100.9'}").At("CustomerGateway.CustomerGatewayId");
        _house.Account.Ec2("ModifyVpnConnection", $"{{'VpnConnectionId': '{id}', 'CustomerGatewayId': '{other}'}}");
        _house.Described(id).At("CustomerGatewayConfiguration").ShouldContain("198.51.100.9");
        _house.Account.Pass(TimeSpan.FromSeconds(3));
        _house.Account.Ec2("ModifyVpnConnectionOptions", $"{{'VpnConnectionId': '{id}', 'RemoteIpv4NetworkCidr': '10.0.0.0/16'}}").At("VpnConnection.Options.RemoteIpv4NetworkCidr").ShouldBe("10.0.0.0/16");
        _house.Account.Ec2("DeleteCustomerGateway", $"{{'CustomerGatewayId': '{_house.Customer}'}}");
    }

    private void Modify(string id, string address, string options) => _house.Account.Ec2("ModifyVpnTunnelOptions", Input(id, address, options));

    private static string Input(string id, string address, string options) =>
        $"{{'VpnConnectionId': '{id}', 'VpnTunnelOutsideIpAddress': '{address}', 'TunnelOptions': {{{options}}}}}";
}

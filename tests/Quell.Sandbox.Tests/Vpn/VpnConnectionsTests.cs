using System.Xml.Linq;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Vpn;

public sealed class VpnConnectionsTests
{
    private readonly VpnHouse _house = new();

    [Fact]
    public void A_connection_has_two_tunnels_with_addresses_and_keys_of_their_own()
    {
        var id = _house.Connect();
        var connection = _house.Described(id);
        (connection.At("State"), connection.At("Category"), connection.At("VpnGatewayId")).ShouldBe(("available", "VPN", _house.Gateway));
        var keys = connection.Each("Options.TunnelOptions", "PreSharedKey");
        keys.Distinct().Count().ShouldBe(2);
        keys.ShouldAllBe(key => key.Length == 32 && key[0] != '0');
        connection.Each("Options.TunnelOptions", "TunnelInsideCidr").ShouldAllBe(range => range.StartsWith("169.254.", StringComparison.Ordinal) && range.EndsWith("/30", StringComparison.Ordinal));
        connection.Each("VgwTelemetry", "OutsideIpAddress").ShouldBe(connection.Each("Options.TunnelOptions", "OutsideIpAddress"));
        connection.Each("VgwTelemetry", "Status").ShouldBe(["UP", "UP"]);
    }

    [Fact]
    public void The_customers_device_is_told_what_it_needs()
    {
        var id = _house.Connect("'TunnelOptions': [{'TunnelInsideCidr': '169.254.44.40/30', 'PreSharedKey': 'Correct_Horse.9', 'Phase1DHGroupNumbers': [{'Value': 19}]}]");
        var connection = _house.Described(id);
        var document = XDocument.Parse(connection.At("CustomerGatewayConfiguration")).Root!;
        document.Attribute("id")!.Value.ShouldBe(id);
        var tunnels = document.Elements("ipsec_tunnel").ToList();
        tunnels.Count.ShouldBe(2);
        Text(tunnels[0], "customer_gateway", "tunnel_outside_address", "ip_address").ShouldBe("203.0.113.7");
        Text(tunnels[0], "customer_gateway", "tunnel_inside_address", "ip_address").ShouldBe("169.254.44.42");
        Text(tunnels[0], "vpn_gateway", "tunnel_inside_address", "ip_address").ShouldBe("169.254.44.41");
        Text(tunnels[0], "customer_gateway", "bgp", "asn").ShouldBe("65010");
        Text(tunnels[0], "vpn_gateway", "bgp", "asn").ShouldBe("64512");
        Text(tunnels[0], "ike", "pre_shared_key").ShouldBe("Correct_Horse.9");
        Text(tunnels[0], "ike", "perfect_forward_secrecy").ShouldBe("group19");
        Text(tunnels[1], "ike", "pre_shared_key").ShouldBe(connection.At("Options.TunnelOptions.1.PreSharedKey"));
        _house.Account.State.ListAll("ec2:vpn-connection").Single().Value.Reach("CustomerGatewayConfiguration").ShouldBeNull();
    }

    [Fact]
    public void A_deleted_connection_shows_no_configuration_and_is_gone_after_an_hour()
    {
        var id = _house.Connect();
        _house.Refused("DeleteVpnGateway", $"{{'VpnGatewayId': '{_house.Gateway}'}}").ShouldBe($"IncorrectState: The vpnGateway ID '{_house.Gateway}' is in use.");
        _house.Refused("DeleteCustomerGateway", $"{{'CustomerGatewayId': '{_house.Customer}'}}").ShouldBe("IncorrectState: The customer gateway is in use.");
        _house.Account.Ec2("DeleteVpnConnection", $"{{'VpnConnectionId': '{id}'}}");
        _house.Described(id).At("State").ShouldBe("deleting");
        _house.Account.Pass(TimeSpan.FromSeconds(3));
        _house.Described(id).At("State").ShouldBe("deleted");
        _house.Described(id).Reach("CustomerGatewayConfiguration").ShouldBeNull();
        _house.Account.Ec2("DeleteCustomerGateway", $"{{'CustomerGatewayId': '{_house.Customer}'}}");
        _house.Account.Pass(TimeSpan.FromHours(1));
        _house.Refused("DescribeVpnConnections", $"{{'VpnConnectionIds': ['{id}']}}").ShouldBe($"InvalidVpnConnectionID.NotFound: The vpnConnection ID '{id}' does not exist");
        _house.Refused("DescribeCustomerGateways", $"{{'CustomerGatewayIds': ['{_house.Customer}']}}").ShouldStartWith("InvalidCustomerGatewayID.NotFound");
    }

    [Fact]
    public void A_connection_to_a_transit_gateway_is_attached_to_it()
    {
        var transit = _house.Account.Ec2("CreateTransitGateway").At("TransitGateway.TransitGatewayId");
        _house.Account.Pass(TimeSpan.FromSeconds(3));
        var id = _house.Account.Ec2("CreateVpnConnection", $"{{'Type': 'ipsec.1', 'CustomerGatewayId': '{_house.Customer}', 'TransitGatewayId': '{transit}'}}").At("VpnConnection.VpnConnectionId");
        _house.Account.Filtered("DescribeTransitGatewayAttachments", "resource-id", id).At("TransitGatewayAttachments.0.ResourceType").ShouldBe("vpn");
        _house.Account.Ec2("DeleteVpnConnection", $"{{'VpnConnectionId': '{id}'}}");
        _house.Account.Pass(TimeSpan.FromSeconds(3));
        _house.Account.Ec2("DeleteTransitGateway", $"{{'TransitGatewayId': '{transit}'}}");
    }

    [Theory]
    [InlineData("'TunnelOptions': [{'TunnelInsideCidr': '169.254.5.0/30'}]", "InvalidParameterValue: Value (169.254.5.0/30) for parameter TunnelInsideCidr")]
    [InlineData("'TunnelOptions': [{'TunnelInsideCidr': '10.0.0.0/30'}]", "InvalidParameterValue: Value (10.0.0.0/30)")]
    [InlineData("'TunnelOptions': [{'TunnelInsideCidr': '169.254.9.0/30'}, {'TunnelInsideCidr': '169.254.9.0/30'}]", "InvalidParameterValue: Value (169.254.9.0/30) for parameter TunnelInsideCidr is invalid. The range is used")]
    [InlineData("'TunnelOptions': [{'Phase2LifetimeSeconds': 3700}]", "InvalidParameterValue: Value (3700) for parameter Phase2LifetimeSeconds")]
    [InlineData("'TunnelOptions': [{'Phase1LifetimeSeconds': 900, 'Phase2LifetimeSeconds': 900}]", "InvalidParameterValue: Value (900) for parameter Phase2LifetimeSeconds")]
    [InlineData("'TunnelOptions': [{'Phase2LifetimeSeconds': 900, 'RekeyMarginTimeSeconds': 500}]", "InvalidParameterValue: Value (500) for parameter RekeyMarginTimeSeconds")]
    [InlineData("'TunnelOptions': [{'IKEVersions': [{'Value': 'ikev3'}]}]", "InvalidParameterValue")]
    [InlineData("'TunnelOptions': [{}, {}, {}]", "InvalidParameterValue: A VPN connection has two tunnels.")]
    [InlineData("'EnableAcceleration': true", "UnsupportedOperation")]
    [InlineData("'TunnelInsideIpVersion': 'ipv6'", "UnsupportedOperation")]
    [InlineData("'LocalIpv4NetworkCidr': 'x'", "InvalidParameterValue: Value (x) for parameter LocalIpv4NetworkCidr")]
    public void Options_that_cannot_be_are_refused(string options, string error) =>
        _house.Refused("CreateVpnConnection", _house.Input(options)).ShouldStartWith(error);

    [Theory]
    [InlineData("0eginsWithZero")]
    [InlineData("short")]
    [InlineData("has spaces in it")]
    public void A_key_that_cannot_be_is_refused_without_being_repeated(string key) =>
        _house.Refused("CreateVpnConnection", _house.Input($"'TunnelOptions': [{{'PreSharedKey': '{key}'}}]")).ShouldBe(
            "InvalidParameterValue: The pre-shared key is invalid. Expected: 8 to 64 letters, digits, periods and underscores, not beginning with 0.");

    [Fact]
    public void A_gateway_is_attached_to_one_network_and_a_network_has_one()
    {
        var other = _house.Account.NewVpc("10.9.0.0/16");
        _house.Refused("AttachVpnGateway", $"{{'VpnGatewayId': '{_house.Gateway}', 'VpcId': '{other}'}}").ShouldStartWith("VpnGatewayAttachmentLimitExceeded");
        var second = _house.Account.Ec2("CreateVpnGateway", "{'Type': 'ipsec.1', 'AmazonSideAsn': 65001}").At("VpnGateway.VpnGatewayId");
        _house.Refused("AttachVpnGateway", $"{{'VpnGatewayId': '{second}', 'VpcId': '{_house.Vpc}'}}").ShouldStartWith("VpnGatewayAttachmentLimitExceeded");
        _house.Refused("DetachVpnGateway", $"{{'VpnGatewayId': '{second}', 'VpcId': '{_house.Vpc}'}}").ShouldStartWith("InvalidVpnGatewayAttachment.NotFound");
        _house.Refused("DeleteVpc", $"{{'VpcId': '{_house.Vpc}'}}").ShouldStartWith("DependencyViolation");
        _house.Account.Filtered("DescribeVpnGateways", "attachment.vpc-id", _house.Vpc).Each("VpnGateways", "VpnGatewayId").ShouldBe([_house.Gateway]);
        _house.Account.Ec2("DetachVpnGateway", $"{{'VpnGatewayId': '{_house.Gateway}', 'VpcId': '{_house.Vpc}'}}");
        _house.Account.Ec2("DeleteVpnGateway", $"{{'VpnGatewayId': '{_house.Gateway}'}}");
        _house.Account.Ec2("DeleteVpc", $"{{'VpcId': '{_house.Vpc}'}}");
        _house.Refused("CreateVpnGateway", "{'Type': 'ipsec.1', 'AmazonSideAsn': 1}").ShouldStartWith("InvalidParameterValue");
    }

    [Fact]
    public void The_same_device_is_the_same_customer_gateway()
    {
        _house.Account.Ec2("CreateCustomerGateway", "{'Type': 'ipsec.1', 'PublicIp': '203.0.113.7', 'BgpAsn': 65010}").At("CustomerGateway.CustomerGatewayId").ShouldBe(_house.Customer);
        _house.Refused("CreateCustomerGateway", "{'Type': 'ipsec.1', 'IpAddress': '300.1.1.1'}").ShouldStartWith("InvalidParameterValue");
        _house.Refused("CreateCustomerGateway", "{'Type': 'ipsec.2', 'IpAddress': '203.0.113.8'}").ShouldStartWith("InvalidParameterValue");
        _house.Account.Filtered("DescribeCustomerGateways", "bgp-asn", "65010").At("CustomerGateways.0.IpAddress").ShouldBe("203.0.113.7");
    }

    private static string Text(XElement from, params string[] path) => path.Aggregate(from, (at, name) => at.Element(name)!).Value;
}

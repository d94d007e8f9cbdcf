using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Vpn;

/// <summary>An account with a network, a virtual private gateway attached to it, and a customer gateway.</summary>
internal sealed class VpnHouse
{
    public VpnHouse()
    {
        Vpc = Account.NewVpc();
        Gateway = Account.Ec2("CreateVpnGateway", "{'Type': 'ipsec.1'}").At("VpnGateway.VpnGatewayId");
        Account.Ec2("AttachVpnGateway", $"{{'VpnGatewayId': '{Gateway}', 'VpcId': '{Vpc}'}}");
        Customer = Account.Ec2("CreateCustomerGateway", "{'Type': 'ipsec.1', 'IpAddress': '203.0.113.7', 'BgpAsn': 65010}").At("CustomerGateway.CustomerGatewayId");
    }

    public TestAccount Account { get; } = new();

    public string Vpc { get; }

    public string Gateway { get; }

    public string Customer { get; }

    /// <summary>A connection that is available.</summary>
    public string Connect(string options = "'StaticRoutesOnly': true")
    {
        var id = Account.Ec2("CreateVpnConnection", Input(options)).At("VpnConnection.VpnConnectionId");
        Account.Pass(TimeSpan.FromSeconds(3));
        return id;
    }

    public string Input(string options) => $"{{'Type': 'ipsec.1', 'CustomerGatewayId': '{Customer}', 'VpnGatewayId': '{Gateway}', 'Options': {{{options}}}}}";

    public JsonValue Described(string id) => Account.Ec2("DescribeVpnConnections", $"{{'VpnConnectionIds': ['{id}']}}").Reach("VpnConnections.0")!;

    public string Refused(string operation, string input)
    {
        var error = Account.Ec2Refused(operation, input);
        return $"{error.Code}: {error.Message}";
    }
}

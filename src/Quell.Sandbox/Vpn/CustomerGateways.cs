using System.Net;
using System.Net.Sockets;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Vpn;

/// <summary>Customer gateways: what AWS is told of the device at the other end of a VPN connection.</summary>
internal static class CustomerGateways
{
    private static readonly Listing All = new(Ec2Kinds.CustomerGateway, "CustomerGateways", "CustomerGatewayIds", new Filters
    {
        ["bgp-asn"] = "BgpAsn",
        ["customer-gateway-id"] = "CustomerGatewayId",
        ["ip-address"] = "IpAddress",
        ["state"] = "State",
        ["type"] = "Type",
    });

    private static readonly Transition Vanishing = new(
        "ec2:customer-gateway-vanishes",
        Ec2Kinds.CustomerGateway,
        TimeSpan.FromHours(1),
        (ec2, gateway) => ec2.Delete(Ec2Kinds.CustomerGateway, gateway));

    public static OperationTable AddCustomerGateways(this OperationTable table) => table
        .Add(Vanishing)
        .AddEc2("CreateCustomerGateway", "Type BgpAsn BgpAsnExtended IpAddress PublicIp DeviceName TagSpecifications", CreateCustomerGateway)
        .AddEc2("DescribeCustomerGateways", $"{All.Ids} Filters", All.Describe)
        .AddEc2("DeleteCustomerGateway", "CustomerGatewayId", DeleteCustomerGateway);

    /// <summary>The gateway, where a VPN connection can use it.</summary>
    public static JsonObject Available(Ec2Region ec2, string id)
    {
        var gateway = ec2.Need(Ec2Kinds.CustomerGateway, id);
        return gateway.String("State") == "available" ? gateway : throw Ec2Kinds.CustomerGateway.NotFound(id);
    }

    private static JsonObject CreateCustomerGateway(Ec2Region ec2, JsonObject input)
    {
        VpnGateways.CheckType(input);
        var address = input.String("IpAddress") ?? input.Text("PublicIp");
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetwork || parsed.ToString() != address)
        {
            throw Inputs.InvalidValue(address, "ipAddress", "Expected an IPv4 address.");
        }

        var number = input.Long("BgpAsnExtended") ?? input.Long("BgpAsn") ?? 65_000;
        if (number is < 1 or > uint.MaxValue || (input.Has("BgpAsn") && input.Has("BgpAsnExtended")))
        {
            throw Inputs.InvalidValue($"{number}", "BgpAsn", "Expected one number from 1 to 4294967295.");
        }

        // The same device again is the same gateway (EC2 API Reference, "CreateCustomerGateway").
        var same = ec2.In(Ec2Kinds.CustomerGateway, "IpAddress", address).FirstOrDefault(other =>
            other.String("State") == "available" && other.String("BgpAsn") == $"{number}" && Equals(other["DeviceName"], input["DeviceName"]));
        return JsonObject.Of(("CustomerGateway", same ?? ec2.Put(Ec2Kinds.CustomerGateway, JsonObject.Of(
            ("CustomerGatewayId", ec2.NewId(Ec2Kinds.CustomerGateway.Prefix)),
            ("State", "available"),
            ("Type", "ipsec.1"),
            ("IpAddress", address),
            ("BgpAsn", $"{number}"),
            ("DeviceName", input["DeviceName"]),
            ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.CustomerGateway))))));
    }

    private static JsonObject DeleteCustomerGateway(Ec2Region ec2, JsonObject input)
    {
        var gateway = Available(ec2, input.Text("CustomerGatewayId"));
        if (VpnConnections.Using(ec2, "CustomerGatewayId", gateway.Text("CustomerGatewayId")).Any())
        {
            throw new AwsException("IncorrectState", "The customer gateway is in use.");
        }

        Vanishing.Begin(ec2, ec2.Put(Ec2Kinds.CustomerGateway, gateway.With("State", "deleted")));
        return JsonObject.Empty;
    }
}

using System.Globalization;
using System.Xml.Linq;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Vpn;

/// <summary>
/// What the customer's device is configured with, in EC2's own XML: addresses, autonomous systems, IKE and IPsec parameters and
/// the pre-shared key of each tunnel (Site-to-Site VPN User Guide, "Download the configuration file"). Drawn from the connection
/// whenever it is asked for, and kept nowhere.
/// </summary>
internal static class CustomerConfiguration
{
    /// <param name="connection">The VPN connection.</param>
    /// <param name="customer">Its customer gateway.</param>
    /// <param name="amazonAsn">The autonomous system number of Amazon's side.</param>
    public static string Of(JsonObject connection, JsonObject customer, long amazonAsn)
    {
        var isStatic = connection.Object("Options")?.Bool("StaticRoutesOnly") == true;
        var document = new XElement(
            "vpn_connection",
            new XAttribute("id", connection.Text("VpnConnectionId")),
            new XElement("customer_gateway_id", connection.String("CustomerGatewayId")),
            new XElement("vpn_gateway_id", connection.String("VpnGatewayId") ?? ""),
            new XElement("vpn_connection_type", connection.String("Type")),
            isStatic ? new XElement("vpn_connection_attributes", "NoBGPVPNConnection") : null,
            (connection.Object("Options") ?? JsonObject.Empty).Array("TunnelOptions").Objects.Select(tunnel => Tunnel(tunnel, customer, isStatic ? null : amazonAsn)));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document;
    }

    private static XElement Tunnel(JsonObject tunnel, JsonObject customer, long? amazonAsn)
    {
        var inside = CidrBlock.Parse(tunnel.Text("TunnelInsideCidr"));
        return new XElement(
            "ipsec_tunnel",
            End("customer_gateway", customer.Text("IpAddress"), inside.AddressAt(2), amazonAsn is null ? null : customer.String("BgpAsn")),
            End("vpn_gateway", tunnel.Text("OutsideIpAddress"), inside.AddressAt(1), amazonAsn?.ToString(CultureInfo.InvariantCulture)),
            new XElement(
                "ike",
                new XElement("authentication_protocol", Algorithm(tunnel, "Phase1IntegrityAlgorithms", "sha1")),
                new XElement("encryption_protocol", Algorithm(tunnel, "Phase1EncryptionAlgorithms", "aes-128-cbc")),
                new XElement("lifetime", tunnel.Long("Phase1LifetimeSeconds") ?? 28_800),
                new XElement("perfect_forward_secrecy", "group" + Algorithm(tunnel, "Phase1DHGroupNumbers", "2")),
                new XElement("mode", "main"),
                new XElement("pre_shared_key", tunnel.String("PreSharedKey"))),
            new XElement(
                "ipsec",
                new XElement("protocol", "esp"),
                new XElement("authentication_protocol", Algorithm(tunnel, "Phase2IntegrityAlgorithms", "hmac-sha1-96")),
                new XElement("encryption_protocol", Algorithm(tunnel, "Phase2EncryptionAlgorithms", "aes-128-cbc")),
                new XElement("lifetime", tunnel.Long("Phase2LifetimeSeconds") ?? 3_600),
                new XElement("perfect_forward_secrecy", "group" + Algorithm(tunnel, "Phase2DHGroupNumbers", "2")),
                new XElement("mode", "tunnel"),
                new XElement("clear_df_bit", "true"),
                new XElement("fragmentation_before_encryption", "true"),
                new XElement("tcp_mss_adjustment", 1379),
                new XElement("dead_peer_detection", new XElement("interval", 10), new XElement("retries", 3))));
    }

    private static XElement End(string name, string outside, string inside, string? number) => new(
        name,
        new XElement("tunnel_outside_address", new XElement("ip_address", outside)),
        new XElement(
            "tunnel_inside_address",
            new XElement("ip_address", inside),
            new XElement("network_mask", "255.255.255.252"),
            new XElement("network_cidr", 30)),
        number is null ? null : new XElement("bgp", new XElement("asn", number), new XElement("hold_time", 30)));

    /// <summary>The first that the tunnel permits, as its option names it; what EC2 has written from the first where it permits all.</summary>
    private static string Algorithm(JsonObject tunnel, string option, string standard) => tunnel.Array(option).Objects.FirstOrDefault()?["Value"] switch
    {
        JsonString text => text.Value,
        { } number => number.ToString(),
        null => standard,
    };
}

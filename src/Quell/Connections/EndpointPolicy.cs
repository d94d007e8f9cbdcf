using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Quell.Events.Operations;

namespace Quell.Connections;

/// <summary>
/// Where requests to outside endpoints may go. AWS wants HTTPS; here plain HTTP goes to loopback, too, and to hosts that are
/// named. Link-local addresses, where clouds keep their instances' credentials, are refused unless the host is named.
/// </summary>
/// <param name="openHosts">Hosts, by name or address, that may be called over plain HTTP and at link-local addresses.</param>
internal sealed class EndpointPolicy(IReadOnlyList<string> openHosts)
{
    /// <summary>The metadata service's own IPv6 address (EC2 user guide, "Use the Instance Metadata Service").</summary>
    private static readonly IPAddress MetadataV6 = IPAddress.Parse("fd00:ec2::254");

    /// <summary>Ports that Quell itself listens on, once it does.</summary>
    public IReadOnlyList<int> OwnPorts { get; set; } = [];

    /// <summary>Checks the URL that a connection or destination is to call; <c>*</c> may stand in its path.</summary>
    /// <exception cref="Aws.AwsException"><c>ValidationException</c>.</exception>
    public void CheckUrl(string url, string parameter)
    {
        if (Fault(url) is { } fault)
        {
            throw EventErrors.Validation($"Parameter {parameter} is not valid. Reason: {fault}");
        }
    }

    /// <summary>Why a URL may not be called, as far as the URL itself tells; null where it may.</summary>
    public string? Fault(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return "It is no URL that begins with https://.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "Credentials belong into the connection, not into the URL.";
        }

        if (uri.Scheme == "http" && !uri.IsLoopback && !IsOpen(uri.Host))
        {
            return $"It must use https. For {uri.Host}, start Quell with --outbound-host {uri.Host}.";
        }

        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? Fault(uri.Host, address) : null;
    }

    /// <summary>Why an address that a host resolves to may not be called; null where it may.</summary>
    public string? Fault(string host, IPAddress address) => IsGuarded(address) && !IsOpen(host)
        ? $"{host} is at the link-local address {address}, which is refused. If that is meant, start Quell with --outbound-host {host}."
        : null;

    /// <summary>
    /// Why a connection may not be made; null where it may. Quell does not call itself for an automation: the request would come from no
    /// run, and with nobody's permissions.
    /// </summary>
    public string? Fault(string host, IPAddress address, int port) =>
        OwnPorts.Contains(port) && IsOfThisMachine(address) ? $"{host}:{port} is this Quell itself, which automations call with their own credentials alone." : Fault(host, address);

    private static bool IsOfThisMachine(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)
            || NetworkInterface.GetAllNetworkInterfaces().Any(each => each.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(plain)));
    }

    private bool IsOpen(string host) => openHosts.Contains(host.Trim('[', ']'), StringComparer.OrdinalIgnoreCase);

    private static bool IsGuarded(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return plain.IsIPv6LinkLocal || plain.Equals(MetadataV6);
        }

        Span<byte> bytes = stackalloc byte[4];
        return plain.TryWriteBytes(bytes, out _) && bytes[0] == 169 && bytes[1] == 254;
    }
}

using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Vpn;

/// <summary>The options of a VPN connection, those of its tunnels among them.</summary>
internal static class VpnOptions
{
    private static readonly string[] Supported =
    [
        "EnableAcceleration", "StaticRoutesOnly", "TunnelOptions", "LocalIpv4NetworkCidr", "RemoteIpv4NetworkCidr", "TunnelInsideIpVersion",
        "OutsideIpAddressType",
    ];

    private static readonly JsonObject Standard = JsonObject.Of(
        ("EnableAcceleration", false),
        ("StaticRoutesOnly", false),
        ("LocalIpv4NetworkCidr", "0.0.0.0/0"),
        ("RemoteIpv4NetworkCidr", "0.0.0.0/0"),
        ("OutsideIpAddressType", "PublicIpv4"),
        ("TunnelInsideIpVersion", "ipv4"));

    /// <param name="ec2">Where.</param>
    /// <param name="given">What the caller wants.</param>
    /// <param name="taken">The inside ranges that the gateway's other tunnels have.</param>
    public static JsonObject New(Ec2Region ec2, JsonObject given, IEnumerable<string> taken)
    {
        if (given.Names.FirstOrDefault(name => !Supported.Contains(name)) is { } other)
        {
            throw new AwsException("UnsupportedOperation", $"The simulated account does not support the option {other} of VPN connections.");
        }

        if (given.String("TunnelInsideIpVersion") is not (null or "ipv4") || given.String("OutsideIpAddressType") is not (null or "PublicIpv4")
            || given.Bool("EnableAcceleration") == true)
        {
            throw new AwsException("UnsupportedOperation", "The simulated account has VPN connections over public IPv4 addresses alone, without acceleration.");
        }

        return Networks(Standard, given)
            .With("StaticRoutesOnly", given["StaticRoutesOnly"] ?? false)
            .With("TunnelOptions", VpnTunnels.New(ec2, given.Array("TunnelOptions"), taken));
    }

    /// <summary>The options with other networks on the two sides.</summary>
    public static JsonObject Networks(JsonObject options, JsonObject given)
    {
        foreach (var name in new[] { "LocalIpv4NetworkCidr", "RemoteIpv4NetworkCidr" })
        {
            if (given.String(name) is { } text)
            {
                options = CidrBlock.TryParse(text, out var range) && !range.IsIpv6
                    ? options.With(name, range.ToString())
                    : throw Inputs.InvalidValue(text, name, "This is not a valid CIDR block.");
            }
        }

        return options;
    }
}

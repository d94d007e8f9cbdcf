using System.Globalization;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Vpn;

/// <summary>
/// The two tunnels of a VPN connection, as <c>Options.TunnelOptions</c> shows them, and their telemetry. The device at the other
/// end does not exist in the sandbox; it is taken to be set up as it should be, so that a tunnel is up whenever its connection is
/// available.
/// </summary>
internal static class VpnTunnels
{
    private const string KeyCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

    private static readonly CidrBlock LinkLocal = CidrBlock.Parse("169.254.0.0/16");

    private static readonly CidrBlock[] Reserved =
    [
        .. Enumerable.Range(0, 6).Select(third => CidrBlock.Parse($"169.254.{third}.0/30")), CidrBlock.Parse("169.254.169.252/30"),
    ];

    /// <summary>The tunnels of a new connection.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="given">What the caller wants of them, in order; at most two.</param>
    /// <param name="taken">The inside ranges that the gateway's other tunnels have.</param>
    public static JsonArray New(Ec2Region ec2, JsonArray given, IEnumerable<string> taken)
    {
        if (given.Count > 2)
        {
            throw Inputs.Invalid("A VPN connection has two tunnels.");
        }

        var used = taken.ToHashSet(StringComparer.Ordinal);
        return JsonArray.From(Enumerable.Range(0, 2).Select(index =>
        {
            var wanted = given.Objects.ElementAtOrDefault(index) ?? JsonObject.Empty;
            var inside = wanted.String("TunnelInsideCidr") is { } text ? Checked(text, used) : Free(ec2, used);
            used.Add(inside);
            return (JsonValue)JsonObject.Of(
                ("OutsideIpAddress", PublicAddresses.New(ec2)), ("TunnelInsideCidr", inside), ("PreSharedKey", NewKey(ec2))).Merge(TunnelOption.Read(wanted));
        }));
    }

    /// <summary>The tunnel with other options; those that are not given stay.</summary>
    public static JsonObject Changed(JsonObject tunnel, JsonObject given, IEnumerable<string> taken)
    {
        var changed = tunnel.Merge(TunnelOption.Read(given));
        return given.String("TunnelInsideCidr") is { } text && text != tunnel.String("TunnelInsideCidr")
            ? changed.With("TunnelInsideCidr", Checked(text, taken.ToHashSet(StringComparer.Ordinal)))
            : changed;
    }

    public static JsonArray Telemetry(Ec2Region ec2, JsonArray tunnels, bool isUp) => JsonArray.From(tunnels.Objects.Select(tunnel =>
        (JsonValue)JsonObject.Of(
            ("AcceptedRouteCount", 0),
            ("LastStatusChange", ec2.NowText),
            ("OutsideIpAddress", tunnel["OutsideIpAddress"]),
            ("Status", isUp ? "UP" : "DOWN"),
            ("StatusMessage", isUp ? "" : "IPSEC IS DOWN"))));

    private static string Checked(string text, HashSet<string> taken)
    {
        if (!CidrBlock.TryParse(text, out var range) || range.ToString() != text || range.Prefix != 30 || !LinkLocal.Contains(range) || Reserved.Contains(range))
        {
            throw Inputs.InvalidValue(text, "TunnelInsideCidr", "Expected a /30 of 169.254.0.0/16 that is not reserved.");
        }

        return taken.Contains(text) ? throw Inputs.InvalidValue(text, "TunnelInsideCidr", "The range is used by another tunnel of the gateway.") : text;
    }

    private static string Free(Ec2Region ec2, HashSet<string> taken)
    {
        while (true)
        {
            var offset = int.Parse(ec2.NewHex(4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var range = CidrBlock.Parse($"169.254.{offset >> 8}.{offset & 0xFC}/30");
            if (!Reserved.Contains(range) && !taken.Contains(range.ToString()))
            {
                return range.ToString();
            }
        }
    }

    private static string NewKey(Ec2Region ec2)
    {
        var bytes = Convert.FromHexString(ec2.NewHex(64));
        var key = string.Concat(bytes.Select(value => KeyCharacters[value & 63]));
        return key[0] == '0' ? "_" + key[1..] : key;
    }
}

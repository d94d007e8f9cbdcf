using System.Collections.Frozen;
using System.Globalization;

namespace Quell.Aws.Permissions;

/// <summary>What of a parameter goes into an ARN, by the word behind its colon.</summary>
internal static class ParameterReading
{
    /// <summary>A bus by its name or ARN, of which the name is wanted; the default one counts as not given.</summary>
    public const string Bus = "bus";

    /// <summary>The resource types of EC2 by how their ids begin (EC2 User Guide, "Resource IDs").</summary>
    private static readonly FrozenDictionary<string, string> Ec2Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["i"] = "instance",
        ["vol"] = "volume",
        ["snap"] = "snapshot",
        ["ami"] = "image",
        ["eni"] = "network-interface",
        ["sg"] = "security-group",
        ["sgr"] = "security-group-rule",
        ["vpc"] = "vpc",
        ["subnet"] = "subnet",
        ["rtb"] = "route-table",
        ["acl"] = "network-acl",
        ["igw"] = "internet-gateway",
        ["nat"] = "natgateway",
        ["eipalloc"] = "elastic-ip",
        ["vpce"] = "vpc-endpoint",
        ["vpn"] = "vpn-connection",
        ["vgw"] = "vpn-gateway",
        ["cgw"] = "customer-gateway",
        ["tgw"] = "transit-gateway",
        ["pcx"] = "vpc-peering-connection",
        ["fl"] = "vpc-flow-log",
        ["lt"] = "launch-template",
        ["key"] = "key-pair",
        ["dopt"] = "dhcp-options",
        ["pl"] = "prefix-list",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <returns>Null where the parameter counts as not given.</returns>
    public static string? Of(string reading, string value) => reading switch
    {
        "" => value,
        "trim" => value.Trim('/'),
        "lower" => value.ToLowerInvariant(),
        "source" => CopySource(value),
        Bus => value[(value.LastIndexOf('/') + 1)..] is var bus && bus == "default" ? null : bus,
        "node" => IsNode(value) ? value : null,
        "instance" => IsNode(value) ? null : value,
        "bare" => value.Split(':')[0],
        "ec2" => value.Split('-') is [var type, _, ..] && Ec2Types.TryGetValue(type, out var name) ? $"{name}/{value}" : null,
        _ => FromEnd(value, int.Parse(reading, CultureInfo.InvariantCulture)),
    };

    /// <summary>A managed node that is no instance of EC2 (Systems Manager API Reference, UpdateManagedInstanceRole, <c>InstanceId</c>).</summary>
    private static bool IsNode(string value) => value.StartsWith("mi-", StringComparison.Ordinal);

    private static string? FromEnd(string value, int place) =>
        value.Split('/') is var parts && parts.Length >= place && parts[^place].Length > 0 ? parts[^place] : null;

    /// <summary>Bucket and key of <c>x-amz-copy-source</c>, without its version.</summary>
    private static string CopySource(string value) => Uri.UnescapeDataString(value.Split("?versionId=")[0].TrimStart('/'));
}

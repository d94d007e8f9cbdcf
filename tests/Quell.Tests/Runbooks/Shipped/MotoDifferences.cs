using Quell.Engine.Json;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>Where two accounts differ, and which of moto's differences are known.</summary>
internal static class MotoDifferences
{
    private const string Addresses = "Each gives out addresses of its own.";
    private const string Image = "Of the image, which each makes up.";

    /// <summary>Runbooks that cannot run against moto, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotThere { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["apply-patches"] = "SendCommand is Quell's own and runs on the sandbox's instances; moto's run nothing.",
        ["rotate-vpn-keys"] = "moto has no ModifyVpnTunnelOptions, and its VPN connections have no tunnels.",
    };

    /// <summary>What moto says otherwise than AWS, or what each may choose; none of it is what a runbook changes.</summary>
    private static readonly Known[] All =
    [
        new("DescribeInstances", Difference.InBoth, Image, "RootDeviceName", "BlockDeviceMappings[].DeviceName", "VirtualizationType"),
        new("DescribeInstances", Difference.Here, Image, "EnaSupport"),
        new("DescribeInstances", Difference.There, Image, "KernelId", "SriovNetSupport"),
        new("DescribeInstances", Difference.InBoth, Addresses, "PrivateDnsName", "PrivateIpAddress", "PublicDnsName", "PublicIp", "PublicIpAddress", "MacAddress"),
        new("DescribeInstances", Difference.Here, "moto's addresses have no name, and an instance that has stopped no empty one.", "PrivateIpAddresses[].PrivateDnsName", "Instances[].PublicDnsName"),
        new("DescribeInstances", Difference.InBoth, "Towards AWS every launch has a token of Quell's.", "ClientToken"),
        new("DescribeInstances", Difference.Here, "moto's structure is empty.", "HibernationOptions.Configured"),
        new("DescribeInstances", Difference.There, "An instance that runs has no reason for it (API Reference, Instance); moto has an empty one.", "Instances[].StateReason"),
        new("DescribeInstances", Difference.InBoth, "EC2 writes the time in GMT (API Reference, Instance: reason), moto in UTC.", "Instances[].StateTransitionReason"),
        new("DescribeInstances", Difference.Here, "Without tags: an empty list here, none there.", "Instances[].Tags"),
        new("DescribeInstances", Difference.Here, "After ModifyInstanceMetadataOptions moto has forgotten the others (API Reference, InstanceMetadataOptionsResponse).", "MetadataOptions.HttpProtocolIpv6", "MetadataOptions.InstanceMetadataTags"),
        new("DescribeInstances", Difference.InBoth, "moto lists the groups with the interface alone; they are compared there.", "Instances[].SecurityGroups"),
        new("DescribeInstances", Difference.InBoth, "A public address from Amazon's pool belongs to \"amazon\" (API Reference, DescribeNetworkInterfaces, example).", "IpOwnerId"),
        new("DescribeInstances", Difference.There, "moto leaves an empty association behind when the instance stops.", "NetworkInterfaces[].Association"),
        new("DescribeInstances", Difference.InBoth, "An interface that a launch makes goes with its instance (User Guide, \"Elastic network interfaces\").", "Attachment.DeleteOnTermination"),
        new("DescribeInstances", Difference.InBoth, "moto describes what nobody has described.", "NetworkInterfaces[].Description"),
        new("DescribeNetworkInterfaces", Difference.InBoth, Addresses, "PrivateDnsName", "PrivateIpAddress", "PublicDnsName", "PublicIp", "MacAddress"),
        new("DescribeNetworkInterfaces", Difference.InBoth, "As above.", "IpOwnerId", "Attachment.DeleteOnTermination", "NetworkInterfaces[].Description"),
        new("DescribeNetworkInterfaces", Difference.Here, "moto shows the association with the interface alone.", "PrivateIpAddresses[].Association"),
        new("DescribeNetworkInterfaces", Difference.There, "Only an interface that a service made has a requester (API Reference, NetworkInterface).", "RequesterId"),
        new("DescribeSecurityGroupRules", Difference.Here, "moto leaves them out (API Reference, SecurityGroupRule).", "GroupOwnerId", "SecurityGroupRuleArn"),
        new("DescribeRouteTables", Difference.Here, "moto leaves it out (API Reference, RouteTable).", "PropagatingVgws"),
        new("DescribeLogGroups", Difference.Here, "moto leaves it out (API Reference, LogGroup).", "logGroupClass"),
        new("GetAccountPasswordPolicy", Difference.There, "Of passwords that do not expire moto shows when they do (API Reference, PasswordPolicy).", "HardExpiry", "MaxPasswordAge"),
        new("GetKeyRotationStatus", Difference.Here, "moto leaves them out (API Reference, GetKeyRotationStatus).", "KeyId", "NextRotationDate", "RotationPeriodInDays"),
        new("GetEbsEncryptionByDefault", Difference.Here, "moto leaves it out (API Reference, GetEbsEncryptionByDefault).", "SseType"),
        new("ListAccessKeys", Difference.Here, "moto leaves it out (API Reference, ListAccessKeys).", "IsTruncated"),
        new("GetTrail", Difference.Here, "moto leaves it out (API Reference, Trail).", "HomeRegion"),
        new("GetTrailStatus", Difference.InBoth, "The sandbox's trails deliver no files; moto says that they had.", "LatestDeliveryAttemptTime"),
        new("GetTrailStatus", Difference.There, "As above.", "LatestDeliveryTime"),
    ];

    /// <summary>What differs between the sandbox and moto that is not known.</summary>
    public static IEnumerable<string> Between(JsonValue here, JsonValue there) =>
        Of("", here, there).Where(difference => !All.Any(known => known.Has(difference))).Select(difference => difference.ToString());

    private static IEnumerable<Difference> Of(string path, JsonValue? here, JsonValue? there) => (here, there) switch
    {
        (JsonObject one, JsonObject other) => one.Names.Union(other.Names).SelectMany(name => Of($"{path}.{name}", one[name], other[name])),
        (JsonArray one, JsonArray other) when one.Count == other.Count => one.Items.Zip(other.Items).SelectMany(pair => Of(path + "[]", pair.First, pair.Second)),
        _ => Equals(here, there) ? [] : [new Difference(path, here, there)],
    };

    private sealed record Difference(string Path, JsonValue? InSandbox, JsonValue? InMoto)
    {
        public const string Here = "only here", There = "only in moto", InBoth = "not the same";

        public string Kind => InMoto is null ? Here : InSandbox is null ? There : InBoth;

        public override string ToString() => $"{Path} is {Kind}: {InSandbox} here, {InMoto} in moto";
    }

    /// <param name="Operation">Of whose answer.</param>
    /// <param name="Members">The ends of the paths.</param>
    private sealed record Known(string Operation, string Kind, string Reason, params string[] Members)
    {
        public bool Has(Difference difference) => difference.Kind == Kind
            && difference.Path.StartsWith($".State.{Operation}.", StringComparison.Ordinal)
            && Members.Any(member => difference.Path.EndsWith("." + member, StringComparison.Ordinal));
    }
}

using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>
/// Reads rules as callers write them (<c>IpPermissions</c>, the flat parameters, <c>SecurityGroupRuleRequest</c>) into
/// rules as they are stored, without ids. CIDRs become canonical (EC2 API Reference, "AuthorizeSecurityGroupIngress").
/// </summary>
internal static class SecurityGroupRuleInput
{
    /// <summary>The parameters that hold rules in the authorize and revoke calls.</summary>
    public const string Members =
        "IpPermissions IpProtocol FromPort ToPort CidrIp SourceSecurityGroupName SourceSecurityGroupOwnerId";

    /// <summary>Every rule of the input for the group, one for each peer.</summary>
    public static IReadOnlyList<JsonObject> Read(Ec2Region ec2, JsonObject group, JsonObject input)
    {
        var permissions = input.Array("IpPermissions").Objects.ToList();
        if (input.Has("IpProtocol") || input.Has("CidrIp") || input.Has("SourceSecurityGroupName"))
        {
            permissions.Add(Flat(input));
        }

        if (permissions.Count == 0)
        {
            throw new AwsException("MissingParameter", "The request must contain the parameter ipPermissions");
        }

        var rules = permissions.SelectMany(permission => FromPermission(ec2, group, permission)).ToList();
        return rules.DistinctBy(SecurityGroupRules.Key).Count() == rules.Count
            ? rules
            : throw Inputs.Invalid("The same permission must not appear multiple times");
    }

    /// <summary>The rule of a <c>SecurityGroupRuleRequest</c>.</summary>
    public static JsonObject FromRequest(Ec2Region ec2, JsonObject group, JsonObject request)
    {
        var peer = request.String("ReferencedGroupId") is { } id
            ? Peers(ec2, group, JsonObject.Of(("UserIdGroupPairs", new JsonArray([JsonObject.Of(("GroupId", id))])))).ToList()
            : Peers(ec2, group, JsonObject.Of(
                ("IpRanges", One("CidrIp", request["CidrIpv4"])),
                ("Ipv6Ranges", One("CidrIpv6", request["CidrIpv6"])),
                ("PrefixListIds", One("PrefixListId", request["PrefixListId"])))).ToList();
        return peer.Count == 1
            ? Ports(request).Merge(peer[0]).With("Description", request["Description"])
            : throw MissingSource();
    }

    private static JsonArray One(string member, JsonValue? value) =>
        value is null ? JsonArray.Empty : new JsonArray([JsonObject.Of((member, value))]);

    private static JsonObject Flat(JsonObject input) => JsonObject.Of(
        ("IpProtocol", input["IpProtocol"] ?? IpProtocol.All),
        ("FromPort", input["FromPort"]),
        ("ToPort", input["ToPort"]),
        ("IpRanges", One("CidrIp", input["CidrIp"])),
        ("UserIdGroupPairs", One("GroupName", input["SourceSecurityGroupName"])));

    private static IEnumerable<JsonObject> FromPermission(Ec2Region ec2, JsonObject group, JsonObject permission)
    {
        var ports = Ports(permission);
        var peers = Peers(ec2, group, permission).ToList();
        return peers.Count == 0 ? throw MissingSource() : peers.Select(ports.Merge);
    }

    private static AwsException MissingSource() => new(
        "MissingParameter", "Missing source specification: include source security group or CIDR information");

    private static IEnumerable<JsonObject> Peers(Ec2Region ec2, JsonObject group, JsonObject permission) =>
        permission.Array("IpRanges").Objects.Select(item => Described(item, "CidrIpv4", Cidr(item.Text("CidrIp"), ipv6: false)))
            .Concat(permission.Array("Ipv6Ranges").Objects
                .Select(item => Described(item, "CidrIpv6", Cidr(item.Text("CidrIpv6"), ipv6: true))))
            .Concat(permission.Array("PrefixListIds").Objects
                .Select(item => Described(item, "PrefixListId", item.Text("PrefixListId"))))
            .Concat(permission.Array("UserIdGroupPairs").Objects
                .Select(item => Described(item, "ReferencedGroupInfo", Referenced(ec2, group, item))));

    private static JsonObject Described(JsonObject item, string member, JsonValue peer) =>
        JsonObject.Of((member, peer), ("Description", item["Description"]));

    private static string Cidr(string text, bool ipv6) => CidrBlock.TryParse(text, out var cidr) && cidr.IsIpv6 == ipv6
        ? cidr.ToString()
        : throw Inputs.Invalid($"CIDR block {text} is malformed");

    private static JsonObject Referenced(Ec2Region ec2, JsonObject group, JsonObject pair)
    {
        var referenced = pair.String("GroupId") is null && pair.String("GroupName") is null
            ? throw MissingSource()
            : SecurityGroups.Read(ec2, pair);
        return referenced.String("VpcId") == group.String("VpcId")
            ? JsonObject.Of(("GroupId", referenced["GroupId"]), ("UserId", ec2.OwnerId))
            : throw new AwsException(
                "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
    }

    private static JsonObject Ports(JsonObject permission)
    {
        var protocol = IpProtocol.Name(permission.Text("IpProtocol"));
        var (from, to) = (permission.Long("FromPort"), permission.Long("ToPort"));
        switch (protocol)
        {
            case "tcp" or "udp":
                if (from is null || to is null)
                {
                    throw Inputs.Invalid("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
                }

                if (from is < 0 or > 65535 || to is < 0 or > 65535 || from > to)
                {
                    throw Inputs.Invalid($"Invalid {protocol.ToUpperInvariant()} port range ({from}, {to}).");
                }

                break;
            case "icmp" or "icmpv6":
                (from, to) = (from ?? -1, to ?? -1);
                if (from is < -1 or > 255 || to is < -1 or > 255)
                {
                    throw Inputs.Invalid($"ICMP code ({to}) or type ({from}) out of range");
                }

                break;
            default:
                (from, to) = (-1, -1);
                break;
        }

        return JsonObject.Of(("IpProtocol", protocol), ("FromPort", from!.Value), ("ToPort", to!.Value));
    }
}

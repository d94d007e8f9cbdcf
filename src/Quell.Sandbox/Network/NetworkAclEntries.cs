using Quell.Engine.Json;

namespace Quell.Sandbox.Network;

/// <summary>The numbered rules of network ACLs.</summary>
internal static class NetworkAclEntries
{
    /// <summary>The number that AWS shows for the last rule, "*", of IPv4; IPv6's is one above.</summary>
    private const int LastRule = 32767;

    public static JsonArray Initial(bool ipv6, bool allowAll)
    {
        IEnumerable<JsonValue> Direction(bool egress) => Family(egress, "CidrBlock", "0.0.0.0/0", 100, LastRule)
            .Concat(ipv6 ? Family(egress, "Ipv6CidrBlock", "::/0", 101, LastRule + 1) : []);

        IEnumerable<JsonValue> Family(bool egress, string member, string all, int allow, int deny) => allowAll
            ? [Entry(egress, member, all, "allow", allow), Entry(egress, member, all, "deny", deny)]
            : [Entry(egress, member, all, "deny", deny)];

        return JsonArray.From(Direction(egress: true).Concat(Direction(egress: false)));
    }

    private static JsonObject Entry(bool egress, string member, string cidr, string action, int number) => JsonObject.Of(
        (member, cidr), ("Egress", egress), ("Protocol", "-1"), ("RuleAction", action), ("RuleNumber", number));
}

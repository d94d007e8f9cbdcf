using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Security group rules in EC2's older form: one permission for a protocol and port range, with all its peers.</summary>
internal static class IpPermissions
{
    /// <summary>The permissions that say the same as the rules, ordered by protocol and ports, peers by their text.</summary>
    public static JsonArray FromRules(IEnumerable<JsonObject> rules) => JsonArray.From(rules
        .GroupBy(rule => (Protocol: rule.Text("IpProtocol"), From: rule.Long("FromPort") ?? -1, To: rule.Long("ToPort") ?? -1))
        .OrderBy(group => group.Key.Protocol, StringComparer.Ordinal).ThenBy(group => group.Key.From).ThenBy(group => group.Key.To)
        .Select(group => Permission(group.Key.Protocol, group.Key.From, group.Key.To, [.. group])));

    private static JsonObject Permission(string protocol, long from, long to, IReadOnlyList<JsonObject> rules) => JsonObject.Of(
        ("IpProtocol", protocol),
        ("FromPort", IpProtocol.HasPorts(protocol) ? (JsonValue)from : null),
        ("ToPort", IpProtocol.HasPorts(protocol) ? (JsonValue)to : null),
        ("UserIdGroupPairs", Peers(rules, "ReferencedGroupInfo", (rule, peer) => Described(rule, (JsonObject)peer))),
        ("IpRanges", Peers(rules, "CidrIpv4", (rule, peer) => Described(rule, JsonObject.Of(("CidrIp", peer))))),
        ("Ipv6Ranges", Peers(rules, "CidrIpv6", (rule, peer) => Described(rule, JsonObject.Of(("CidrIpv6", peer))))),
        ("PrefixListIds", Peers(rules, "PrefixListId", (rule, peer) => Described(rule, JsonObject.Of(("PrefixListId", peer))))));

    private static JsonArray Peers(
        IEnumerable<JsonObject> rules, string member, Func<JsonObject, JsonValue, JsonValue> form) => JsonArray.From(rules
            .Where(rule => rule.Has(member))
            .Select(rule => form(rule, rule[member]!))
            .OrderBy(peer => peer.ToString(), StringComparer.Ordinal));

    private static JsonObject Described(JsonObject rule, JsonObject peer) => peer.With("Description", rule["Description"]);
}

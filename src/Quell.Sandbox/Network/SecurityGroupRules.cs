using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>
/// The rules of security groups as they are stored: one document a rule, in the shape of DescribeSecurityGroupRules. The
/// groups' <c>IpPermissions</c> are drawn from them after every change.
/// </summary>
internal static class SecurityGroupRules
{
    public static IEnumerable<JsonObject> Of(Ec2Region ec2, string groupId) =>
        ec2.In(Ec2Kinds.SecurityGroupRule, "GroupId", groupId);

    /// <summary>A rule for all protocols and ports.</summary>
    /// <param name="member"><c>CidrIpv4</c>, <c>CidrIpv6</c>, <c>PrefixListId</c> or <c>ReferencedGroupInfo</c>.</param>
    /// <param name="peer">Its value.</param>
    public static JsonObject Everything(string member, JsonValue peer) =>
        JsonObject.Of(("IpProtocol", "-1"), ("FromPort", -1), ("ToPort", -1), (member, peer));

    /// <summary>Stores the rules as rules of the group and gives them ids.</summary>
    /// <returns>The rules as stored.</returns>
    public static IReadOnlyList<JsonObject> Add(
        Ec2Region ec2, string groupId, bool egress, IEnumerable<JsonObject> rules, JsonArray? tags = null)
    {
        var added = rules.Select(rule => Stored(ec2, groupId, egress, rule, tags ?? JsonArray.Empty)).ToList();
        foreach (var rule in added)
        {
            ec2.Put(Ec2Kinds.SecurityGroupRule, rule);
        }

        Refresh(ec2, groupId);
        return added;
    }

    /// <summary>Draws the group's permissions from its rules again.</summary>
    public static void Refresh(Ec2Region ec2, string groupId)
    {
        var rules = Of(ec2, groupId).ToList();
        var group = ec2.Need(Ec2Kinds.SecurityGroup, groupId);
        ec2.Put(Ec2Kinds.SecurityGroup, group
            .With("IpPermissions", IpPermissions.FromRules(rules.Where(rule => rule.Bool("IsEgress") == false)))
            .With("IpPermissionsEgress", IpPermissions.FromRules(rules.Where(rule => rule.Bool("IsEgress") == true))));
    }

    private static JsonObject Stored(Ec2Region ec2, string groupId, bool egress, JsonObject rule, JsonArray tags)
    {
        var id = ec2.NewId("sgr-");
        return JsonObject.Of(
            ("SecurityGroupRuleId", id),
            ("GroupId", groupId),
            ("GroupOwnerId", ec2.OwnerId),
            ("IsEgress", egress)).Merge(rule).Merge(JsonObject.Of(
            ("Tags", tags),
            ("SecurityGroupRuleArn", ec2.Arn(Ec2Kinds.SecurityGroupRule, id))));
    }
}

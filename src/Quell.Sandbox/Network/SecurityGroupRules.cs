using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>
/// The rules of security groups as they are stored: one document a rule, in the shape of DescribeSecurityGroupRules. The
/// groups' <c>IpPermissions</c> are drawn from them after every change.
/// </summary>
internal static class SecurityGroupRules
{
    /// <summary>Rules per group and direction, IPv4 and IPv6 counted apart (VPC User Guide, "Amazon VPC quotas").</summary>
    private const int Quota = 60;

    private static readonly Listing All = new(Ec2Kinds.SecurityGroupRule, "SecurityGroupRules", "SecurityGroupRuleIds", new Filters
    {
        ["group-id"] = "GroupId",
        ["security-group-rule-id"] = "SecurityGroupRuleId",
    });

    public static OperationTable AddSecurityGroupRules(this OperationTable table) => table
        .AddEc2("DescribeSecurityGroupRules", All);

    public static IEnumerable<JsonObject> Of(Ec2Region ec2, string groupId) =>
        ec2.In(Ec2Kinds.SecurityGroupRule, "GroupId", groupId);

    public static IEnumerable<JsonObject> Of(Ec2Region ec2, string groupId, bool egress) =>
        Of(ec2, groupId).Where(rule => rule.Bool("IsEgress") == egress);

    /// <summary>A rule for all protocols and ports.</summary>
    /// <param name="member"><c>CidrIpv4</c>, <c>CidrIpv6</c>, <c>PrefixListId</c> or <c>ReferencedGroupInfo</c>.</param>
    /// <param name="peer">Its value.</param>
    public static JsonObject Everything(string member, JsonValue peer) =>
        JsonObject.Of(("IpProtocol", IpProtocol.All), ("FromPort", -1), ("ToPort", -1), (member, peer));

    /// <summary>What makes two rules of one group and direction the same: protocol, ports and peer.</summary>
    public static (string Protocol, long From, long To, string Peer) Key(JsonObject rule) => (
        rule.Text("IpProtocol"), rule.Long("FromPort") ?? -1, rule.Long("ToPort") ?? -1, Peer(rule));

    /// <summary>The peer's range or id.</summary>
    public static string Peer(JsonObject rule) =>
        rule.String("CidrIpv4") ?? rule.String("CidrIpv6") ?? rule.String("PrefixListId")
        ?? rule.Object("ReferencedGroupInfo")?.String("GroupId") ?? "";

    /// <summary>Stores the rules as rules of the group and gives them ids.</summary>
    /// <returns>The rules as stored.</returns>
    public static IReadOnlyList<JsonObject> Add(
        Ec2Region ec2, string groupId, bool egress, IReadOnlyList<JsonObject> rules, JsonArray? tags = null)
    {
        var all = Of(ec2, groupId, egress).Concat(rules).ToList();
        if (all.Count(rule => !rule.Has("CidrIpv6")) > Quota || all.Count(rule => !rule.Has("CidrIpv4")) > Quota)
        {
            throw new AwsException(
                "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.");
        }

        var added = rules.Select(rule => Stored(ec2, groupId, egress, rule, tags ?? JsonArray.Empty)).ToList();
        foreach (var rule in added)
        {
            ec2.Put(Ec2Kinds.SecurityGroupRule, rule);
        }

        Refresh(ec2, groupId);
        return added;
    }

    /// <summary>Draws the group's permissions from its rules again.</summary>
    public static void Refresh(Ec2Region ec2, string groupId) => ec2.Put(
        Ec2Kinds.SecurityGroup,
        ec2.Need(Ec2Kinds.SecurityGroup, groupId)
            .With("IpPermissions", IpPermissions.FromRules(Of(ec2, groupId, egress: false)))
            .With("IpPermissionsEgress", IpPermissions.FromRules(Of(ec2, groupId, egress: true))));

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

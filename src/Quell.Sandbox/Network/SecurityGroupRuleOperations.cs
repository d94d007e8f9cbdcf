using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>The calls that change the rules of a security group.</summary>
internal static class SecurityGroupRuleOperations
{
    private const string Authorize = $"GroupId GroupName TagSpecifications {SecurityGroupRuleInput.Members}";
    private const string Revoke = $"GroupId GroupName SecurityGroupRuleIds {SecurityGroupRuleInput.Members}";
    private const string Describe = "GroupId GroupName IpPermissions SecurityGroupRuleDescriptions";

    public static OperationTable AddSecurityGroupRuleOperations(this OperationTable table) => table
        .AddEc2("AuthorizeSecurityGroupIngress", Authorize, (ec2, input) => AuthorizeRules(ec2, input, egress: false))
        .AddEc2("AuthorizeSecurityGroupEgress", Authorize, (ec2, input) => AuthorizeRules(ec2, input, egress: true))
        .AddEc2("RevokeSecurityGroupIngress", Revoke, (ec2, input) => RevokeRules(ec2, input, egress: false))
        .AddEc2("RevokeSecurityGroupEgress", Revoke, (ec2, input) => RevokeRules(ec2, input, egress: true))
        .AddEc2("ModifySecurityGroupRules", "GroupId SecurityGroupRules", ModifySecurityGroupRules)
        .AddEc2("UpdateSecurityGroupRuleDescriptionsIngress", Describe, (ec2, input) => UpdateDescriptions(ec2, input, egress: false))
        .AddEc2("UpdateSecurityGroupRuleDescriptionsEgress", Describe, (ec2, input) => UpdateDescriptions(ec2, input, egress: true));

    private static JsonObject AuthorizeRules(Ec2Region ec2, JsonObject input, bool egress)
    {
        var group = SecurityGroups.Read(ec2, input);
        var id = group.Text("GroupId");
        var rules = SecurityGroupRuleInput.Read(ec2, group, input);
        var existing = SecurityGroupRules.Of(ec2, id, egress).Select(SecurityGroupRules.Key).ToHashSet();
        if (rules.FirstOrDefault(rule => existing.Contains(SecurityGroupRules.Key(rule))) is { } duplicate)
        {
            throw Duplicate(duplicate);
        }

        var tags = ResourceTags.ForNew(ec2, input, Ec2Kinds.SecurityGroupRule);
        return JsonObject.Of(
            ("Return", true), ("SecurityGroupRules", JsonArray.From(SecurityGroupRules.Add(ec2, id, egress, rules, tags))));
    }

    private static AwsException Duplicate(JsonObject rule)
    {
        var (protocol, from, to, peer) = SecurityGroupRules.Key(rule);
        var what = protocol switch
        {
            "tcp" or "udp" => $"{protocol.ToUpperInvariant()}, from port: {from}, to port: {to}",
            "icmp" or "icmpv6" => $"{protocol.ToUpperInvariant()}, type: {from}, code: {to}",
            IpProtocol.All => "ALL",
            _ => protocol,
        };
        return new("InvalidPermission.Duplicate", $"the specified rule \"peer: {peer}, {what}, ALLOW\" already exists");
    }

    private static JsonObject RevokeRules(Ec2Region ec2, JsonObject input, bool egress)
    {
        var group = SecurityGroups.Read(ec2, input);
        var id = group.Text("GroupId");
        var (revoked, unknown) = input.Texts("SecurityGroupRuleIds") is { Count: > 0 } ids
            ? (ById(ec2, id, egress, ids), [])
            : ByContent(ec2, group, egress, SecurityGroupRuleInput.Read(ec2, group, input));
        foreach (var rule in revoked)
        {
            ec2.Delete(Ec2Kinds.SecurityGroupRule, rule);
        }

        SecurityGroupRules.Refresh(ec2, id);
        return JsonObject.Of(
            ("Return", true),
            ("UnknownIpPermissions", unknown.Count == 0 ? null : IpPermissions.FromRules(unknown)),
            ("RevokedSecurityGroupRules", JsonArray.From(revoked.Select(Revoked))));
    }

    private static IReadOnlyList<JsonObject> ById(Ec2Region ec2, string groupId, bool egress, IReadOnlyList<string> ids)
    {
        var rules = ec2.Need(Ec2Kinds.SecurityGroupRule, ids);
        var strangers = rules
            .Where(rule => rule.String("GroupId") != groupId || rule.Bool("IsEgress") != egress)
            .Select(rule => rule.Text("SecurityGroupRuleId")).ToList();
        return strangers.Count == 0 ? rules : throw Ec2Kinds.SecurityGroupRule.NotFound(strangers);
    }

    /// <summary>In the default VPC, rules that are not there are answered with; elsewhere they fail the call.</summary>
    private static (IReadOnlyList<JsonObject> Found, IReadOnlyList<JsonObject> Unknown) ByContent(
        Ec2Region ec2, JsonObject group, bool egress, IReadOnlyList<JsonObject> wanted)
    {
        var existing = SecurityGroupRules.Of(ec2, group.Text("GroupId"), egress).ToDictionary(SecurityGroupRules.Key);
        var unknown = wanted.Where(rule => !existing.ContainsKey(SecurityGroupRules.Key(rule))).ToList();
        var isDefault = ec2.Find(Ec2Kinds.Vpc, group.Text("VpcId"))?.Bool("IsDefault") == true;
        return unknown.Count == 0 || isDefault
            ? ([.. wanted.Except(unknown).Select(rule => existing[SecurityGroupRules.Key(rule)])], unknown)
            : throw NoSuchRule();
    }

    private static AwsException NoSuchRule() =>
        new("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");

    private static JsonObject Revoked(JsonObject rule) => rule
        .Without("GroupOwnerId").Without("Tags").Without("SecurityGroupRuleArn").Without("ReferencedGroupInfo")
        .With("ReferencedGroupId", rule.Object("ReferencedGroupInfo")?["GroupId"]);

    private static JsonObject ModifySecurityGroupRules(Ec2Region ec2, JsonObject input)
    {
        var group = SecurityGroups.Read(ec2, input);
        var id = group.Text("GroupId");
        foreach (var update in input.Array("SecurityGroupRules").Objects)
        {
            var old = ec2.Need(Ec2Kinds.SecurityGroupRule, update.Text("SecurityGroupRuleId"));
            if (old.String("GroupId") != id)
            {
                throw Ec2Kinds.SecurityGroupRule.NotFound(update.Text("SecurityGroupRuleId"));
            }

            var changed = SecurityGroupRuleInput.FromRequest(ec2, group, update.Object("SecurityGroupRule") ?? JsonObject.Empty);
            ec2.Put(Ec2Kinds.SecurityGroupRule, WithoutContent(old).Merge(changed));
        }

        RefuseDuplicates(ec2, id);
        SecurityGroupRules.Refresh(ec2, id);
        return Inputs.Return;
    }

    private static JsonObject WithoutContent(JsonObject rule) => rule
        .Without("CidrIpv4").Without("CidrIpv6").Without("PrefixListId").Without("ReferencedGroupInfo").Without("Description");

    private static void RefuseDuplicates(Ec2Region ec2, string groupId)
    {
        var twice = SecurityGroupRules.Of(ec2, groupId)
            .GroupBy(rule => (rule.Bool("IsEgress"), SecurityGroupRules.Key(rule))).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            throw Duplicate(twice.First());
        }
    }

    private static JsonObject UpdateDescriptions(Ec2Region ec2, JsonObject input, bool egress)
    {
        var group = SecurityGroups.Read(ec2, input);
        var id = group.Text("GroupId");
        var byId = input.Array("SecurityGroupRuleDescriptions").Objects.ToList();
        var updates = byId.Count > 0
            ? byId.Select(item => (ById(ec2, id, egress, [item.Text("SecurityGroupRuleId")])[0], item["Description"]))
            : SecurityGroupRuleInput.Read(ec2, group, input)
                .Select(rule => (ByContent(ec2, group, egress, [rule]).Found is [var found] ? found : throw NoSuchRule(), rule["Description"]));
        foreach (var (rule, description) in updates.ToList())
        {
            ec2.Put(Ec2Kinds.SecurityGroupRule, rule.With("Description", description));
        }

        SecurityGroupRules.Refresh(ec2, id);
        return Inputs.Return;
    }
}

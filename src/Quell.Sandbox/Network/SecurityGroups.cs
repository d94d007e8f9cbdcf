using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Security groups; their rules are <see cref="SecurityGroupRules"/>.</summary>
internal static class SecurityGroups
{
    public const string DefaultName = "default";

    /// <summary>A group, stored, that lets everything out (VPC User Guide, "Security group rules").</summary>
    public static JsonObject New(Ec2Region ec2, JsonObject vpc, string name, string description, JsonArray tags)
    {
        var id = ec2.NewId("sg-");
        ec2.Put(Ec2Kinds.SecurityGroup, JsonObject.Of(
            ("GroupId", id),
            ("IpPermissionsEgress", JsonArray.Empty),
            ("Tags", tags),
            ("VpcId", vpc["VpcId"]),
            ("SecurityGroupArn", ec2.Arn(Ec2Kinds.SecurityGroup, id)),
            ("OwnerId", ec2.OwnerId),
            ("GroupName", name),
            ("Description", description),
            ("IpPermissions", JsonArray.Empty)));
        SecurityGroupRules.Add(ec2, id, egress: true, [SecurityGroupRules.Everything("CidrIpv4", "0.0.0.0/0")]);
        if (VpcCidrs.HasIpv6(vpc))
        {
            SecurityGroupRules.Add(ec2, id, egress: true, [SecurityGroupRules.Everything("CidrIpv6", "::/0")]);
        }

        return ec2.Need(Ec2Kinds.SecurityGroup, id);
    }

    /// <summary>A VPC's own group: its members reach each other and everything outside.</summary>
    public static void NewDefault(Ec2Region ec2, JsonObject vpc)
    {
        var id = New(ec2, vpc, DefaultName, "default VPC security group", JsonArray.Empty).Text("GroupId");
        var self = JsonObject.Of(("GroupId", id), ("UserId", ec2.OwnerId));
        SecurityGroupRules.Add(ec2, id, egress: false, [SecurityGroupRules.Everything("ReferencedGroupInfo", self)]);
    }

    /// <summary>Removes the group and its rules.</summary>
    public static void Remove(Ec2Region ec2, JsonObject group)
    {
        foreach (var rule in SecurityGroupRules.Of(ec2, group.Text("GroupId")).ToList())
        {
            ec2.Delete(Ec2Kinds.SecurityGroupRule, rule);
        }

        ec2.Delete(Ec2Kinds.SecurityGroup, group);
    }
}

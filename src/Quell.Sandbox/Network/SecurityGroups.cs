using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>Security groups; their rules are <see cref="SecurityGroupRules"/>.</summary>
internal static class SecurityGroups
{
    public const string DefaultName = "default";

    private const string ValidCharacters = "._-:/()#,@[]+=&;{}!$* ";

    private static readonly Listing All = new(Ec2Kinds.SecurityGroup, "SecurityGroups", "GroupIds", new Filters
    {
        ["description"] = "Description",
        ["egress.ip-permission.cidr"] = "IpPermissionsEgress.IpRanges.CidrIp",
        ["egress.ip-permission.from-port"] = "IpPermissionsEgress.FromPort",
        ["egress.ip-permission.group-id"] = "IpPermissionsEgress.UserIdGroupPairs.GroupId",
        ["egress.ip-permission.group-name"] = "IpPermissionsEgress.UserIdGroupPairs.GroupName",
        ["egress.ip-permission.ipv6-cidr"] = "IpPermissionsEgress.Ipv6Ranges.CidrIpv6",
        ["egress.ip-permission.prefix-list-id"] = "IpPermissionsEgress.PrefixListIds.PrefixListId",
        ["egress.ip-permission.protocol"] = "IpPermissionsEgress.IpProtocol",
        ["egress.ip-permission.to-port"] = "IpPermissionsEgress.ToPort",
        ["egress.ip-permission.user-id"] = "IpPermissionsEgress.UserIdGroupPairs.UserId",
        ["group-id"] = "GroupId",
        ["group-name"] = "GroupName",
        ["ip-permission.cidr"] = "IpPermissions.IpRanges.CidrIp",
        ["ip-permission.from-port"] = "IpPermissions.FromPort",
        ["ip-permission.group-id"] = "IpPermissions.UserIdGroupPairs.GroupId",
        ["ip-permission.group-name"] = "IpPermissions.UserIdGroupPairs.GroupName",
        ["ip-permission.ipv6-cidr"] = "IpPermissions.Ipv6Ranges.CidrIpv6",
        ["ip-permission.prefix-list-id"] = "IpPermissions.PrefixListIds.PrefixListId",
        ["ip-permission.protocol"] = "IpPermissions.IpProtocol",
        ["ip-permission.to-port"] = "IpPermissions.ToPort",
        ["ip-permission.user-id"] = "IpPermissions.UserIdGroupPairs.UserId",
        ["owner-id"] = "OwnerId",
        ["vpc-id"] = "VpcId",
    });

    public static OperationTable AddSecurityGroups(this OperationTable table) => table
        .AddEc2("CreateSecurityGroup", "GroupName Description VpcId TagSpecifications", CreateSecurityGroup)
        .AddEc2("DescribeSecurityGroups", "GroupIds GroupNames Filters MaxResults NextToken", DescribeSecurityGroups)
        .AddEc2("DeleteSecurityGroup", "GroupId GroupName", DeleteSecurityGroup);

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

    /// <summary>The group that resources in the VPC get when none is named.</summary>
    public static JsonObject DefaultOf(Ec2Region ec2, string vpcId) => Named(ec2, vpcId, DefaultName)
        ?? throw new InvalidOperationException($"{vpcId} has no default security group");

    /// <summary>The groups as network interfaces and instances refer to them, all of the VPC of the subnet (or that VPC).</summary>
    public static JsonArray References(Ec2Region ec2, IReadOnlyCollection<string> ids, JsonObject place)
    {
        var groups = ec2.Need(Ec2Kinds.SecurityGroup, ids);
        var stranger = groups.FirstOrDefault(group => group.String("VpcId") != place.String("VpcId"));
        return stranger is null
            ? JsonArray.From(groups.Select(group => JsonObject.Of(("GroupId", group["GroupId"]), ("GroupName", group["GroupName"]))))
            : throw new AwsException(
                "InvalidParameter",
                $"Security group {stranger.String("GroupId")} and {(place.Has("SubnetId") ? "subnet" : "vpc")} "
                + $"{place.String("SubnetId") ?? place.String("VpcId")} belong to different networks.");
    }

    /// <summary>The group that an input names by <c>GroupId</c>, or by <c>GroupName</c> in the default VPC.</summary>
    public static JsonObject Read(Ec2Region ec2, JsonObject input)
    {
        if (input.String("GroupId") is { } id)
        {
            return ec2.Need(Ec2Kinds.SecurityGroup, id);
        }

        var name = input.String("GroupName")
            ?? throw new AwsException("MissingParameter", "The request must contain the parameter groupName or groupId");
        return InDefaultVpc(ec2, name);
    }

    public static JsonObject InDefaultVpc(Ec2Region ec2, string name)
    {
        var vpcId = DefaultNetwork.Find(ec2)?.Text("VpcId") ?? throw NoDefaultVpc();
        return Named(ec2, vpcId, name) ?? throw new AwsException(
            "InvalidGroup.NotFound", $"The security group '{name}' does not exist in default VPC '{vpcId}'");
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

    private static JsonObject CreateSecurityGroup(Ec2Region ec2, JsonObject input)
    {
        var (name, description) = (input.Text("GroupName"), input.Text("Description"));
        CheckText("name", name);
        CheckText("description", description);
        if (name.StartsWith("sg-", StringComparison.Ordinal))
        {
            throw Inputs.InvalidValue(name, "GroupName", "Group names may not be in the format sg-*.");
        }

        if (name == DefaultName)
        {
            throw Inputs.Invalid("Cannot use reserved security group name: default");
        }

        var vpc = input.String("VpcId") is { } vpcId
            ? ec2.Need(Ec2Kinds.Vpc, vpcId)
            : DefaultNetwork.Find(ec2) ?? throw NoDefaultVpc();
        if (Named(ec2, vpc.Text("VpcId"), name) is not null)
        {
            throw new AwsException(
                "InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpc.String("VpcId")}'");
        }

        var group = New(ec2, vpc, name, description, ResourceTags.ForNew(ec2, input, Ec2Kinds.SecurityGroup));
        return JsonObject.Of(
            ("GroupId", group["GroupId"]), ("Tags", group["Tags"]), ("SecurityGroupArn", group["SecurityGroupArn"]));
    }

    private static JsonObject DescribeSecurityGroups(Ec2Region ec2, JsonObject input)
    {
        var named = input.Texts("GroupNames").Select(name => InDefaultVpc(ec2, name).Text("GroupId"));
        return All.Describe(ec2, input.With("GroupIds", JsonArray.From(input.Texts("GroupIds").Concat(named))));
    }

    private static JsonObject DeleteSecurityGroup(Ec2Region ec2, JsonObject input)
    {
        var group = Read(ec2, input);
        var id = group.Text("GroupId");
        if (group.String("GroupName") == DefaultName)
        {
            throw new AwsException("CannotDelete", $"the specified group: \"{id}\" name: \"default\" cannot be deleted by a user");
        }

        if (IsInUse(ec2, id))
        {
            throw new AwsException("DependencyViolation", $"resource {id} has a dependent object");
        }

        Remove(ec2, group);
        return JsonObject.Of(("Return", true), ("GroupId", id));
    }

    private static bool IsInUse(Ec2Region ec2, string id) =>
        ec2.All(Ec2Kinds.NetworkInterface).Concat(ec2.All(Ec2Kinds.VpcEndpoint))
            .Any(user => user.Array("Groups").Objects.Any(group => group.String("GroupId") == id))
        || ec2.All(Ec2Kinds.SecurityGroupRule)
            .Any(rule => rule.String("GroupId") != id && rule.Object("ReferencedGroupInfo")?.String("GroupId") == id);

    private static JsonObject? Named(Ec2Region ec2, string vpcId, string name) =>
        ec2.In(Ec2Kinds.SecurityGroup, "VpcId", vpcId).FirstOrDefault(group => group.String("GroupName") == name);

    private static void CheckText(string what, string text)
    {
        if (text.Length is 0 or > 255 || !text.All(c => char.IsAsciiLetterOrDigit(c) || ValidCharacters.Contains(c, StringComparison.Ordinal)))
        {
            throw Inputs.Invalid(
                $"Invalid security group {what}. Valid {what}s are strings less than 256 characters from the following set: "
                + "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
        }
    }

    private static AwsException NoDefaultVpc() => new("VPCIdNotSpecified", "No default VPC for this user");
}

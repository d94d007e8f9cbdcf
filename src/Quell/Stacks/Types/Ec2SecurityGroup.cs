using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2SecurityGroup() : ResourceType(
    "AWS::EC2::SecurityGroup",
    new PropertySchema(
        ("GroupDescription", Text.Required().CreateOnly()),
        ("GroupName", Text.CreateOnly()),
        ("VpcId", Text.CreateOnly()),
        ("SecurityGroupIngress", ListOf(Object(SecurityGroupRules.Properties(("SourceSecurityGroupId", Text), ("SourceSecurityGroupOwnerId", Text))))),
        ("SecurityGroupEgress", ListOf(Object(SecurityGroupRules.Properties(("DestinationSecurityGroupId", Text))))),
        ("Tags", PropertyType.Tags)),
    "GroupId", "Id", "VpcId")
{
    /// <summary>What AWS lets out of a new group, and CloudFormation too unless the template names what may get out.</summary>
    private static readonly JsonObject Everything = JsonObject.Of(("IpProtocol", "-1"), ("CidrIp", "0.0.0.0/0"));

    public override string NameProperty => "GroupName";

    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            "ec2", "CreateSecurityGroup",
            ("GroupName", work["GroupName"] ?? work.Name(255)),
            ("Description", work["GroupDescription"]),
            ("VpcId", work["VpcId"]),
            ("TagSpecifications", Ec2Tags.For(work, "security-group"))).ConfigureAwait(false);
        var id = work.PhysicalId = output.String("GroupId") ?? "";
        await Apply(work, "Ingress", [], Rules(work.Properties, "Ingress")).ConfigureAwait(false);
        await Apply(work, "Egress", [Everything], Rules(work.Properties, "Egress")).ConfigureAwait(false);
        var described = await work.Call("ec2", "DescribeSecurityGroups", ("GroupIds", JsonArray.From([id]))).ConfigureAwait(false);
        return new(id, ("GroupId", id), ("Id", id), ("VpcId", described.Array("SecurityGroups").Objects.FirstOrDefault()?["VpcId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        foreach (var direction in new[] { "Ingress", "Egress" })
        {
            await Apply(work, direction, Rules(work.Before, direction), Rules(work.Properties, direction)).ConfigureAwait(false);
        }

        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteSecurityGroup", ("GroupId", work.PhysicalId));

    private static List<JsonObject> Rules(JsonObject properties, string direction) =>
        direction == "Egress" && properties.Array("SecurityGroupEgress").Count == 0
            ? [Everything]
            : [.. properties.Array("SecurityGroup" + direction).Objects];

    private static async Task Apply(ResourceWork work, string direction, List<JsonObject> before, List<JsonObject> after)
    {
        foreach (var rule in before.Except(after))
        {
            await work.Remove("ec2", "RevokeSecurityGroup" + direction, ("GroupId", work.PhysicalId), ("IpPermissions", SecurityGroupRules.Permissions(rule))).ConfigureAwait(false);
        }

        foreach (var rule in after.Except(before))
        {
            await work.Call("ec2", "AuthorizeSecurityGroup" + direction, ("GroupId", work.PhysicalId), ("IpPermissions", SecurityGroupRules.Permissions(rule))).ConfigureAwait(false);
        }
    }
}

using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2Vpc() : ResourceType(
    "AWS::EC2::VPC",
    new PropertySchema(
        ("CidrBlock", Text.Required().CreateOnly()),
        ("EnableDnsHostnames", PropertyType.Boolean),
        ("EnableDnsSupport", PropertyType.Boolean),
        ("InstanceTenancy", Text.CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "CidrBlock", "DefaultNetworkAcl", "DefaultSecurityGroup", "VpcId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateVpc", work.Pick("CidrBlock", "InstanceTenancy").With("TagSpecifications", Ec2Tags.For(work, "vpc"))).ConfigureAwait(false);
        var id = work.PhysicalId = output.Object("Vpc")?.String("VpcId") ?? "";
        await SetDns(work).ConfigureAwait(false);
        var groups = await work.Call("ec2", "DescribeSecurityGroups", ("Filters", Filters(("vpc-id", id), ("group-name", "default")))).ConfigureAwait(false);
        var acls = await work.Call("ec2", "DescribeNetworkAcls", ("Filters", Filters(("vpc-id", id), ("default", "true")))).ConfigureAwait(false);
        return new(
            id,
            ("VpcId", id),
            ("CidrBlock", work["CidrBlock"]),
            ("DefaultSecurityGroup", groups.Array("SecurityGroups").Objects.FirstOrDefault()?["GroupId"]),
            ("DefaultNetworkAcl", acls.Array("NetworkAcls").Objects.FirstOrDefault()?["NetworkAclId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await SetDns(work).ConfigureAwait(false);
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteVpc", ("VpcId", work.PhysicalId));

    public static JsonArray Filters(params ReadOnlySpan<(string Name, string Value)> filters)
    {
        var all = new List<JsonValue>();
        foreach (var (name, value) in filters)
        {
            all.Add(JsonObject.Of(("Name", name), ("Values", JsonArray.From([value]))));
        }

        return JsonArray.From(all);
    }

    /// <summary>EC2 changes one of the two at a time; a VPC begins with support and without host names.</summary>
    private static async Task SetDns(ResourceWork work)
    {
        foreach (var (name, standard) in new[] { ("EnableDnsSupport", true), ("EnableDnsHostnames", false) })
        {
            if ((work.Properties.Bool(name) ?? standard) != (work.Before.Bool(name) ?? standard))
            {
                await work.Call("ec2", "ModifyVpcAttribute", ("VpcId", work.PhysicalId), (name, JsonObject.Of(("Value", work.Properties.Bool(name) ?? standard)))).ConfigureAwait(false);
            }
        }
    }
}

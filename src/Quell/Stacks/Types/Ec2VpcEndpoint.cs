using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2VpcEndpoint() : ResourceType(
    "AWS::EC2::VPCEndpoint",
    new PropertySchema(
        ("VpcId", Text.Required().CreateOnly()),
        ("ServiceName", Text.Required().CreateOnly()),
        ("VpcEndpointType", Text.CreateOnly()),
        ("RouteTableIds", ListOf(Text)),
        ("SubnetIds", ListOf(Text)),
        ("SecurityGroupIds", ListOf(Text)),
        ("PolicyDocument", PropertyType.Json),
        ("PrivateDnsEnabled", PropertyType.Boolean),
        ("Tags", PropertyType.Tags)),
    "CreationTimestamp", "Id")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var policy = work.JsonText("PolicyDocument");
        var output = await work.Call("ec2", "CreateVpcEndpoint", work.Properties.Without("Tags")
            .With("PolicyDocument", policy is null ? null : (JsonValue)policy)
            .With("TagSpecifications", Ec2Tags.For(work, "vpc-endpoint"))).ConfigureAwait(false);
        var made = output.Object("VpcEndpoint") ?? JsonObject.Empty;
        var id = made.String("VpcEndpointId") ?? "";
        return new(id, ("Id", id), ("CreationTimestamp", made["CreationTimestamp"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var changes = JsonObject.Empty;
        foreach (var (property, member) in new[] { ("RouteTableIds", "RouteTableIds"), ("SubnetIds", "SubnetIds"), ("SecurityGroupIds", "SecurityGroupIds") })
        {
            var before = work.Before.Array(property).Strings.ToList();
            var after = work.Properties.Array(property).Strings.ToList();
            changes = WithList(changes, "Add" + member, after.Except(before, StringComparer.Ordinal));
            changes = WithList(changes, "Remove" + member, before.Except(after, StringComparer.Ordinal));
        }

        if (work.Changes("PolicyDocument"))
        {
            changes = work.JsonText("PolicyDocument") is { } policy ? changes.With("PolicyDocument", policy) : changes.With("ResetPolicy", true);
        }

        changes = work.Changes("PrivateDnsEnabled") ? changes.With("PrivateDnsEnabled", work["PrivateDnsEnabled"] ?? false) : changes;
        if (changes.Count > 0)
        {
            await work.Call("ec2", "ModifyVpcEndpoint", changes.With("VpcEndpointId", work.PhysicalId)).ConfigureAwait(false);
        }

        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteVpcEndpoints", ("VpcEndpointIds", JsonArray.From([work.PhysicalId])));

    private static JsonObject WithList(JsonObject changes, string name, IEnumerable<string> items)
    {
        var list = JsonArray.From(items);
        return list.Count == 0 ? changes : changes.With(name, list);
    }
}

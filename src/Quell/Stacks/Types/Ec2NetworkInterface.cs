using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2NetworkInterface() : ResourceType(
    "AWS::EC2::NetworkInterface",
    new PropertySchema(
        ("SubnetId", Text.Required().CreateOnly()),
        ("PrivateIpAddress", Text.CreateOnly()),
        ("Description", Text),
        ("GroupSet", ListOf(Text)),
        ("SourceDestCheck", PropertyType.Boolean),
        ("Tags", PropertyType.Tags)),
    "Id", "PrimaryPrivateIpAddress", "VpcId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateNetworkInterface", work.Pick("SubnetId", "PrivateIpAddress", "Description")
            .With("Groups", work["GroupSet"])
            .With("TagSpecifications", Ec2Tags.For(work, "network-interface"))).ConfigureAwait(false);
        var made = output.Object("NetworkInterface") ?? JsonObject.Empty;
        var id = work.PhysicalId = made.String("NetworkInterfaceId") ?? "";
        if (work.Properties.Bool("SourceDestCheck") == false)
        {
            await Modify(work, ("SourceDestCheck", JsonObject.Of(("Value", false)))).ConfigureAwait(false);
        }

        return new(id, ("Id", id), ("PrimaryPrivateIpAddress", made["PrivateIpAddress"]), ("VpcId", made["VpcId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("Description"))
        {
            await Modify(work, ("Description", JsonObject.Of(("Value", work["Description"] ?? "")))).ConfigureAwait(false);
        }

        if (work.Changes("GroupSet"))
        {
            await Modify(work, ("Groups", work["GroupSet"])).ConfigureAwait(false);
        }

        if (work.Changes("SourceDestCheck"))
        {
            await Modify(work, ("SourceDestCheck", JsonObject.Of(("Value", work["SourceDestCheck"] ?? true)))).ConfigureAwait(false);
        }

        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteNetworkInterface", ("NetworkInterfaceId", work.PhysicalId));

    private static Task<JsonObject> Modify(ResourceWork work, (string Name, JsonValue? Value) change) =>
        work.Call("ec2", "ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", work.PhysicalId), change);
}

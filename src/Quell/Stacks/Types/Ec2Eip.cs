using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2Eip() : ResourceType(
    "AWS::EC2::EIP",
    new PropertySchema(
        ("Domain", Text.CreateOnly()),
        ("NetworkBorderGroup", Text.CreateOnly()),
        ("PublicIpv4Pool", Text.CreateOnly()),
        ("InstanceId", Text),
        ("Tags", PropertyType.Tags)),
    "AllocationId", "PublicIp")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "AllocateAddress", work.Pick("Domain", "NetworkBorderGroup", "PublicIpv4Pool")
            .With("TagSpecifications", Ec2Tags.For(work, "elastic-ip"))).ConfigureAwait(false);
        work.PhysicalId = output.String("PublicIp") ?? "";
        await Associate(work).ConfigureAwait(false);
        return new(work.PhysicalId, ("AllocationId", output["AllocationId"]), ("PublicIp", output["PublicIp"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("InstanceId"))
        {
            await Disassociate(work).ConfigureAwait(false);
            await Associate(work).ConfigureAwait(false);
        }

        await Ec2Tags.Update(work, work.Attributes.String("AllocationId") ?? "").ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        await Disassociate(work).ConfigureAwait(false);
        if (await Find(work).ConfigureAwait(false) is { } address)
        {
            await work.Remove("ec2", "ReleaseAddress", ("AllocationId", address["AllocationId"])).ConfigureAwait(false);
        }
    }

    private static async Task Associate(ResourceWork work)
    {
        if (work["InstanceId"] is { } instance)
        {
            await work.Call("ec2", "AssociateAddress", ("PublicIp", work.PhysicalId), ("InstanceId", instance)).ConfigureAwait(false);
        }
    }

    private static async Task Disassociate(ResourceWork work)
    {
        if ((await Find(work).ConfigureAwait(false))?["AssociationId"] is { } association)
        {
            await work.Remove("ec2", "DisassociateAddress", ("AssociationId", association)).ConfigureAwait(false);
        }
    }

    private static async Task<JsonObject?> Find(ResourceWork work)
    {
        var output = await work.Call("ec2", "DescribeAddresses", ("Filters", Ec2Vpc.Filters(("public-ip", work.PhysicalId)))).ConfigureAwait(false);
        return output.Array("Addresses").Objects.FirstOrDefault();
    }
}

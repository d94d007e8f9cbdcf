using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2NetworkAcl() : ResourceType(
    "AWS::EC2::NetworkAcl", new PropertySchema(("VpcId", Text.Required().CreateOnly()), ("Tags", PropertyType.Tags)), "Id")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateNetworkAcl", ("VpcId", work["VpcId"]), ("TagSpecifications", Ec2Tags.For(work, "network-acl"))).ConfigureAwait(false);
        var id = output.Object("NetworkAcl")?.String("NetworkAclId") ?? "";
        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteNetworkAcl", ("NetworkAclId", work.PhysicalId));
}

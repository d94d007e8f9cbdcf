using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2EipAssociation() : ResourceType(
    "AWS::EC2::EIPAssociation",
    new PropertySchema(
        ("AllocationId", Text.CreateOnly()),
        ("EIP", Text.CreateOnly()),
        ("InstanceId", Text.CreateOnly()),
        ("NetworkInterfaceId", Text.CreateOnly()),
        ("PrivateIpAddress", Text.CreateOnly())),
    "Id")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "AssociateAddress", work.Properties.Without("EIP").With("PublicIp", work["EIP"])).ConfigureAwait(false);
        var id = output.String("AssociationId") ?? "";
        return new(id, ("Id", id));
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DisassociateAddress", ("AssociationId", work.PhysicalId));
}

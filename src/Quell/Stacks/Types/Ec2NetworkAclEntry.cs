using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2NetworkAclEntry() : ResourceType(
    "AWS::EC2::NetworkAclEntry",
    new PropertySchema(
        ("NetworkAclId", Text.Required().CreateOnly()),
        ("RuleNumber", Integer.Required().CreateOnly()),
        ("Egress", PropertyType.Boolean.CreateOnly()),
        ("Protocol", Integer.Required()),
        ("RuleAction", Text.Required()),
        ("CidrBlock", Text),
        ("Ipv6CidrBlock", Text),
        ("Icmp", Object(("Code", Integer), ("Type", Integer))),
        ("PortRange", Object(("From", Integer), ("To", Integer)))),
    "Id")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("ec2", "CreateNetworkAclEntry", Entry(work)).ConfigureAwait(false);
        var id = work.Name(128);
        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call("ec2", "ReplaceNetworkAclEntry", Entry(work)).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) =>
        work.Remove("ec2", "DeleteNetworkAclEntry", work.Pick("NetworkAclId", "RuleNumber").With("Egress", work["Egress"] ?? false));

    private static JsonObject Entry(ResourceWork work) => work.Properties.Without("Icmp")
        .With("Egress", work["Egress"] ?? false)
        .With("Protocol", ResourceWork.TextOf(work["Protocol"]) ?? "-1")
        .With("IcmpTypeCode", work["Icmp"]);
}

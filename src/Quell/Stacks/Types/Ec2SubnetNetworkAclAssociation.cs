using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>A subnet always has an ACL: creating this takes the place of the association there is, deleting it brings the VPC's default ACL back.</summary>
internal sealed class Ec2SubnetNetworkAclAssociation() : ResourceType(
    "AWS::EC2::SubnetNetworkAclAssociation",
    new PropertySchema(("SubnetId", Text.Required().CreateOnly()), ("NetworkAclId", Text.Required())),
    "AssociationId")
{
    public override Task<Deployed> Create(ResourceWork work) => Put(work, work["NetworkAclId"]);

    public override Task<Deployed> Update(ResourceWork work) => Put(work, work["NetworkAclId"]);

    public override async Task Delete(ResourceWork work)
    {
        var subnet = work.Properties.String("SubnetId") ?? "";
        var acls = await work.Call("ec2", "DescribeNetworkAcls", ("Filters", Ec2Vpc.Filters(("association.subnet-id", subnet)))).ConfigureAwait(false);
        if (acls.Array("NetworkAcls").Objects.FirstOrDefault() is { } acl && acl.String("NetworkAclId") == work.Properties.String("NetworkAclId"))
        {
            var standard = await work.Call("ec2", "DescribeNetworkAcls", ("Filters", Ec2Vpc.Filters(("vpc-id", acl.String("VpcId") ?? ""), ("default", "true")))).ConfigureAwait(false);
            await Put(work, standard.Array("NetworkAcls").Objects.FirstOrDefault()?["NetworkAclId"]).ConfigureAwait(false);
        }
    }

    /// <summary>The subnet's association; null where the subnet is gone.</summary>
    public static async Task<JsonObject?> Find(ResourceWork work, string subnet)
    {
        var acls = await work.Call("ec2", "DescribeNetworkAcls", ("Filters", Ec2Vpc.Filters(("association.subnet-id", subnet)))).ConfigureAwait(false);
        return acls.Array("NetworkAcls").Objects.SelectMany(acl => acl.Array("Associations").Objects)
            .FirstOrDefault(association => association.String("SubnetId") == subnet);
    }

    private static async Task<Deployed> Put(ResourceWork work, JsonValue? acl)
    {
        var subnet = work.Properties.String("SubnetId") ?? "";
        var now = await Find(work, subnet).ConfigureAwait(false)
            ?? throw new Aws.AwsException("InvalidSubnetID.NotFound", $"The subnet ID '{subnet}' does not exist");
        var output = await work.Call("ec2", "ReplaceNetworkAclAssociation", ("AssociationId", now["NetworkAclAssociationId"]), ("NetworkAclId", acl)).ConfigureAwait(false);
        var id = output.String("NewAssociationId") ?? "";
        return new(id, ("AssociationId", id));
    }
}

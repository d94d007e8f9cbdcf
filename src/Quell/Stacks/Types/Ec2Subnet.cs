using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2Subnet() : ResourceType(
    "AWS::EC2::Subnet",
    new PropertySchema(
        ("VpcId", Text.Required().CreateOnly()),
        ("CidrBlock", Text.Required().CreateOnly()),
        ("AvailabilityZone", Text.CreateOnly()),
        ("MapPublicIpOnLaunch", PropertyType.Boolean),
        ("Tags", PropertyType.Tags)),
    "AvailabilityZone", "CidrBlock", "NetworkAclAssociationId", "SubnetId", "VpcId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateSubnet", work.Pick("VpcId", "CidrBlock", "AvailabilityZone").With("TagSpecifications", Ec2Tags.For(work, "subnet"))).ConfigureAwait(false);
        var subnet = output.Object("Subnet") ?? JsonObject.Empty;
        var id = work.PhysicalId = subnet.String("SubnetId") ?? "";
        await SetPublicAddresses(work).ConfigureAwait(false);
        var association = await Ec2SubnetNetworkAclAssociation.Find(work, id).ConfigureAwait(false);
        return new(
            id,
            ("SubnetId", id), ("VpcId", work["VpcId"]), ("CidrBlock", work["CidrBlock"]), ("AvailabilityZone", subnet["AvailabilityZone"]),
            ("NetworkAclAssociationId", association?["NetworkAclAssociationId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await SetPublicAddresses(work).ConfigureAwait(false);
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteSubnet", ("SubnetId", work.PhysicalId));

    private static async Task SetPublicAddresses(ResourceWork work)
    {
        var wanted = work.Properties.Bool("MapPublicIpOnLaunch") == true;
        if (wanted != (work.Before.Bool("MapPublicIpOnLaunch") == true))
        {
            await work.Call("ec2", "ModifySubnetAttribute", ("SubnetId", work.PhysicalId), ("MapPublicIpOnLaunch", JsonObject.Of(("Value", wanted)))).ConfigureAwait(false);
        }
    }
}

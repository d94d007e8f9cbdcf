using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2NatGateway() : ResourceType(
    "AWS::EC2::NatGateway",
    new PropertySchema(
        ("SubnetId", Text.Required().CreateOnly()),
        ("AllocationId", Text.CreateOnly()),
        ("ConnectivityType", Text.CreateOnly()),
        ("PrivateIpAddress", Text.CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "NatGatewayId")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            "ec2", "CreateNatGateway", work.Properties.Without("Tags").With("TagSpecifications", Ec2Tags.For(work, "natgateway"))).ConfigureAwait(false);
        var id = work.PhysicalId = output.Object("NatGateway")?.String("NatGatewayId") ?? "";
        await work.Until(async () => (await Find(work).ConfigureAwait(false))?.String("State") is not "pending").ConfigureAwait(false);
        return await Find(work).ConfigureAwait(false) is { } made && made.String("State") == "failed"
            ? throw new AwsException(made.String("FailureCode") ?? "InternalError", made.String("FailureMessage") ?? "The NAT gateway has failed.")
            : new(id, ("NatGatewayId", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    /// <summary>Its address and its subnet are free when it is gone.</summary>
    public override async Task Delete(ResourceWork work)
    {
        await work.Remove("ec2", "DeleteNatGateway", ("NatGatewayId", work.PhysicalId)).ConfigureAwait(false);
        await work.Until(async () => (await Find(work).ConfigureAwait(false))?.String("State") is null or "deleted" or "failed").ConfigureAwait(false);
    }

    private static async Task<JsonObject?> Find(ResourceWork work)
    {
        var output = await work.Call("ec2", "DescribeNatGateways", ("Filter", Ec2Vpc.Filters(("nat-gateway-id", work.PhysicalId)))).ConfigureAwait(false);
        return output.Array("NatGateways").Objects.FirstOrDefault();
    }
}

using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class Ec2FlowLog() : ResourceType(
    "AWS::EC2::FlowLog",
    new PropertySchema(
        ("ResourceId", Text.Required().CreateOnly()),
        ("ResourceType", Text.Required().CreateOnly()),
        ("TrafficType", Text.CreateOnly()),
        ("LogDestinationType", Text.CreateOnly()),
        ("LogDestination", Text.CreateOnly()),
        ("LogGroupName", Text.CreateOnly()),
        ("LogFormat", Text.CreateOnly()),
        ("DeliverLogsPermissionArn", Text.CreateOnly()),
        ("MaxAggregationInterval", Integer.CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "Id")
{
    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("ec2", "CreateFlowLogs", work.Properties.Without("Tags").Without("ResourceId")
            .With("ResourceIds", new JsonArray([work["ResourceId"] ?? ""]))
            .With("TagSpecifications", Ec2Tags.For(work, "vpc-flow-log"))).ConfigureAwait(false);
        if (output.Array("Unsuccessful").Objects.FirstOrDefault()?.Object("Error") is { } error)
        {
            throw new AwsException(error.String("Code") ?? "", error.String("Message") ?? "");
        }

        var id = output.Array("FlowLogIds").Strings.FirstOrDefault() ?? "";
        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteFlowLogs", ("FlowLogIds", JsonArray.From([work.PhysicalId])));
}

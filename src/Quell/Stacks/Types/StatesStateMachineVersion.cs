using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class StatesStateMachineVersion() : ResourceType(
    "AWS::StepFunctions::StateMachineVersion",
    new PropertySchema(
        ("StateMachineArn", Text.Required().CreateOnly()),
        ("StateMachineRevisionId", Text.CreateOnly()),
        ("Description", Text.CreateOnly())),
    "Arn")
{
    private const string Service = "stepfunctions";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            Service, "PublishStateMachineVersion",
            ("stateMachineArn", work["StateMachineArn"]),
            ("revisionId", work["StateMachineRevisionId"]),
            ("description", work["Description"])).ConfigureAwait(false);
        var arn = output.String("stateMachineVersionArn") ?? "";
        return new(arn, ("Arn", arn));
    }

    public override Task Delete(ResourceWork work) =>
        work.Remove(Service, "DeleteStateMachineVersion", ("stateMachineVersionArn", work.PhysicalId));
}

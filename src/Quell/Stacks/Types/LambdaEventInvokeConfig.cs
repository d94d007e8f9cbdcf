using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class LambdaEventInvokeConfig() : ResourceType(
    "AWS::Lambda::EventInvokeConfig",
    new PropertySchema(
        ("FunctionName", Text.Required().CreateOnly()),
        ("Qualifier", Text.Required().CreateOnly()),
        ("MaximumEventAgeInSeconds", Integer),
        ("MaximumRetryAttempts", Integer),
        ("DestinationConfig", Object(
            ("OnFailure", Object(("Destination", Text.Required()))), ("OnSuccess", Object(("Destination", Text.Required())))))))
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("lambda", "PutFunctionEventInvokeConfig", work.Properties).ConfigureAwait(false);
        return new($"{work.Properties.String("FunctionName")}|{work.Properties.String("Qualifier")}");
    }

    public override Task<Deployed> Update(ResourceWork work) => Create(work);

    public override Task Delete(ResourceWork work) =>
        work.Remove("lambda", "DeleteFunctionEventInvokeConfig", work.Pick("FunctionName", "Qualifier"));
}

using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class LambdaVersion() : ResourceType(
    "AWS::Lambda::Version",
    new PropertySchema(
        ("FunctionName", Text.Required().CreateOnly()), ("Description", Text.CreateOnly()), ("CodeSha256", Text.CreateOnly())),
    "FunctionArn", "Version")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("lambda", "PublishVersion", work.Pick("FunctionName", "Description", "CodeSha256")).ConfigureAwait(false);
        var arn = output.String("FunctionArn") ?? "";
        return new(arn, ("FunctionArn", arn), ("Version", output["Version"]));
    }

    public override Task Delete(ResourceWork work) =>
        work.Remove("lambda", "DeleteFunction", work.Pick("FunctionName").With("Qualifier", work.Attributes["Version"]));
}

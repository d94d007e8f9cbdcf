using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class LambdaAlias() : ResourceType(
    "AWS::Lambda::Alias",
    new PropertySchema(
        ("FunctionName", Text.Required().CreateOnly()),
        ("Name", Text.Required().CreateOnly()),
        ("FunctionVersion", Text.Required()),
        ("Description", Text)),
    "AliasArn")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("lambda", "CreateAlias", work.Properties).ConfigureAwait(false);
        var arn = output.String("AliasArn") ?? "";
        return new(arn, ("AliasArn", arn));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call("lambda", "UpdateAlias", work.Properties.With("Description", work["Description"] ?? "")).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("lambda", "DeleteAlias", work.Pick("FunctionName", "Name"));
}

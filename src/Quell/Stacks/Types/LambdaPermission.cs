using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class LambdaPermission() : ResourceType(
    "AWS::Lambda::Permission",
    new PropertySchema(
        ("FunctionName", Text.Required().CreateOnly()),
        ("Action", Text.Required().CreateOnly()),
        ("Principal", Text.Required().CreateOnly()),
        ("SourceArn", Text.CreateOnly()),
        ("SourceAccount", Text.CreateOnly()),
        ("EventSourceToken", Text.CreateOnly()),
        ("PrincipalOrgID", Text.CreateOnly())),
    "Id")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var id = work.Name(100);
        await work.Call("lambda", "AddPermission", work.Properties.With("StatementId", id)).ConfigureAwait(false);
        return new(id, ("Id", id));
    }

    public override Task Delete(ResourceWork work) =>
        work.Remove("lambda", "RemovePermission", work.Pick("FunctionName").With("StatementId", work.PhysicalId));
}

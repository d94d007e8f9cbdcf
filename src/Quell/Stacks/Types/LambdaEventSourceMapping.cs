using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class LambdaEventSourceMapping() : ResourceType(
    "AWS::Lambda::EventSourceMapping",
    new PropertySchema(
        ("EventSourceArn", Text.Required().CreateOnly()),
        ("FunctionName", Text.Required()),
        ("BatchSize", Integer),
        ("Enabled", PropertyType.Boolean),
        ("FunctionResponseTypes", ListOf(Text))),
    "Id", "EventSourceMappingArn")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("lambda", "CreateEventSourceMapping", work.Properties).ConfigureAwait(false);
        var id = output.String("UUID") ?? "";
        return new(id, ("Id", id), ("EventSourceMappingArn", output["EventSourceMappingArn"] ?? work.Scope.Arn("lambda", $"event-source-mapping:{id}").ToString()));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call("lambda", "UpdateEventSourceMapping", work.Properties.Without("EventSourceArn")
            .With("UUID", work.PhysicalId)
            .With("Enabled", work["Enabled"] ?? true)
            .With("BatchSize", work["BatchSize"] ?? 10)
            .With("FunctionResponseTypes", work["FunctionResponseTypes"] ?? (work.Before.Has("FunctionResponseTypes") ? JsonArray.Empty : null))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("lambda", "DeleteEventSourceMapping", ("UUID", work.PhysicalId));
}

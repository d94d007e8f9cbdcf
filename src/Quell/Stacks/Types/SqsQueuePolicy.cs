using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SqsQueuePolicy() : ResourceType(
    "AWS::SQS::QueuePolicy",
    new PropertySchema(("PolicyDocument", PropertyType.Json.Required()), ("Queues", ListOf(Text).Required())),
    "Id")
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        var id = work.PhysicalId = work.Name();
        await Set(work, work.Properties.Array("Queues").Strings, work.JsonText("PolicyDocument") ?? "").ConfigureAwait(false);
        return new(id, ("Id", id));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var queues = work.Properties.Array("Queues").Strings.ToList();
        await Set(work, work.Before.Array("Queues").Strings.Except(queues, StringComparer.Ordinal), "").ConfigureAwait(false);
        await Set(work, queues, work.JsonText("PolicyDocument") ?? "").ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => Set(work, work.Properties.Array("Queues").Strings, "");

    private static async Task Set(ResourceWork work, IEnumerable<string> queues, string policy)
    {
        foreach (var queue in queues)
        {
            var input = JsonObject.Of(("QueueUrl", queue), ("Attributes", JsonObject.Of(("Policy", policy))));
            await (policy.Length == 0 ? work.Remove("sqs", "SetQueueAttributes", input) : work.Call("sqs", "SetQueueAttributes", input)).ConfigureAwait(false);
        }
    }
}

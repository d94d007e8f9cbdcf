using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>One statement of a bus's policy; the others stay as they are.</summary>
internal sealed class EventsEventBusPolicy() : ResourceType(
    "AWS::Events::EventBusPolicy",
    new PropertySchema(
        ("EventBusName", Text.CreateOnly()),
        ("StatementId", Text.Required().CreateOnly()),
        ("Statement", PropertyType.Json),
        ("Action", Text),
        ("Principal", Text),
        ("Condition", Object(("Key", Text.Required()), ("Type", Text.Required()), ("Value", Text.Required())))))
{
    public override string NameProperty => "StatementId";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        if (work.Properties.Object("Statement") is { } statement)
        {
            await PutStatement(work, statement).ConfigureAwait(false);
        }
        else
        {
            await work.Call("events", "PutPermission", work.Pick("EventBusName", "StatementId", "Action", "Principal", "Condition")).ConfigureAwait(false);
        }

        return new($"{work.Properties.String("EventBusName") ?? "default"}|{work.Properties.String("StatementId")}");
    }

    public override Task<Deployed> Update(ResourceWork work) => Create(work);

    public override Task Delete(ResourceWork work) => work.Remove("events", "RemovePermission", work.Pick("EventBusName", "StatementId"));

    private static async Task PutStatement(ResourceWork work, JsonObject statement)
    {
        var sid = work.Properties.String("StatementId") ?? "";
        var bus = await work.Call("events", "DescribeEventBus", JsonObject.Empty.With("Name", work["EventBusName"])).ConfigureAwait(false);
        var policy = bus.String("Policy") is { Length: > 0 } text ? JsonValue.Parse(text) as JsonObject : null;
        var others = (policy?.Array("Statement") ?? JsonArray.Empty).Objects.Where(each => each.String("Sid") != sid);
        var whole = JsonObject.Of(("Version", "2012-10-17"), ("Statement", JsonArray.From(others.Append(statement.With("Sid", sid)))));
        await work.Call("events", "PutPermission", work.Pick("EventBusName").With("Policy", whole.ToString())).ConfigureAwait(false);
    }
}

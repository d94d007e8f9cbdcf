using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class EventsEventBus() : ResourceType(
    "AWS::Events::EventBus",
    new PropertySchema(("Name", Text.Required().CreateOnly()), ("Description", Text), ("Tags", PropertyType.Tags)),
    "Arn", "Name")
{
    public override string NameProperty => "Name";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("events", "CreateEventBus", work.Pick("Name", "Description", "Tags")).ConfigureAwait(false);
        return new(work.Properties.String("Name") ?? "", ("Arn", output["EventBusArn"]), ("Name", work["Name"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("Description"))
        {
            await work.Call("events", "UpdateEventBus", ("Name", work.PhysicalId), ("Description", work["Description"] ?? "")).ConfigureAwait(false);
        }

        var arn = work.Attributes["Arn"];
        await TagChanges.Apply(
            work,
            keys => work.Call("events", "UntagResource", ("ResourceARN", arn), ("TagKeys", keys)),
            tags => work.Call("events", "TagResource", ("ResourceARN", arn), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("events", "DeleteEventBus", ("Name", work.PhysicalId));
}

using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class EventsApiDestination() : ResourceType(
    "AWS::Events::ApiDestination",
    new PropertySchema(
        ("Name", Text.CreateOnly()),
        ("Description", Text),
        ("ConnectionArn", Text.Required()),
        ("InvocationEndpoint", Text.Required()),
        ("HttpMethod", Text.Required()),
        ("InvocationRateLimitPerSecond", Integer)),
    "Arn", "ArnForPolicy")
{
    public override string NameProperty => "Name";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("Name") ?? work.Name();
        var output = await work.Call("events", "CreateApiDestination", Settings(work).With("Name", name)).ConfigureAwait(false);
        var arn = output.String("ApiDestinationArn") ?? "";

        // What policies name: the ARN without the id at its end.
        return new(name, ("Arn", arn), ("ArnForPolicy", arn[..arn.LastIndexOf('/')]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call("events", "UpdateApiDestination", Settings(work).With("Name", work.PhysicalId)).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("events", "DeleteApiDestination", ("Name", work.PhysicalId));

    private static Engine.Json.JsonObject Settings(ResourceWork work) =>
        work.Pick("Description", "ConnectionArn", "InvocationEndpoint", "HttpMethod", "InvocationRateLimitPerSecond");
}

using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class EventsArchive() : ResourceType(
    "AWS::Events::Archive",
    new PropertySchema(
        ("ArchiveName", Text.CreateOnly()),
        ("SourceArn", Text.Required().CreateOnly()),
        ("Description", Text),
        ("EventPattern", PropertyType.Json),
        ("RetentionDays", Integer)),
    "Arn")
{
    public override string NameProperty => "ArchiveName";

    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties)
    {
        if (properties["EventPattern"] is { } pattern && Evaluator.OpenIn(pattern) is null
            && !EventPattern.TryCompile(pattern is JsonString text ? text.Value : pattern.ToString(), out _, out var error))
        {
            yield return ("EventPattern", error.Message);
        }
    }

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("ArchiveName") ?? work.Name(48);
        var output = await work.Call("events", "CreateArchive", Input(work, name).With("EventSourceArn", work["SourceArn"])).ConfigureAwait(false);
        return new(name, ("Arn", output["ArchiveArn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        // What the template no longer says goes back to what it is without.
        var input = Input(work, work.PhysicalId)
            .With("Description", work["Description"] ?? "")
            .With("RetentionDays", work["RetentionDays"] ?? 0)
            .With("EventPattern", work.JsonText("EventPattern") ?? "");
        await work.Call("events", "UpdateArchive", input).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("events", "DeleteArchive", ("ArchiveName", work.PhysicalId));

    private static JsonObject Input(ResourceWork work, string name)
    {
        var pattern = work.JsonText("EventPattern");
        return work.Pick("Description", "RetentionDays").With("ArchiveName", name).With("EventPattern", pattern is null ? null : (JsonValue)pattern);
    }
}

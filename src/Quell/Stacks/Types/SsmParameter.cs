using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SsmParameter() : ResourceType(
    "AWS::SSM::Parameter",
    new PropertySchema(
        ("Name", Text.CreateOnly()),
        ("Type", Text.Required()),
        ("Value", Text.Required()),
        ("Description", Text),
        ("AllowedPattern", Text),
        ("Tier", Text),
        ("Policies", Text),
        ("DataType", Text),
        ("Tags", MapOf(Text))),
    "Type", "Value")
{
    private const string Service = "ssm";

    public override string NameProperty => "Name";

    public override StackTagging Tagging => StackTagging.Map;

    /// <summary>Templates cannot make secrets (CloudFormation Template Reference, "AWS::SSM::Parameter").</summary>
    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties) =>
        properties.String("Type") is { } type and not ("String" or "StringList")
            ? [("Type", $"Value of property Type must be one of: String, StringList. CloudFormation does not make parameters of the type SecureString. Received: {type}")]
            : [];

    public override Task<Deployed> Create(ResourceWork work) => Put(
        work, work.Properties.String("Name") ?? $"CFN-{work.Name(250)}",
        work.Pick("Description", "AllowedPattern", "Policies").With("Tags", work.Properties.Object("Tags") is { } tags ? TagChanges.List(tags) : null));

    public override async Task<Deployed> Update(ResourceWork work)
    {
        // What the template no longer says goes; what it does not say to PutParameter would stay.
        var settings = JsonObject.Of(
            ("Overwrite", true), ("Description", work["Description"] ?? ""), ("AllowedPattern", work["AllowedPattern"] ?? ""), ("Policies", work["Policies"] ?? "[]"));
        var put = await Put(work, work.PhysicalId, settings).ConfigureAwait(false);
        await TagChanges.Apply(
            work,
            keys => work.Call(Service, "RemoveTagsFromResource", ("ResourceType", "Parameter"), ("ResourceId", work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call(Service, "AddTagsToResource", ("ResourceType", "Parameter"), ("ResourceId", work.PhysicalId), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return put;
    }

    public override Task Delete(ResourceWork work) => work.Remove(Service, "DeleteParameter", ("Name", work.PhysicalId));

    private static async Task<Deployed> Put(ResourceWork work, string name, JsonObject settings)
    {
        await work.Call(Service, "PutParameter", work.Pick("Type", "Value", "Tier", "DataType").With("Name", name).Merge(settings)).ConfigureAwait(false);
        return new(name, ("Type", work["Type"]), ("Value", work["Value"]));
    }
}

using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class StatesStateMachineAlias() : ResourceType(
    "AWS::StepFunctions::StateMachineAlias",
    new PropertySchema(
        ("Name", Text.CreateOnly()),
        ("Description", Text),
        ("RoutingConfiguration", ListOf(Object(("StateMachineVersionArn", Text.Required()), ("Weight", Integer.Required())))),
        ("DeploymentPreference", Object(("StateMachineVersionArn", Text.Required()), ("Type", Text.Required())))),
    "Arn")
{
    private const string Service = "stepfunctions";

    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties)
    {
        if (properties.Has("RoutingConfiguration") == properties.Has("DeploymentPreference"))
        {
            yield return ("RoutingConfiguration", "Exactly one of RoutingConfiguration and DeploymentPreference must be given.");
        }

        if (properties.Object("DeploymentPreference")?.String("Type") is { } type and not "ALL_AT_ONCE")
        {
            yield return ("DeploymentPreference", $"Quell shifts traffic ALL_AT_ONCE; the type {type} is not supported.");
        }
    }

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            Service, "CreateStateMachineAlias",
            ("name", work["Name"] ?? work.Name(80)),
            ("description", work["Description"]),
            ("routingConfiguration", Routing(work))).ConfigureAwait(false);
        var arn = output.String("stateMachineAliasArn") ?? "";
        return new(arn, ("Arn", arn));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call(
            Service, "UpdateStateMachineAlias",
            ("stateMachineAliasArn", work.PhysicalId),
            ("description", work["Description"] ?? ""),
            ("routingConfiguration", Routing(work))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove(Service, "DeleteStateMachineAlias", ("stateMachineAliasArn", work.PhysicalId));

    private static JsonValue? Routing(ResourceWork work) => work.Properties.Object("DeploymentPreference")?["StateMachineVersionArn"] is { } version
        ? JsonArray.From([JsonObject.Of(("stateMachineVersionArn", version), ("weight", 100))])
        : LowerCamel.Of(work["RoutingConfiguration"]);
}

using Quell.Aws;
using Quell.Aws.Models;
using Quell.Commands.Hosts;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>A host that commands reach over SSH: a type of Quell's own (docs/decisions/0073-commands-over-ssh.md).</summary>
internal sealed class QuellManagedNode() : ResourceType(
    "Quell::SSM::ManagedNode",
    new PropertySchema(
        ("Host", Text.Required()),
        ("Port", Integer),
        ("User", Text.Required()),
        ("Name", Text),
        ("PlatformType", Text),
        ("IdentityFile", Text),
        ("HostKey", Text),
        ("Tags", PropertyType.Tags)),
    "Host")
{
    private const string Service = "ssm";

    public override StackTagging Tagging => StackTagging.List;

    /// <summary>What is not known yet is checked when the node is registered.</summary>
    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties) =>
        NodeProperties.Mistakes(JsonObject.From(properties.Where(property => IsKnown(property.Value))));

    public override Task<Deployed> Create(ResourceWork work) => Register(work, work.Pick("Tags"));

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var node = await Register(work, JsonObject.Of(("InstanceId", work.PhysicalId))).ConfigureAwait(false);
        await TagChanges.Apply(
            work,
            keys => work.Call(Service, "RemoveTagsFromResource", ("ResourceType", "ManagedInstance"), ("ResourceId", work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call(Service, "AddTagsToResource", ("ResourceType", "ManagedInstance"), ("ResourceId", work.PhysicalId), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return node;
    }

    public override async Task Delete(ResourceWork work)
    {
        try
        {
            await work.Call(Service, "DeregisterManagedInstance", ("InstanceId", work.PhysicalId)).ConfigureAwait(false);
        }
        catch (AwsException error) when (error.Code == "InvalidInstanceId")
        {
            // Whoever deregistered it before did what was wanted.
        }
    }

    private static bool IsKnown(JsonValue value) =>
        Evaluator.OpenIn(value) is null && !(value is JsonString text && text.Value.Contains("{{resolve:", StringComparison.Ordinal));

    private static async Task<Deployed> Register(ResourceWork work, JsonObject more)
    {
        var input = work.Pick("Host", "Port", "User", "Name", "PlatformType", "IdentityFile", "HostKey").Merge(more);
        var output = await work.Call(Service, OwnOperations.RegisterManagedInstance.Name, input).ConfigureAwait(false);
        return new(work.PhysicalId = output.String("InstanceId") ?? "", ("Host", work["Host"]));
    }
}

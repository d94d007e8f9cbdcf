using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Stacks;

/// <summary>
/// A stack as it is kept: the members that DescribeStacks shows, and <c>Template</c> (the content id of its text),
/// <c>Given</c> (parameter values as given, secrets included), <c>Imports</c> (the exports that it uses) and
/// <c>Operation</c> (what is being done to it; absent when nothing is). Its resources and events are kept beside it.
/// </summary>
internal sealed record Stack(ResourceKey Key, JsonObject Value)
{
    public const string ResourceType = "cloudformation:stack";

    /// <summary>The members that only Quell knows.</summary>
    public static readonly string[] Private = ["Template", "Given", "Imports", "Operation", "EventCount", "ClientRequestToken"];

    public string Id => Value.String("StackId") ?? "";

    public string Name => Value.String("StackName") ?? "";

    public string Status => Value.String("StackStatus") ?? "";

    /// <summary>The content id of the template that is deployed; null before the first deployment has ended.</summary>
    public string? Template => Value.String("Template");

    public JsonObject Given => Value.Object("Given") ?? JsonObject.Empty;

    public IEnumerable<(string Name, string Value)> Exports => Value.Array("Outputs").Objects
        .Where(output => output.Has("ExportName"))
        .Select(output => (output.String("ExportName") ?? "", output.String("OutputValue") ?? ""));

    public StackOperation? Operation => Value.Object("Operation") is { } operation ? new(operation) : null;

    /// <summary>The type under which the stack's resources are kept, by logical id.</summary>
    public string ResourcesType => $"cloudformation:resource:{Key.Id}";

    /// <summary>The type under which the stack's events are kept, by their number.</summary>
    public string EventsType => $"cloudformation:event:{Key.Id}";

    public bool Exists => Status != StackStatus.DeleteComplete;

    /// <summary>The stack of that name that exists, or the one of that id, deleted or not; null where there is none.</summary>
    public static Stack? Find(ResourceSet state, Scope scope, string? nameOrId)
    {
        if (nameOrId is null)
        {
            return null;
        }

        return Arn.TryParse(nameOrId, out var arn)
            ? At(state, new(scope, ResourceType, arn.Resource["stack/".Length..]))
            : All(state, scope).FirstOrDefault(stack => stack.Name == nameOrId && stack.Exists);
    }

    public static Stack? At(ResourceSet state, ResourceKey key) => state.Get(key) is { } value ? new(key, value) : null;

    public static IEnumerable<Stack> All(ResourceSet state, Scope scope) =>
        state.List(scope, ResourceType).Select(entry => new Stack(new(scope, ResourceType, entry.Key), entry.Value));

    public IEnumerable<StackResource> Resources(ResourceSet state) =>
        state.List(Key.Scope, ResourcesType).Values.Select(value => new StackResource(value));

    public StackResource? Resource(ResourceSet state, string logicalId) =>
        state.Get(new(Key.Scope, ResourcesType, logicalId)) is { } value ? new(value) : null;

    public Stack With(params ReadOnlySpan<(string Name, JsonValue? Value)> members)
    {
        var value = Value;
        foreach (var (name, member) in members)
        {
            value = value.With(name, member);
        }

        return this with { Value = value };
    }
}

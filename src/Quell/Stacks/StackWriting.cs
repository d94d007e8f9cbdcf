using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Stacks;

/// <summary>Writes a stack, its resources and its events: what belongs together in one step of the account's state.</summary>
internal sealed class StackWriting(ResourceEdit edit, Stack stack, DateTimeOffset now, string seed)
{
    public Stack Stack { get; private set; } = stack;

    public ResourceSet State => edit.Current;

    /// <summary>The time as it is kept and shown.</summary>
    public string Now { get; } = TextOf(now);

    public static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Keeps the stack.</summary>
    public void Put(Stack changed)
    {
        Stack = changed;
        edit.Put(Stack.Key.Scope, Stack.ResourceType, Stack.Key.Id, Stack.Value);
    }

    /// <summary>Puts the stack into a state and tells so.</summary>
    public void Status(string status, string? reason = null)
    {
        Put(Stack.With(("StackStatus", status), ("StackStatusReason", Text(reason))));
        Event(Stack.Name, Stack.Id, "AWS::CloudFormation::Stack", status, reason, Stack.Operation?.ClientRequestToken);
    }

    /// <summary>Keeps a resource and tells its state.</summary>
    public void Put(StackResource resource, string status, string? reason = null)
    {
        Keep(resource.With(("ResourceStatus", status), ("ResourceStatusReason", Text(reason)), ("Timestamp", Now)));
        Tell(resource, status, reason);
    }

    /// <summary>Keeps a resource without a word.</summary>
    public void Keep(StackResource resource) => edit.Put(Stack.Key.Scope, Stack.ResourcesType, resource.LogicalId, resource.Value);

    public void Remove(StackResource resource) => edit.Delete(Stack.Key.Scope, Stack.ResourcesType, resource.LogicalId);

    /// <summary>Tells what became of a resource.</summary>
    public void Tell(StackResource resource, string status, string? reason = null) =>
        Event(resource.LogicalId, resource.PhysicalId ?? "", resource.Type, status, reason, Stack.Operation?.ClientRequestToken);

    private void Event(string logicalId, string physicalId, string type, string status, string? reason, string? token)
    {
        var number = (Stack.Value.Long("EventCount") ?? 0) + 1;
        Put(Stack.With(("EventCount", number)));
        edit.Put(Stack.Key.Scope, Stack.EventsType, number.ToString("D10", CultureInfo.InvariantCulture), JsonObject.Of(
            ("StackId", Stack.Id),
            ("EventId", new IdSource(seed, $"{Stack.Id}/event/{number}").Uuid()),
            ("StackName", Stack.Name),
            ("LogicalResourceId", logicalId),
            ("PhysicalResourceId", physicalId),
            ("ResourceType", type),
            ("Timestamp", Now),
            ("ResourceStatus", status),
            ("ResourceStatusReason", Text(reason)),
            ("ClientRequestToken", Text(token))));
    }

    private static JsonValue? Text(string? text) => text is null ? null : (JsonValue)text;
}

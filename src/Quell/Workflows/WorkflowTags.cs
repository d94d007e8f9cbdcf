using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Workflows;

/// <summary>The tags of state machines and activities (API Reference, TagResource and its kin).</summary>
internal static class WorkflowTags
{
    /// <summary>Tags of a resource (developer guide, "Step Functions service quotas").</summary>
    private const int MostTags = 50;

    public static JsonObject TagResource(OperationContext context)
    {
        var (key, resource) = Tagged(context);
        var tags = Merged(resource.Array(StateMachines.Tags), context.Input.Array("tags"), context.Input.String("resourceArn") ?? "");
        context.State.Put(key.Scope, key.Type, key.Id, resource.With(StateMachines.Tags, tags));
        return JsonObject.Empty;
    }

    public static JsonObject UntagResource(OperationContext context)
    {
        var (key, resource) = Tagged(context);
        var gone = context.Input.Array("tagKeys").Strings.ToHashSet(StringComparer.Ordinal);
        var tags = resource.Array(StateMachines.Tags).Objects.Where(tag => !gone.Contains(tag.String("key") ?? ""));
        context.State.Put(key.Scope, key.Type, key.Id, resource.With(StateMachines.Tags, JsonArray.From(tags)));
        return JsonObject.Empty;
    }

    public static JsonObject ListTagsForResource(OperationContext context) =>
        JsonObject.Of(("tags", Tagged(context).Resource.Array(StateMachines.Tags)));

    /// <summary>The tags there are with those given set: in their old places, or at the end.</summary>
    /// <exception cref="AwsException"><c>ValidationException</c> or <c>TooManyTags</c>.</exception>
    public static JsonArray Merged(JsonArray old, JsonArray given, string arn)
    {
        var tags = JsonObject.From(old.Objects.Concat(given.Objects.Select(Checked)).Select(tag => KeyValuePair.Create(tag.String("key") ?? "", (JsonValue)tag)));
        return tags.Count <= MostTags ? JsonArray.From(tags.Select(tag => tag.Value)) : throw new AwsException("TooManyTags", $"Too many tags: '{arn}'");
    }

    private static JsonObject Checked(JsonObject tag)
    {
        var (key, value) = (tag.String("key") ?? "", tag.String("value") ?? "");
        if (key.Length == 0 || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            throw WorkflowErrors.Validation($"A tag's key must not be empty or begin with aws:. Received: '{key}'");
        }

        return (key + value).All(letter => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || char.IsWhiteSpace(letter) || "_.:/=+-@".Contains(letter, StringComparison.Ordinal))
            ? JsonObject.Of(("key", key), ("value", value))
            : throw WorkflowErrors.Validation($"Tags may only contain letters, digits, white space and _ . : / = + - @. Received: '{key}' with '{value}'");
    }

    private static (ResourceKey Key, JsonObject Resource) Tagged(OperationContext context)
    {
        var text = context.Input.String("resourceArn") ?? "";
        if (!StatesArn.TryParse(text, out var arn))
        {
            throw WorkflowErrors.NoArn(text);
        }

        ResourceKey? key = arn switch
        {
            StatesArn.StateMachine { Qualifier: null, Label: null } machine => new(machine.Scope, StateMachines.Type, machine.Name),
            StatesArn.Activity activity => new(activity.Scope, Activities.Type, activity.Name),
            _ => null,
        };
        return key is { } known && known.Scope == context.Scope && context.State.Current.Get(known) is { } resource
            ? (known, resource)
            : throw WorkflowErrors.NoResource($"Resource not found: '{text}'");
    }
}

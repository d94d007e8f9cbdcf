using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Functions;

/// <summary>TagResource, UntagResource and ListTags, for functions and event source mappings.</summary>
internal static class FunctionTags
{
    private const int Most = 50;

    public static JsonObject TagResource(OperationContext context)
    {
        var (key, value) = Tagged(context);
        var tags = (value.Object("Tags") ?? JsonObject.Empty).Merge(context.Input.Object("Tags") ?? JsonObject.Empty);
        if (tags.Count > Most)
        {
            throw FunctionErrors.Invalid($"The number of tags exceeds the limit of {Most}.");
        }

        context.State.Put(key.Scope, key.Type, key.Id, value.With("Tags", tags));
        return JsonObject.Empty;
    }

    public static JsonObject UntagResource(OperationContext context)
    {
        var (key, value) = Tagged(context);
        var tags = context.Input.Array("TagKeys").Strings.Aggregate(value.Object("Tags") ?? JsonObject.Empty, (left, name) => left.Without(name));
        context.State.Put(key.Scope, key.Type, key.Id, value.With("Tags", tags.Count == 0 ? null : tags));
        return JsonObject.Empty;
    }

    public static JsonObject ListTags(OperationContext context) =>
        JsonObject.Of(("Tags", Tagged(context).Value.Object("Tags") ?? JsonObject.Empty));

    private static (ResourceKey Key, JsonObject Value) Tagged(OperationContext context)
    {
        var text = context.Input.String("Resource") ?? "";
        var key = !Arn.TryParse(text, out var arn) ? default
            : arn.Resource.StartsWith("event-source-mapping:", StringComparison.Ordinal) ? new(arn.Scope, Function.MappingType, arn.Name)
            : new ResourceKey(arn.Scope, Function.Type, arn.Name);
        return key != default && context.State.Current.Get(key) is { } value
            ? (key, value)
            : throw FunctionErrors.Missing($"Resource not found: {text}");
    }
}

using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>
/// The tags of Systems Manager's resources (API Reference, AddTagsToResource and its kin). Each kept with its resource under
/// <see cref="ParameterStore.Tags"/>.
/// </summary>
/// <param name="find">The resource of a type (<c>Parameter</c>, <c>Document</c>) by what a request calls it; null where there is none.</param>
internal sealed class SsmTags(IReadOnlyDictionary<string, Func<ResourceSet, Scope, string, ResourceKey?>> find)
{
    private const int MostTags = 50;

    public void AddTo(OperationTable table) => table
        .Add("ssm", "AddTagsToResource", AddTagsToResource)
        .Add("ssm", "RemoveTagsFromResource", RemoveTagsFromResource)
        .Add("ssm", "ListTagsForResource", ListTagsForResource);

    /// <summary>The tags with others put over them.</summary>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="AwsException"><c>TooManyTagsError</c>, or <c>ValidationException</c> for a key that is AWS's.</exception>
    public static JsonArray? Merged(JsonArray before, JsonArray tags)
    {
        var merged = before.Objects.Concat(tags.Objects)
            .GroupBy(tag => tag.String("Key") ?? "")
            .Select(same => (JsonValue)JsonObject.Of(("Key", same.Key), ("Value", same.Last()["Value"])))
            .ToList();
        if (tags.Objects.Any(tag => tag.String("Key")?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) is true))
        {
            throw ParameterErrors.Validation("aws: prefixed tag key names are not allowed for external use.");
        }

        return merged.Count <= MostTags ? merged.Count == 0 ? null : JsonArray.From(merged) : throw new AwsException(
            "TooManyTagsError", "The Targets parameter includes too many tags. Remove one or more tags and try the command again.");
    }

    private JsonObject AddTagsToResource(OperationContext context)
    {
        var (key, resource) = Existing(context);
        Put(context, key, resource, Merged(resource.Array(ParameterStore.Tags), context.Input.Array("Tags")));
        return JsonObject.Empty;
    }

    private JsonObject RemoveTagsFromResource(OperationContext context)
    {
        var (key, resource) = Existing(context);
        var gone = context.Input.Array("TagKeys").Strings.ToHashSet();
        var kept = JsonArray.From(resource.Array(ParameterStore.Tags).Objects.Where(tag => !gone.Contains(tag.String("Key") ?? "")));
        Put(context, key, resource, kept.Count == 0 ? null : kept);
        return JsonObject.Empty;
    }

    private JsonObject ListTagsForResource(OperationContext context) =>
        JsonObject.Of(("TagList", Existing(context).Resource.Array(ParameterStore.Tags)));

    private static void Put(OperationContext context, ResourceKey key, JsonObject resource, JsonArray? tags) =>
        context.State.Put(key.Scope, key.Type, key.Id, resource.With(ParameterStore.Tags, tags));

    private (ResourceKey Key, JsonObject Resource) Existing(OperationContext context)
    {
        var (type, id) = (context.Input.String("ResourceType") ?? "", context.Input.String("ResourceId") ?? "");
        if (!find.TryGetValue(type, out var lookup))
        {
            throw new AwsException(
                "InvalidResourceType", $"The resource type is not valid. Quell has resources of the types {string.Join(", ", find.Keys)}, not {type}.");
        }

        return lookup(context.State.Current, context.Scope, id) is { } key && context.State.Current.Get(key) is { } resource
            ? (key, resource)
            : throw new AwsException("InvalidResourceId", "The resource ID is not valid. Verify that you entered the correct ID and try again.");
    }
}

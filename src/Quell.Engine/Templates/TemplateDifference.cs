using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Properties;

namespace Quell.Engine.Templates;

/// <summary>A resource as it is or shall be deployed.</summary>
internal sealed record DeployedProperties(string LogicalId, string Type, JsonObject Properties);

/// <summary>What an update does to one resource.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Kind">Added, removed, modified, replaced or unchanged.</param>
/// <param name="Changes">The properties that differ, by path; empty unless modified or replaced.</param>
internal sealed record ResourceDifference(string LogicalId, ResourceDifferenceKind Kind, ImmutableArray<PropertyChange> Changes);

/// <summary>A property that differs.</summary>
/// <param name="Path"><c>Code.ZipFile</c>, <c>Tags[0].Value</c>.</param>
/// <param name="Before">C# null where there was none.</param>
/// <param name="After">C# null where there is none.</param>
/// <param name="IsCertain">False where the new value is known only when another resource has been created, and may be the same.</param>
internal sealed record PropertyChange(string Path, JsonValue? Before, JsonValue? After, bool IsCertain);

/// <summary>What an update does to a resource.</summary>
internal enum ResourceDifferenceKind
{
    Unchanged,
    Added,
    Removed,
    Modified,

    /// <summary>The type changed, or a property whose change needs a new resource.</summary>
    Replaced,
}

/// <summary>Compares what is deployed with what a template evaluates to.</summary>
internal static class TemplateDifference
{
    /// <param name="before">What is deployed.</param>
    /// <param name="after">What shall be.</param>
    /// <param name="schemaOf">The schema of a resource type, for the properties that replace; null where there is none.</param>
    /// <returns>A difference for each resource of either side: those of <paramref name="after"/> in its order, then the removed ones.</returns>
    public static ImmutableArray<ResourceDifference> Between(
        IReadOnlyCollection<DeployedProperties> before, IReadOnlyCollection<DeployedProperties> after, Func<string, PropertySchema?> schemaOf)
    {
        var old = before.ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var kept = after.Select(resource => Compare(old.GetValueOrDefault(resource.LogicalId), resource, schemaOf));
        var names = after.Select(resource => resource.LogicalId).ToHashSet(StringComparer.Ordinal);
        var removed = before.Where(resource => !names.Contains(resource.LogicalId))
            .Select(resource => new ResourceDifference(resource.LogicalId, ResourceDifferenceKind.Removed, []));
        return [.. kept, .. removed];
    }

    /// <summary>The properties that differ, by the deepest path that both sides have in common.</summary>
    public static ImmutableArray<PropertyChange> Changes(JsonObject before, JsonObject after)
    {
        var changes = ImmutableArray.CreateBuilder<PropertyChange>();
        Compare(before, after, TemplatePath.Root, changes);
        return changes.DrainToImmutable();
    }

    private static ResourceDifference Compare(DeployedProperties? before, DeployedProperties after, Func<string, PropertySchema?> schemaOf)
    {
        if (before is null)
        {
            return new(after.LogicalId, ResourceDifferenceKind.Added, []);
        }

        var changes = Changes(before.Properties, after.Properties);
        var schema = schemaOf(after.Type);
        var kind = before.Type != after.Type || changes.Any(change => schema?.IsCreateOnly(change.Path) == true) ? ResourceDifferenceKind.Replaced
            : changes.Length > 0 ? ResourceDifferenceKind.Modified
            : ResourceDifferenceKind.Unchanged;
        return new(after.LogicalId, kind, changes);
    }

    private static void Compare(JsonValue? before, JsonValue? after, TemplatePath path, ImmutableArray<PropertyChange>.Builder changes)
    {
        switch (before, after)
        {
            case (JsonObject old, JsonObject young):
                foreach (var name in old.Names.Union(young.Names, StringComparer.Ordinal))
                {
                    Compare(old[name], young[name], path.Member(name), changes);
                }

                break;
            case (JsonArray old, JsonArray young) when old.Count == young.Count:
                for (var index = 0; index < old.Count; index++)
                {
                    Compare(old[index], young[index], path.Item(index), changes);
                }

                break;
            case (_, _) when !Equals(before, after):
                changes.Add(new(path.ToString(), before, after, Evaluator.OpenIn(after) is null));
                break;
        }
    }
}

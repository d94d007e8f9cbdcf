using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;
using Quell.Stacks.Api;

namespace Quell.Stacks;

/// <summary>What an operation would do to a stack, as far as that is known before it.</summary>
/// <param name="Resources">One for each resource, in the order of creation, then those that go.</param>
/// <param name="HasChanges">Whether anything would be different afterwards, outputs and tags included.</param>
internal sealed record StackPlan(ImmutableArray<ResourceDifference> Resources, bool HasChanges)
{
    public static StackPlan Of(ResourceTypes types, ResourceSet state, Stack stack, StackRequest request)
    {
        var kept = stack.Resources(state).Where(resource => resource.Status != StackStatus.DeleteComplete)
            .ToDictionary(resource => resource.LogicalId, StringComparer.Ordinal);
        var differences = ImmutableArray.CreateBuilder<ResourceDifference>();
        var isNew = new HashSet<string>(StringComparer.Ordinal);

        ResourceAnswer Foresee(string logicalId, string? attribute) =>
            isNew.Contains(logicalId) || !kept.TryGetValue(logicalId, out var resource) ? ResourceAnswer.Later
            : attribute is null ? resource.PhysicalId ?? ""
            : resource.Attributes[attribute] is { } value ? value
            : ResourceAnswer.None;

        foreach (var resource in request.Evaluation.Resources)
        {
            var type = types[resource.Type];
            var evaluated = request.Evaluation.Properties(resource.LogicalId, Foresee).Value;
            var tagged = StackTags.Into(type, evaluated, stack, resource.LogicalId, request.Tags);
            DeployedProperties after = new(resource.LogicalId, resource.Type, type.Schema.Bind(resource, tagged).Properties);
            var before = kept.GetValueOrDefault(resource.LogicalId);
            var difference = TemplateDifference.Between(
                before is null ? [] : [new(before.LogicalId, before.Type, before.Properties)], [after], name => types.Find(name)?.Schema)[0];
            differences.Add(difference);
            if (difference.Kind is ResourceDifferenceKind.Added or ResourceDifferenceKind.Replaced)
            {
                isNew.Add(resource.LogicalId);
            }
        }

        differences.AddRange(kept.Keys.Where(name => !request.Evaluation.Exists(name)).Order(StringComparer.Ordinal)
            .Select(name => new ResourceDifference(name, ResourceDifferenceKind.Removed, [])));
        return new(differences.ToImmutable(), differences.Any(difference => difference.Kind != ResourceDifferenceKind.Unchanged) || Differs(stack, request, kept, Foresee));
    }

    /// <summary>Whether the stack itself would be different: outputs, tags, policies of resources.</summary>
    private static bool Differs(Stack stack, StackRequest request, Dictionary<string, StackResource> kept, ResourceResolver foresee)
    {
        var outputs = JsonArray.From(request.Evaluation.Outputs(foresee).Outputs.Select(StackExports.Shown));
        return !outputs.Equals(stack.Value.Array("Outputs"))
            || !request.Tags.Equals(stack.Value.Array("Tags"))
            || request.Evaluation.Resources.Any(resource => kept[resource.LogicalId] is var now
                && (now.DeletionPolicy != resource.DeletionPolicy.ToString() || now.ReplacePolicy != resource.UpdateReplacePolicy.ToString()));
    }
}

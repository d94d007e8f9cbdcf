using Quell.Engine.Templates.Functions;

namespace Quell.Engine.Templates;

/// <summary>What each resource depends on: DependsOn, and every reference in its parts to another resource.</summary>
internal static class ResourceDependencies
{
    /// <param name="template">The template.</param>
    /// <param name="resources">The resources that exist; dependencies on others do not count.</param>
    /// <param name="conditions">Whether a condition holds; null when that is not known, and only what always counts is followed.</param>
    public static DependencyOrder Order(Template template, IEnumerable<TemplateResource> resources, Func<string, bool>? conditions)
    {
        var names = resources.Select(resource => resource.LogicalId).ToList();
        var existing = names.ToHashSet(StringComparer.Ordinal);
        var graph = names.ToDictionary(
            name => name,
            name => Of(template.Resources[name], conditions).Where(existing.Contains).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        return DependencyOrder.Of(names, graph);
    }

    /// <summary>The names that a resource refers to or waits for, whether they are resources or not.</summary>
    public static IEnumerable<string> Of(TemplateResource resource, Func<string, bool>? conditions) =>
        resource.DependsOn.Concat(References(resource, conditions).Select(reference => reference.Target));

    public static IEnumerable<TemplateReference> References(TemplateResource resource, Func<string, bool>? conditions) =>
        resource.Parts.SelectMany(part => TemplateFunctions.References(
            part.Node, FunctionPlaces.Resources, part.Path, call => call.Function.Taken(call, conditions)));

    public static TemplateError CircleError(Template template, IReadOnlyList<string> circle)
    {
        var first = template.Resources[circle[0]];
        return new(TemplateErrorCode.Circular, $"Circular dependency between resources: [{string.Join(", ", circle)}]", first.Path, first.Node);
    }
}

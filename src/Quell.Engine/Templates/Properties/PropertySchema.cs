using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Properties;

/// <summary>The properties of a resource type, see <see cref="PropertyType"/> for how to declare them.</summary>
internal sealed class PropertySchema(params (string Name, PropertyType Type)[] properties)
{
    private readonly PropertyType.Structure _root = new(PropertyType.Index(properties));

    /// <summary>
    /// Checks the properties as written: unknown and missing ones, and the types of what is no function. To be done before
    /// anything of a template is deployed.
    /// </summary>
    public ImmutableArray<TemplateError> Check(TemplateResource resource)
    {
        var errors = new TemplateErrors();
        var node = resource.Properties ?? new TemplateNode.Map(resource.Node.Line, resource.Node.Column, []);
        new PropertyNodeCheck(errors).Check(node, _root, resource.Path.Member("Properties"), "Properties");
        return [.. errors.InOrder];
    }

    /// <summary>
    /// Checks evaluated properties and gives each value the type that is declared: <c>"5"</c> becomes 5 where an integer is
    /// wanted, 5 becomes <c>"5"</c> where a text is. Values not known yet pass.
    /// </summary>
    public (JsonObject Properties, ImmutableArray<TemplateError> Errors) Bind(TemplateResource resource, JsonObject evaluated)
    {
        var errors = new TemplateErrors();
        var bound = new PropertyValueCheck(resource, errors).Bind(evaluated, _root, resource.Path.Member("Properties"), "Properties", resource.Properties);
        return (bound as JsonObject ?? evaluated, [.. errors.InOrder]);
    }

    /// <summary>Whether a change of the property at a path (<c>Code.ZipFile</c>, <c>Tags[0].Key</c>) replaces the resource.</summary>
    public bool IsCreateOnly(string path)
    {
        PropertyType? at = _root;
        foreach (var name in path.Split('.').Select(step => step.Split('[')[0]))
        {
            at = (at as PropertyType.Structure)?.Members.GetValueOrDefault(name);
            if (at?.IsCreateOnly == true)
            {
                return true;
            }

            at = at is PropertyType.List list ? list.Item : at;
        }

        return false;
    }
}

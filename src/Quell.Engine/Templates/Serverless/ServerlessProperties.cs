using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The properties of a serverless resource or of one of its events, as written. What is wrong with them is reported in SAM's
/// words, at their place.
/// </summary>
/// <param name="map">The properties, globals merged in.</param>
/// <param name="path">Where they stand.</param>
/// <param name="subject">Whose they are, the beginning of each message: <c>Resource with id [F] is invalid. </c>.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class ServerlessProperties(TemplateNode.Map map, TemplatePath path, string subject, TemplateErrors errors)
{
    public TemplateNode.Map Map { get; } = map;

    public TemplatePath Path { get; } = path;

    public NodeWriter Write { get; } = new(map);

    /// <summary>The property; null where it is not there or has no value by <c>AWS::NoValue</c>.</summary>
    public TemplateNode? this[string name] => Map[name] is { } node && !node.IsNoValue() ? node : null;

    /// <summary>The property where it has a value that SAM takes for one.</summary>
    public TemplateNode? Given(string name) => this[name] is { } node && node.IsGiven() ? node : null;

    /// <summary>A property that has to be a map, and no function's call.</summary>
    public TemplateNode.Map? MapOf(string name)
    {
        var node = this[name];
        if (node is null or TemplateNode.Map && !node.IsCall())
        {
            return (TemplateNode.Map?)node;
        }

        Refuse($"Property '{name}' should be a map.", name);
        return null;
    }

    /// <summary>Reports properties that the type does not have.</summary>
    public void RefuseUnknown(string type, IReadOnlyCollection<string> known)
    {
        foreach (var member in Map.Members.Where(member => !known.Contains(member.Name)))
        {
            Refuse($"property {member.Name} not defined for resource of type {type}", member.Name);
        }
    }

    /// <summary>The property; reported where it is missing.</summary>
    public TemplateNode? Required(string name)
    {
        if (Map[name] is null)
        {
            Refuse($"Missing required property '{name}'.");
        }

        return this[name];
    }

    /// <summary>Reports properties that SAM has and Quell does not.</summary>
    public void RefuseUnsupported(params ReadOnlySpan<(string Property, string Reason)> properties)
    {
        foreach (var (property, reason) in properties)
        {
            if (Given(property) is not null)
            {
                Refuse($"Quell does not support {property}: {reason}", property, TemplateErrorCode.Unsupported);
            }
        }
    }

    /// <summary>Reports what is wrong, at the property where one is named.</summary>
    public void Refuse(string message, string? property = null, TemplateErrorCode code = TemplateErrorCode.Format)
    {
        var place = property is null ? Path : Path.Member(property);
        errors.Add(code, ServerlessTransform.Failure + subject + message, place, property is null ? Map : Map[property] ?? Map);
    }
}

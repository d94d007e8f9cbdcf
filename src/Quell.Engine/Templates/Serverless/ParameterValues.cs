using Quell.Engine.Scopes;
using Quell.Engine.Templates.Functions;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// What is known of the template's parameters while it is expanded: the values given, defaults, and the region. SAM looks at
/// them where a name or a version depends on a value; everywhere else functions stay as they are. A parameter without a value
/// has its own name here: a template can be looked at before there are values, and is not deployed without them.
/// </summary>
internal sealed class ParameterValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="root">The template.</param>
    /// <param name="given">The values given, by parameter.</param>
    /// <param name="scope">Where the stack is.</param>
    public ParameterValues(TemplateNode.Map root, IReadOnlyDictionary<string, string> given, Scope scope)
    {
        _values["AWS::Region"] = scope.Region;
        _values["AWS::Partition"] = scope.Partition;
        foreach (var parameter in root["Parameters"] is TemplateNode.Map map ? map.Members : [])
        {
            _values[parameter.Name] = given.GetValueOrDefault(parameter.Name)
                ?? (parameter.Value as TemplateNode.Map)?["Default"]?.Text ?? parameter.Name;
        }
    }

    /// <summary>The node with references to parameters, alone or in <c>Fn::Sub</c>, replaced by their values; other functions stay.</summary>
    public TemplateNode Resolve(TemplateNode node) => node.Rewrite(Resolved);

    private TemplateNode Resolved(TemplateNode node) => node switch
    {
        TemplateNode.Map { Members: [{ Name: "Ref", Value: TemplateNode.Scalar name }] } when _values.TryGetValue(name.Value, out var value) =>
            new TemplateNode.Scalar(node.Line, node.Column, value, ScalarType.Text),
        TemplateNode.Map { Members: [{ Name: "Fn::Sub", Value: TemplateNode.Scalar text }] } => Sub(text),
        _ => node,
    };

    /// <summary>Text where all is known, as CloudFormation would have it; the function's call otherwise.</summary>
    private TemplateNode Sub(TemplateNode.Scalar text)
    {
        var parts = SubText.Parts(text.Value)
            .Select(part => !part.IsVariable ? part : _values.TryGetValue(part.Text, out var value) ? new(value, false) : part).ToList();
        var whole = text with { Value = string.Concat(parts.Select(part => part.IsVariable ? $"${{{part.Text}}}" : part.Text)), Type = ScalarType.Text };
        return parts.Exists(part => part.IsVariable) ? new NodeWriter(text).Map(("Fn::Sub", whole)) : whole;
    }
}

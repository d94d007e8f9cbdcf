using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// Writes the nodes that the transform generates. They all stand at the place of what they are generated for, so that a mistake
/// in them leads the author there.
/// </summary>
internal sealed class NodeWriter(TemplateNode origin)
{
    public TemplateNode.Scalar Text(string value) => new(origin.Line, origin.Column, value, ScalarType.Text);

    public TemplateNode.Scalar Number(int value) =>
        new(origin.Line, origin.Column, value.ToString(CultureInfo.InvariantCulture), ScalarType.Number);

    /// <summary>A map of the members that there are.</summary>
    public TemplateNode.Map Map(params ReadOnlySpan<(string Name, TemplateNode? Value)> members)
    {
        var made = new List<TemplateNode.Member>(members.Length);
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                made.Add(Member(name, value));
            }
        }

        return new(origin.Line, origin.Column, [.. made]);
    }

    public TemplateNode.Member Member(string name, TemplateNode value) => new(name, origin.Line, origin.Column, value);

    public TemplateNode.List List(params IEnumerable<TemplateNode> items) => new(origin.Line, origin.Column, [.. items]);

    public TemplateNode.Map Ref(string name) => Map(("Ref", Text(name)));

    public TemplateNode.Map GetAtt(string logicalId, string attribute) => Map(("Fn::GetAtt", List(Text(logicalId), Text(attribute))));

    public TemplateNode.Map If(string condition, TemplateNode then, TemplateNode otherwise) =>
        Map(("Fn::If", List(Text(condition), then, otherwise)));

    /// <summary>The value as nodes.</summary>
    public TemplateNode From(JsonValue value) => value switch
    {
        JsonObject map => new TemplateNode.Map(origin.Line, origin.Column, [.. Members(map)]),
        JsonArray list => List(Items(list)),
        JsonNumber number => new TemplateNode.Scalar(origin.Line, origin.Column, number.Text, ScalarType.Number),
        JsonBoolean boolean => new TemplateNode.Scalar(origin.Line, origin.Column, boolean.Value ? "true" : "false", ScalarType.Boolean),
        JsonString text => Text(text.Value),
        _ => new TemplateNode.Scalar(origin.Line, origin.Column, "", ScalarType.Null),
    };

    private IEnumerable<TemplateNode.Member> Members(JsonObject map)
    {
        foreach (var (name, value) in map)
        {
            yield return Member(name, From(value));
        }
    }

    private IEnumerable<TemplateNode> Items(JsonArray list)
    {
        foreach (var item in list)
        {
            yield return From(item);
        }
    }
}

using Quell.Engine.Templates.Functions;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// References to resources that SAM generates, by a property of the resource that they are generated for: <c>!Ref F.Alias</c>,
/// <c>!GetAtt F.DestinationQueue.Arn</c>, <c>!Sub ${F.Version}</c> (AWS SAM Developer Guide, "Referencing generated
/// CloudFormation resources").
/// </summary>
internal sealed class ServerlessReferences
{
    private static readonly (string Type, string Property)[] Referable =
    [
        ("AWS::Lambda::Alias", "Alias"),
        ("AWS::Lambda::Version", "Version"),
        ("AWS::SNS::Topic", "DestinationTopic"),
        ("AWS::SQS::Queue", "DestinationQueue"),
    ];

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>Takes note of a resource that was generated; the last of its type is the one that is meant.</summary>
    public void Add(string owner, string type, string logicalId)
    {
        if (Array.Find(Referable, each => each.Type == type).Property is { } property)
        {
            _ids[$"{owner}.{property}"] = logicalId;
        }
    }

    /// <summary>The template with each of these references turned into one that CloudFormation knows.</summary>
    public TemplateNode.Map Apply(TemplateNode.Map template) => _ids.Count == 0 ? template : (TemplateNode.Map)template.Rewrite(Rewritten);

    private TemplateNode Rewritten(TemplateNode node) => node switch
    {
        TemplateNode.Map { Members: [{ Name: "Ref", Value: TemplateNode.Scalar target } member] } =>
            Call(node, member, target with { Value = Id(target.Value) }),
        TemplateNode.Map { Members: [{ Name: "Fn::GetAtt", Value: TemplateNode.List { Items: [TemplateNode.Scalar first, TemplateNode.Scalar second] } } member] } =>
            Attribute(node, member, first, second),
        TemplateNode.Map { Members: [{ Name: "Fn::GetAtt", Value: TemplateNode.Scalar whole } member] } =>
            Call(node, member, whole with { Value = Id(whole.Value) }),
        TemplateNode.Map { Members: [{ Name: "Fn::Sub", Value: TemplateNode.Scalar text } member] } => Call(node, member, Sub(text)),
        TemplateNode.Map { Members: [{ Name: "Fn::Sub", Value: TemplateNode.List { Items: [TemplateNode.Scalar text, ..] } list } member] } =>
            Call(node, member, new TemplateNode.List(list.Line, list.Column, list.Items.SetItem(0, Sub(text)))),
        _ => node,
    };

    private TemplateNode Attribute(TemplateNode node, TemplateNode.Member member, TemplateNode.Scalar first, TemplateNode.Scalar second)
    {
        var path = $"{first.Value}.{second.Value}";
        var id = Id(path);
        if (id == path || id.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
        {
            return node;
        }

        return Call(node, member, new TemplateNode.List(
            member.Value.Line, member.Value.Column, [first with { Value = id[..dot] }, second with { Value = id[(dot + 1)..] }]));
    }

    private TemplateNode.Scalar Sub(TemplateNode.Scalar text) => SubText.Parts(text.Value)
        .Where(part => part.IsVariable && Id(part.Text) != part.Text)
        .Aggregate(text, (changed, part) => changed with
        {
            Value = changed.Value.Replace($"${{{part.Text}}}", $"${{{Id(part.Text)}}}", StringComparison.Ordinal),
        });

    /// <summary>What is referred to, with the generated resource's id in place of its property's name.</summary>
    private string Id(string path)
    {
        var names = path.Split('.', 3);
        return names.Length >= 2 && _ids.TryGetValue($"{names[0]}.{names[1]}", out var id)
            ? names.Length == 3 ? $"{id}.{names[2]}" : id
            : path;
    }

    private static TemplateNode.Map Call(TemplateNode node, TemplateNode.Member member, TemplateNode argument) =>
        new(node.Line, node.Column, [member with { Value = argument }]);
}

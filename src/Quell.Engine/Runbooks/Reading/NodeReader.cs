using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Reading;

/// <summary>A map of the document, with typed access to its members. A member that is null counts as one that is not there.</summary>
internal sealed class NodeReader(TemplateNode.Map map, TemplatePath path, string kind, Mistakes mistakes)
{
    public TemplateNode.Map Map { get; } = map;

    public TemplatePath Path { get; } = path;

    public Mistakes Mistakes { get; } = mistakes;

    /// <summary>Reports members that the kind has not.</summary>
    public NodeReader Knowing(params IReadOnlyCollection<string> known)
    {
        Mistakes.RefuseUnknown(Map, Path, kind, known);
        return this;
    }

    public TemplateNode? this[string name] => Map[name] is TemplateNode.Scalar { Type: ScalarType.Null } ? null : Map[name];

    /// <summary>The text of a member, also of a number or boolean; null where there is none or it is a map or a list.</summary>
    public string? Text(string name) => Member<TemplateNode.Scalar>(name, "a text")?.Value;

    /// <summary>The text of a member that has to be there; the empty text, with the mistake reported, where it is not.</summary>
    public string Required(string name)
    {
        if (this[name] is null)
        {
            Mistakes.Add(MistakeCode.MissingMember, $"{kind} has to have '{name}'", Path, Map);
            return "";
        }

        var text = Text(name);
        if (text is "")
        {
            Mistakes.Add(MistakeCode.WrongValue, $"'{name}' is empty", Path.Member(name), Map[name] ?? Map);
        }

        return text ?? "";
    }

    /// <summary>A map with its own reader; null where there is none or, with the mistake reported, it is none.</summary>
    public NodeReader? Object(string name, string ofKind) =>
        Member<TemplateNode.Map>(name, "a map") is { } found ? new(found, Path.Member(name), ofKind, Mistakes) : null;

    public TemplateNode.List? List(string name) => Member<TemplateNode.List>(name, "a list");

    /// <summary>A boolean, also one that is written as text, as AWS takes it.</summary>
    public bool Flag(string name, bool byDefault)
    {
        if (this[name] is not { } node)
        {
            return byDefault;
        }

        if (node.Text is { } text && bool.TryParse(text, out var value))
        {
            return value;
        }

        Mistakes.Add(MistakeCode.WrongType, $"'{name}' is {Described(node)}; true or false is wanted", Path.Member(name), node);
        return byDefault;
    }

    /// <summary>A whole number from 0, also one that is written as text.</summary>
    public int? Count(string name)
    {
        if (this[name] is not { } node)
        {
            return null;
        }

        if (node.Text is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        Mistakes.Add(MistakeCode.WrongType, $"'{name}' is {Described(node)}; a whole number from 0 is wanted", Path.Member(name), node);
        return null;
    }

    /// <summary>A scalar as it was written, for what may be a reference.</summary>
    public JsonValue? Scalar(string name) => Member<TemplateNode.Scalar>(name, "a single value")?.ToJson();

    /// <summary>What a node is, for people: <c>a list</c>, <c>'Retry'</c>.</summary>
    public static string Described(TemplateNode node) => node switch
    {
        TemplateNode.Map => "a map",
        TemplateNode.List => "a list",
        TemplateNode.Scalar { Type: ScalarType.Null } => "null",
        _ when node.Text is { Length: > 60 } text => $"'{text[..60]}…'",
        _ => $"'{node.Text}'",
    };

    private TNode? Member<TNode>(string name, string wanted)
        where TNode : TemplateNode
    {
        var node = this[name];
        if (node is not (null or TNode))
        {
            Mistakes.Add(MistakeCode.WrongType, $"'{name}' is {Described(node)}; {wanted} is wanted", Path.Member(name), node);
        }

        return node as TNode;
    }
}

namespace Quell.Engine.Templates.Serverless;

/// <summary>Tells the transform functions from values, and puts maps together.</summary>
internal static class NodeShapes
{
    /// <summary>Whether the node is a function's call: it has a value only when the stack is deployed.</summary>
    public static bool IsCall(this TemplateNode? node) =>
        node is TemplateNode.Map { Members: [var only] } && (only.Name is "Ref" or "Condition" || only.Name.StartsWith("Fn::", StringComparison.Ordinal));

    /// <summary>What the node refers to with <c>Ref</c>; null where it is something else.</summary>
    public static string? RefTarget(this TemplateNode? node) =>
        node is TemplateNode.Map { Members: [{ Name: "Ref", Value: TemplateNode.Scalar target }] } ? target.Value : null;

    public static bool IsNoValue(this TemplateNode? node) => node.RefTarget() == PseudoParameters.NoValue;

    /// <summary>The three parts of <c>Fn::If</c>; null where the node is something else.</summary>
    public static (string Condition, TemplateNode Then, TemplateNode Otherwise)? If(this TemplateNode? node) =>
        node is TemplateNode.Map { Members: [{ Name: "Fn::If", Value: TemplateNode.List { Items: [TemplateNode.Scalar condition, var then, var otherwise] } }] }
            ? (condition.Value, then, otherwise)
            : null;

    /// <summary>Whether SAM takes the value for given: empty text, zero, false and empty collections count as absent.</summary>
    public static bool IsGiven(this TemplateNode? node) => node switch
    {
        null => false,
        TemplateNode.Map map => map.Members.Length > 0,
        TemplateNode.List list => list.Items.Length > 0,
        TemplateNode.Scalar { Type: ScalarType.Boolean } boolean => boolean.Value == "true",
        TemplateNode.Scalar scalar => scalar.Value.Length > 0 && scalar is not { Type: ScalarType.Number, Value: "0" },
        _ => false,
    };

    public static bool IsTrue(this TemplateNode? node) => node is TemplateNode.Scalar { Value: "true", Type: ScalarType.Boolean };

    /// <summary>The map with a member set, in its place or at the end.</summary>
    public static TemplateNode.Map With(this TemplateNode.Map map, TemplateNode.Member member)
    {
        var at = map.Members.IndexOf(map.Find(member.Name)!);
        return new(map.Line, map.Column, at < 0 ? map.Members.Add(member) : map.Members.SetItem(at, member));
    }

    public static TemplateNode.Map Without(this TemplateNode.Map map, params ReadOnlySpan<string> names)
    {
        var left = map.Members;
        foreach (var name in names)
        {
            left = left.RemoveAll(member => member.Name == name);
        }

        return new(map.Line, map.Column, left);
    }

    /// <summary>The tree with each node, from the leaves up, put in by what <paramref name="change"/> makes of it.</summary>
    public static TemplateNode Rewrite(this TemplateNode node, Func<TemplateNode, TemplateNode> change) => change(node switch
    {
        TemplateNode.Map map => new TemplateNode.Map(
            map.Line, map.Column, [.. map.Members.Select(member => member with { Value = member.Value.Rewrite(change) })]),
        TemplateNode.List list => new TemplateNode.List(list.Line, list.Column, [.. list.Items.Select(item => item.Rewrite(change))]),
        _ => node,
    });
}

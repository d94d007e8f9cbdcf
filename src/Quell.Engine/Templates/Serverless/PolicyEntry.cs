namespace Quell.Engine.Templates.Serverless;

/// <summary>What an entry of <c>Policies</c> is (AWS SAM Developer Guide, "AWS::Serverless::Function", Policies).</summary>
internal enum PolicyKind
{
    /// <summary>The name or ARN of a managed policy, or a function that gives one.</summary>
    Managed,

    /// <summary>A policy document, or a template that became one.</summary>
    Document,

    Unknown,
}

/// <summary>An entry of <c>Policies</c>, policy templates expanded.</summary>
internal sealed record PolicyEntry(PolicyKind Kind, TemplateNode Node)
{
    /// <summary>The entries in their order; what is wrong with one is reported.</summary>
    public static IEnumerable<PolicyEntry> All(ServerlessProperties properties)
    {
        var policies = properties.Given("Policies");
        IEnumerable<TemplateNode> nodes = policies is TemplateNode.List list ? list.Items : policies is null ? [] : [policies];
        foreach (var (index, node) in nodes.Index())
        {
            if (Expand(node, properties) is not { } expanded)
            {
                continue;
            }

            if (expanded.If() is { } branches && Mixed(branches.Then, branches.Otherwise))
            {
                properties.Refuse("Different policy types within the same Fn::If statement is unsupported. Separate different policy types into different Fn::If statements", "Policies");
                continue;
            }

            var kind = KindOf(expanded);
            if (kind == PolicyKind.Unknown)
            {
                properties.Refuse($"Policy at index {index} in the 'Policies' property is not valid", "Policies");
                continue;
            }

            yield return new(kind, expanded);
        }
    }

    /// <summary>The entry, or both branches of its <c>Fn::If</c>, put in by what <paramref name="change"/> makes of them.</summary>
    public TemplateNode Each(NodeWriter write, Func<TemplateNode, TemplateNode> change) => Node.If() is var (condition, then, otherwise)
        ? write.If(condition, then.IsNoValue() ? then : change(then), otherwise.IsNoValue() ? otherwise : change(otherwise))
        : change(Node);

    private static TemplateNode? Expand(TemplateNode node, ServerlessProperties properties)
    {
        if (node.If() is var (condition, then, otherwise))
        {
            return Expand(then, properties) is { } first && Expand(otherwise, properties) is { } second
                ? new NodeWriter(node).If(condition, first, second)
                : null;
        }

        return PolicyTemplates.IsUse(node) ? PolicyTemplates.Expand(((TemplateNode.Map)node).Members[0], properties) : node;
    }

    private static bool Mixed(TemplateNode then, TemplateNode otherwise) =>
        !then.IsNoValue() && !otherwise.IsNoValue() && KindOf(then) != KindOf(otherwise);

    private static PolicyKind KindOf(TemplateNode node) => node switch
    {
        TemplateNode.Scalar => PolicyKind.Managed,
        _ when node.If() is var (_, then, otherwise) => KindOf(then.IsNoValue() ? otherwise : then),
        _ when node.IsCall() => PolicyKind.Managed,
        TemplateNode.Map map when map["Statement"] is not null => PolicyKind.Document,
        _ => PolicyKind.Unknown,
    };
}

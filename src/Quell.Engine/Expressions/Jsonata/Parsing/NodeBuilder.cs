using System.Diagnostics;
using System.Runtime.CompilerServices;
using Quell.Engine.Expressions.Jsonata.Nodes;

namespace Quell.Engine.Expressions.Jsonata.Parsing;

/// <summary>Builds what evaluates from what was resolved.</summary>
internal static class NodeBuilder
{
    public static Node Build(Syntax syntax)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var inner = Inner(syntax);
        var group = syntax.Kind == SyntaxKind.Path ? null : Group(syntax.Group);
        return syntax.Predicates is null && group is null && !syntax.KeepsArray
            ? inner
            : new FilteredNode(inner, [.. (syntax.Predicates ?? []).Select(stage => Build(stage.Filter!))], group, syntax.KeepsArray);
    }

    private static Node Inner(Syntax syntax)
    {
        Node Part(int index) => Build(syntax.Parts[index]);
        switch (syntax.Kind)
        {
            case SyntaxKind.Name:
                return new NameNode(syntax.Text);
            case SyntaxKind.Variable:
                return new VariableNode(syntax.Value.Text ?? "");
            case SyntaxKind.String or SyntaxKind.Number or SyntaxKind.Value or SyntaxKind.Regex:
                return new LiteralNode(syntax.Value);
            case SyntaxKind.Wildcard:
                return new WildcardNode();
            case SyntaxKind.Descendant:
                return new DescendantNode();
            case SyntaxKind.Parent:
                return new ParentNode(syntax.Slot!);
            case SyntaxKind.Negate:
                return new NegateNode(Part(0));
            case SyntaxKind.Array:
                return new ArrayNode(All(syntax), [.. syntax.Parts.Select(part => part.Kind == SyntaxKind.Array)], syntax.IsConstructor);
            case SyntaxKind.Object:
                return Group(syntax.Pairs)!;
            case SyntaxKind.Block:
                return new BlockNode(All(syntax));
            case SyntaxKind.Bind:
                return new BindNode(syntax.Parts[0].Value.Text ?? "", Part(1));
            case SyntaxKind.Function or SyntaxKind.Partial:
                return Call(syntax);
            case SyntaxKind.TailCall:
                return new TailCallNode((CallNode)Inner(syntax.Parts[0]));
            case SyntaxKind.Lambda:
                return new LambdaNode([.. syntax.Parts.SkipLast(1).Select(part => part.Value.Text ?? "")], syntax.Signature, Build(syntax.Parts[^1]));
            case SyntaxKind.Condition:
                return new ConditionNode(Part(0), Part(1), syntax.Parts.Count > 2 ? Part(2) : null);
            case SyntaxKind.Exists:
                return new ExistsNode(Part(0));
            case SyntaxKind.Transform:
                return new TransformNode(Part(0), Part(1), syntax.Parts.Count > 2 ? Part(2) : null);
            case SyntaxKind.Apply:
                return syntax.Parts[1].Kind == SyntaxKind.Function
                    ? new ApplyNode(Part(0), Call(syntax.Parts[1]), isCall: true)
                    : new ApplyNode(Part(0), Part(1), isCall: false);
            case SyntaxKind.Path:
                return new PathNode([.. syntax.Parts.Select(Step)], syntax.IsTuple, syntax.KeepsSingleton, Group(syntax.Group));
            case SyntaxKind.Sort:
                return new SortNode([.. syntax.Terms.Select(term => (Build(term.Key), term.IsDescending))]);
            case SyntaxKind.Binary:
                return Binary(syntax.Text, Part(0), Part(1));
            case SyntaxKind.Placeholder:
                throw new JsonataException("S0201", "Syntax error: \"?\"", syntax.Position);
            default:
                throw new UnreachableException(syntax.Kind.ToString());
        }
    }

    private static Node[] All(Syntax syntax) => [.. syntax.Parts.Select(Build)];

    private static CallNode Call(Syntax syntax)
    {
        var procedure = syntax.Parts[0];
        return new(
            Build(procedure),
            [.. syntax.Parts.Skip(1).Select(part => part.Kind == SyntaxKind.Placeholder ? null : Build(part))],
            procedure is { Kind: SyntaxKind.Path, Parts: [{ Kind: SyntaxKind.Name } only] } ? only.Text : null,
            syntax.Kind == SyntaxKind.Partial);
    }

    private static PathStep Step(Syntax step) => new(Build(step), [.. (step.Stages ?? []).Select(Stage)])
    {
        IsTuple = step.IsTuple,
        IsConstructor = step.IsConstructor,
        Focus = step.FocusName,
        Index = step.IndexName,
        Ancestor = step.Ancestor,
    };

    private static StepStage Stage(Stage stage) => new(stage.Filter is null ? null : Build(stage.Filter), stage.IndexName);

    private static GroupNode? Group(List<(Syntax Key, Syntax Value)>? pairs) =>
        pairs is null ? null : new([.. pairs.Select(pair => (Build(pair.Key), Build(pair.Value)))]);

    private static Node Binary(string operation, Node left, Node right) => operation switch
    {
        "and" or "or" => new AndOrNode(left, right, operation == "or"),
        "+" or "-" or "*" or "/" or "%" => new ArithmeticNode(operation[0], left, right),
        "=" or "!=" => new EqualNode(left, right, operation == "="),
        "<" or "<=" or ">" or ">=" => new OrderNode(operation, left, right),
        "&" => new ConcatenateNode(left, right),
        "in" => new InNode(left, right),
        ".." => new RangeNode(left, right),
        _ => throw new UnreachableException(operation),
    };
}

using System.Runtime.CompilerServices;
using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Jsonata.Parsing;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>
/// What an expression refers to. An expression of a state has no data of its own (Amazon States Language, "JSONata": it must not
/// refer to <c>$</c> or an unqualified name at its top level, nor to <c>$$</c>): only the first step of a path is at the top level;
/// later steps, predicates, sort terms and groups see what the path has found, and a function's body sees what surrounds it.
/// </summary>
internal sealed class JsonataReferences
{
    private readonly List<string> _topLevel = [];
    private readonly List<string> _statesFields = [];
    private readonly List<string> _variables = [];
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);

    // The left side of ?: and ?? stands twice in the tree.
    private readonly HashSet<Syntax> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Names, <c>$</c> and <c>$$</c> that may not be used, in the order of the text.</summary>
    public IEnumerable<string> TopLevel => _topLevel.Distinct();

    /// <summary>Members of <c>$states</c> that are read.</summary>
    public IEnumerable<string> StatesFields => _statesFields.Distinct();

    /// <summary>Variables that are neither bound in the expression nor functions.</summary>
    public IEnumerable<string> Variables => _variables.Distinct()
        .Where(name => !_bound.Contains(name) && name != "states" && StepFunctionsFunctions.All.Find(name) is null);

    /// <exception cref="JsonataException">The text is no expression.</exception>
    public static JsonataReferences Of(string text)
    {
        var references = new JsonataReferences();
        try
        {
            var syntax = Resolver.Resolve(Parser.Parse(text));
            NodeBuilder.Build(syntax);
            references.Walk(syntax, isTop: true);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new JsonataException("U1001", "The expression is nested too deep");
        }

        return references;
    }

    private void Walk(Syntax syntax, bool isTop)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_seen.Add(syntax))
        {
            return;
        }

        switch (syntax.Kind)
        {
            case SyntaxKind.Name when isTop:
                _topLevel.Add(syntax.Text);
                break;
            case SyntaxKind.Variable:
                Variable(syntax.Value.Text ?? "", isTop);
                break;
            case SyntaxKind.Path:
                Path(syntax, isTop);
                break;
            case SyntaxKind.Bind:
                _bound.Add(syntax.Parts[0].Value.Text ?? "");
                Walk(syntax.Parts[1], isTop);
                break;
            case SyntaxKind.Lambda:
                _bound.UnionWith(syntax.Parts.SkipLast(1).Select(part => part.Value.Text ?? ""));
                Walk(syntax.Parts[^1], isTop);
                break;
            case SyntaxKind.Sort:
                syntax.Terms.ForEach(term => Walk(term.Key, isTop: false));
                break;
            case SyntaxKind.Transform:
                syntax.Parts.ForEach(part => Walk(part, isTop: false));
                break;
            default:
                syntax.Parts.ForEach(part => Walk(part, isTop));
                Pairs(syntax.Pairs, isTop);
                break;
        }

        Attached(syntax);
    }

    private void Path(Syntax path, bool isTop)
    {
        for (var index = 0; index < path.Parts.Count; index++)
        {
            Walk(path.Parts[index], isTop && index == 0);
        }

        if (path.Parts is [{ Kind: SyntaxKind.Variable } first, { Kind: SyntaxKind.Name } second, ..] && first.Value.Text == "states")
        {
            _statesFields.Add(second.Text);
        }
    }

    private void Variable(string name, bool isTop)
    {
        if (name == "$")
        {
            _topLevel.Add("$$");
        }
        else if (name.Length > 0)
        {
            _variables.Add(name);
        }
        else if (isTop)
        {
            _topLevel.Add("$");
        }
    }

    private void Attached(Syntax syntax)
    {
        _bound.UnionWith(new[] { syntax.FocusName, syntax.IndexName }.OfType<string>());
        foreach (var stage in (syntax.Predicates ?? []).Concat(syntax.Stages ?? []))
        {
            if (stage.IndexName is { } index)
            {
                _bound.Add(index);
            }

            if (stage.Filter is { } filter)
            {
                Walk(filter, isTop: false);
            }
        }

        Pairs(syntax.Group ?? [], isTop: false);
    }

    private void Pairs(List<(Syntax Key, Syntax Value)> pairs, bool isTop)
    {
        foreach (var (key, value) in pairs)
        {
            Walk(key, isTop);
            Walk(value, isTop);
        }
    }
}

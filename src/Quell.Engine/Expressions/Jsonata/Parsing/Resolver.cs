using System.Runtime.CompilerServices;

namespace Quell.Engine.Expressions.Jsonata.Parsing;

/// <summary>Turns what was read into what is meant: steps into paths, <c>%</c> into variables, last calls into tail calls.</summary>
internal sealed class Resolver
{
    private int _labels;

    public static Syntax Resolve(Syntax syntax)
    {
        var result = new Resolver().Process(syntax);
        return result.Kind == SyntaxKind.Parent || result.Seeking is not null ? throw NoParent(result) : result;
    }

    private static JsonataException NoParent(Syntax at) =>
        new("S0217", $"The object representing the 'parent' cannot be derived from this expression ({at.Kind})", at.Position);

    private Syntax Process(Syntax syntax)
    {
        // A long chain of operators is as deep as it is long.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var result = Meaning(syntax);
        result.KeepsArray |= syntax.KeepsArray;
        return result;
    }

    private Syntax Meaning(Syntax syntax)
    {
        switch (syntax.Kind)
        {
            case SyntaxKind.Name:
                return new Syntax(SyntaxKind.Path, syntax.Position) { KeepsSingleton = syntax.KeepsArray }.With(syntax);
            case SyntaxKind.End:
                throw new JsonataException("S0207", "Unexpected end of expression", syntax.Position);
            case SyntaxKind.Parent:
                syntax.Slot = new($"!{_labels++}");
                return syntax;
            case SyntaxKind.Binary when syntax.Text == ".":
                return Step(syntax);
            case SyntaxKind.Predicate:
                return Predicate(syntax);
            case SyntaxKind.Group:
                return Group(syntax);
            case SyntaxKind.Order:
                return Order(syntax);
            case SyntaxKind.Focus or SyntaxKind.Index:
                return Bound(syntax);
            case SyntaxKind.Negate:
                return Negate(syntax);
            case SyntaxKind.Lambda:
                syntax.Parts[^1] = Tail(Process(syntax.Parts[^1]));
                return syntax;
            case SyntaxKind.Object:
                syntax.Pairs = Pairs(syntax, syntax.Pairs);
                return syntax;
            case SyntaxKind.Binary when syntax.Text == "~>":
                syntax.Kind = SyntaxKind.Apply;
                Children(syntax);
                syntax.KeepsArray |= syntax.Parts[0].KeepsArray || syntax.Parts[1].KeepsArray;
                return syntax;
            case SyntaxKind.Block:
                Children(syntax);
                syntax.IsConstructor = syntax.Parts.Any(part => part.IsConstructor || (part.Kind == SyntaxKind.Path && part.Parts[0].IsConstructor));
                return syntax;
            case SyntaxKind.Condition when syntax.Text is "?:" or "??":
                // The left side stands twice in it, and is resolved once.
                var left = Process(syntax.Parts[1]);
                syntax.Parts[0] = syntax.Text == "?:" ? left : new Syntax(SyntaxKind.Exists, syntax.Position).With(left);
                syntax.Parts[1] = left;
                syntax.Parts[2] = Process(syntax.Parts[2]);
                Seek(syntax, left);
                Seek(syntax, syntax.Parts[2]);
                return syntax;
            default:
                Children(syntax);
                return syntax;
        }
    }

    private void Children(Syntax syntax)
    {
        for (var index = 0; index < syntax.Parts.Count; index++)
        {
            syntax.Parts[index] = Process(syntax.Parts[index]);
            if (index > 0 || syntax.Kind is not (SyntaxKind.Function or SyntaxKind.Partial))
            {
                Seek(syntax, syntax.Parts[index]);
            }
        }
    }

    private List<(Syntax Key, Syntax Value)> Pairs(Syntax owner, List<(Syntax Key, Syntax Value)> pairs) =>
    [
        .. pairs.Select(pair =>
        {
            var (key, value) = (Process(pair.Key), Process(pair.Value));
            Seek(owner, key);
            Seek(owner, value);
            return (key, value);
        }),
    ];

    private Syntax Negate(Syntax syntax)
    {
        var operand = Process(syntax.Parts[0]);
        if (operand.Kind == SyntaxKind.Number)
        {
            operand.Value = -operand.Value.Number;
            return operand;
        }

        syntax.Parts[0] = operand;
        Seek(syntax, operand);
        return syntax;
    }

    private Syntax Step(Syntax syntax)
    {
        var left = Process(syntax.Parts[0]);
        var path = AsPath(left);
        if (left.Kind == SyntaxKind.Parent)
        {
            path.Seeking = [left.Slot!];
        }

        var rest = Process(syntax.Parts[1]);
        if (rest.Kind == SyntaxKind.Path)
        {
            path.Parts.AddRange(rest.Parts);
        }
        else
        {
            (rest.Stages, rest.Predicates) = (rest.Predicates ?? rest.Stages, null);
            path.With(rest);
        }

        foreach (var step in path.Parts)
        {
            if (step.Kind is SyntaxKind.Number or SyntaxKind.Value)
            {
                throw new JsonataException("S0213", $"The literal value {step.Text} cannot be used as a step within a path expression", step.Position);
            }

            step.Kind = step.Kind == SyntaxKind.String ? SyntaxKind.Name : step.Kind;
        }

        path.KeepsSingleton |= path.Parts.Any(step => step.KeepsArray);
        path.Parts[0].IsConstructor |= path.Parts[0].Kind == SyntaxKind.Array;
        path.Parts[^1].IsConstructor |= path.Parts[^1].Kind == SyntaxKind.Array;
        Ancestors(path);
        return path;
    }

    private static Syntax AsPath(Syntax syntax) =>
        syntax.Kind == SyntaxKind.Path ? syntax : new Syntax(SyntaxKind.Path, syntax.Position).With(syntax);

    private Syntax Predicate(Syntax syntax)
    {
        var result = Process(syntax.Parts[0]);
        var step = result.Kind == SyntaxKind.Path ? result.Parts[^1] : result;
        if (step.Group is not null)
        {
            throw new JsonataException("S0209", "A predicate cannot follow a grouping expression in a step", syntax.Position);
        }

        var predicate = Process(syntax.Parts[1]);
        if (predicate.Kind == SyntaxKind.Parent || predicate.Seeking is not null)
        {
            foreach (var slot in predicate.Seeking ?? [])
            {
                if (slot.Level == 1)
                {
                    SeekIn(step, slot);
                }
                else
                {
                    slot.Level--;
                }
            }

            Seek(step, predicate);
        }

        var stage = new Stage(predicate, null);
        if (result.Kind == SyntaxKind.Path)
        {
            (step.Stages ??= []).Add(stage);
        }
        else
        {
            (step.Predicates ??= []).Add(stage);
        }

        return result;
    }

    private Syntax Group(Syntax syntax)
    {
        var result = Process(syntax.Parts[0]);
        if (result.Group is not null)
        {
            throw new JsonataException("S0210", "Each step can only have one grouping expression", syntax.Position);
        }

        result.Group = [.. syntax.Pairs.Select(pair => (Process(pair.Key), Process(pair.Value)))];
        return result;
    }

    private Syntax Order(Syntax syntax)
    {
        var path = AsPath(Process(syntax.Parts[0]));
        var sort = new Syntax(SyntaxKind.Sort, syntax.Position);
        foreach (var (key, isDescending) in syntax.Terms)
        {
            var term = Process(key);
            Seek(sort, term);
            sort.Terms.Add((term, isDescending));
        }

        path.With(sort);
        Ancestors(path);
        return path;
    }

    private Syntax Bound(Syntax syntax)
    {
        var result = Process(syntax.Parts[0]);
        var name = syntax.Parts[1].Text;
        var step = result.Kind == SyntaxKind.Path ? result.Parts[^1] : result;
        if (syntax.Kind == SyntaxKind.Focus)
        {
            if (step.Stages is not null || step.Predicates is not null)
            {
                throw new JsonataException("S0215", "A context variable binding must precede any predicates on a step", syntax.Position);
            }

            if (step.Kind == SyntaxKind.Sort)
            {
                throw new JsonataException("S0216", "A context variable binding must precede the 'order-by' clause on a step", syntax.Position);
            }

            step.KeepsArray |= syntax.KeepsArray;
            step.FocusName = name;
            step.IsTuple = true;
            return result;
        }

        if (result.Kind != SyntaxKind.Path)
        {
            result = AsPath(result);
            (step.Stages, step.Predicates) = (step.Predicates, null);
        }

        if (step.Stages is null)
        {
            step.IndexName = name;
        }
        else
        {
            step.Stages.Add(new(null, name));
        }

        step.IsTuple = true;
        return result;
    }

    private static Syntax Tail(Syntax body)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (body.Kind)
        {
            case SyntaxKind.Function when body.Predicates is null && body.Group is null:
                return new Syntax(SyntaxKind.TailCall, body.Position).With(body);
            case SyntaxKind.Condition when body.Predicates is null && body.Group is null:
                for (var index = 1; index < body.Parts.Count; index++)
                {
                    body.Parts[index] = ReferenceEquals(body.Parts[index], body.Parts[0]) ? body.Parts[index] : Tail(body.Parts[index]);
                }

                break;
            case SyntaxKind.Block when body.Parts.Count > 0 && body.Predicates is null && body.Group is null:
                body.Parts[^1] = Tail(body.Parts[^1]);
                break;
        }

        return body;
    }

    private static void Seek(Syntax result, Syntax part)
    {
        if (part.Seeking is null && part.Kind != SyntaxKind.Parent)
        {
            return;
        }

        var slots = part.Seeking ?? [];
        if (part.Kind == SyntaxKind.Parent)
        {
            slots = [.. slots, part.Slot!];
        }

        result.Seeking = [.. result.Seeking ?? [], .. slots];
    }

    private static void Ancestors(Syntax path)
    {
        var last = path.Parts[^1];
        List<Slot> slots = [.. last.Seeking ?? []];
        if (last.Kind == SyntaxKind.Parent)
        {
            slots.Add(last.Slot!);
        }

        foreach (var slot in slots)
        {
            var index = path.Parts.Count - 2;
            while (slot.Level > 0)
            {
                if (index < 0)
                {
                    (path.Seeking ??= []).Add(slot);
                    break;
                }

                var step = path.Parts[index--];
                // Steps that bind their items leave the context where it was: of several in a row the first counts.
                while (index >= 0 && step.FocusName is not null && path.Parts[index].FocusName is not null)
                {
                    step = path.Parts[index--];
                }

                SeekIn(step, slot);
            }
        }
    }

    /// <summary>Looks for the ancestor in a step: where the slot's level comes down to 0 it is found.</summary>
    private static void SeekIn(Syntax node, Slot slot)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node.Kind)
        {
            case SyntaxKind.Name or SyntaxKind.Wildcard:
                if (--slot.Level == 0)
                {
                    if (node.Ancestor is { } known)
                    {
                        slot.Label = known.Label;
                    }

                    node.Ancestor = slot;
                    node.IsTuple = true;
                }

                break;
            case SyntaxKind.Parent:
                slot.Level++;
                break;
            case SyntaxKind.Block:
                if (node.Parts.Count > 0)
                {
                    node.IsTuple = true;
                    SeekIn(node.Parts[^1], slot);
                }

                break;
            case SyntaxKind.Path:
                node.IsTuple = true;
                var index = node.Parts.Count - 1;
                SeekIn(node.Parts[index--], slot);
                while (slot.Level > 0 && index >= 0)
                {
                    SeekIn(node.Parts[index--], slot);
                }

                break;
            default:
                throw NoParent(node);
        }
    }
}

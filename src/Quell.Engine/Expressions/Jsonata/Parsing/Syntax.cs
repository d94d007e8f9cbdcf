using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Parsing;

/// <summary>What a piece of syntax is.</summary>
internal enum SyntaxKind
{
    Name, Variable, String, Number, Value, Regex, Wildcard, Descendant, Parent, Placeholder, Binary, Negate, Array, Object, Block, Bind,
    Function, Partial, Lambda, TailCall, Condition, Transform, Apply, Path, Sort, Predicate, Group, Order, Focus, Index, Exists, End,
}

/// <summary>A piece of syntax, as read and, after <see cref="Resolver"/>, as meant.</summary>
internal sealed class Syntax(SyntaxKind kind, int position)
{
    public SyntaxKind Kind { get; set; } = kind;

    public int Position { get; } = position;

    public string Text { get; set; } = "";

    public Item Value { get; set; }

    /// <summary>Parts in their order: operands, arguments, steps, statements.</summary>
    public List<Syntax> Parts { get; set; } = [];

    public List<(Syntax Key, Syntax Value)> Pairs { get; set; } = [];

    public List<(Syntax Key, bool IsDescending)> Terms { get; set; } = [];

    public Signature? Signature { get; set; }

    public List<Stage>? Predicates { get; set; }

    public List<Stage>? Stages { get; set; }

    public List<(Syntax Key, Syntax Value)>? Group { get; set; }

    public bool KeepsArray { get; set; }

    public bool KeepsSingleton { get; set; }

    public bool IsConstructor { get; set; }

    public bool IsTuple { get; set; }

    public string? FocusName { get; set; }

    public string? IndexName { get; set; }

    public Slot? Ancestor { get; set; }

    public List<Slot>? Seeking { get; set; }

    public Slot? Slot { get; set; }

    public Syntax With(params IEnumerable<Syntax> parts)
    {
        Parts.AddRange(parts);
        return this;
    }
}

/// <summary>A filter, or the name that the position in the rows so far is bound to.</summary>
internal sealed record Stage(Syntax? Filter, string? IndexName);

/// <summary>The variable under which an ancestor will be found, and how many levels up it still is.</summary>
internal sealed class Slot(string label)
{
    public string Label { get; set; } = label;

    public int Level { get; set; } = 1;
}

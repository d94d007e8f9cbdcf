using System.Collections.Immutable;

namespace Quell.Engine.Expressions.Paths;

/// <summary>One step of a path, from a value to those below it.</summary>
internal abstract record PathStep
{
    private PathStep()
    {
    }

    /// <summary>Whether it leads to one value at most.</summary>
    public bool IsDefinite => this is Member or Index;

    /// <summary><c>.name</c> or <c>['name']</c>.</summary>
    public sealed record Member(string Name) : PathStep;

    /// <summary><c>['a','b']</c>: at a path's end the object of those members, elsewhere each of them.</summary>
    public sealed record Members(ImmutableArray<string> Names) : PathStep;

    /// <summary><c>[n]</c>; a negative one counts from the end.</summary>
    public sealed record Index(int Position) : PathStep;

    /// <summary><c>[0,2]</c>.</summary>
    public sealed record Indices(ImmutableArray<int> Positions) : PathStep;

    /// <summary><c>[from:to]</c>, either of them perhaps absent.</summary>
    public sealed record Slice(int? From, int? To) : PathStep;

    /// <summary><c>.*</c> or <c>[*]</c>.</summary>
    public sealed record All : PathStep;

    /// <summary><c>..</c>: the value itself and all below it, for the next step.</summary>
    public sealed record Descend : PathStep;

    /// <summary><c>[?(…)]</c>.</summary>
    public sealed record Filter(PathFilter Condition) : PathStep;
}

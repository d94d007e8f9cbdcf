using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>A filter's condition.</summary>
internal abstract record PathFilter
{
    private PathFilter()
    {
    }

    public sealed record Or(ImmutableArray<PathFilter> Parts) : PathFilter;

    public sealed record And(ImmutableArray<PathFilter> Parts) : PathFilter;

    public sealed record Not(PathFilter Part) : PathFilter;

    /// <summary><c>@.name</c> alone: there is something there, be it null or false.</summary>
    public sealed record Exists(JsonPath Path) : PathFilter;

    public sealed record Compare(FilterOperand Left, FilterOperator Operator, FilterOperand Right) : PathFilter;
}

/// <summary>One side of a comparison, or an argument of a function.</summary>
internal abstract record FilterOperand
{
    private FilterOperand()
    {
    }

    public sealed record Literal(JsonValue Value) : FilterOperand;

    public sealed record Path(JsonPath Value) : FilterOperand;

    public sealed record Pattern(Regex Value) : FilterOperand;
}

/// <summary>The operators of filters (json-path's README, "Filter Operators").</summary>
internal enum FilterOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    In,
    NotIn,
    SubsetOf,
    AnyOf,
    NoneOf,
    Contains,
    Size,
    Empty,
}

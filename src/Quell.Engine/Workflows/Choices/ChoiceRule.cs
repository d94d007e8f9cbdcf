using System.Collections.Immutable;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Choices;

/// <summary>
/// A compiled rule of a Choice state in JSONPath (Amazon States Language, "Choice Rules"; developer guide, "Data test expressions").
/// A value of another type than the operator's matches nothing; a path that leads nowhere fails the state, except with IsPresent.
/// </summary>
internal abstract record ChoiceRule
{
    private ChoiceRule()
    {
    }

    /// <summary>Compiles a rule; mistakes are added to the list.</summary>
    /// <param name="definition">The rule as it was written.</param>
    /// <param name="location">Where it stands, as AWS names places: <c>/States/Look/Choices[0]</c>.</param>
    /// <param name="mistakes">What is wrong, all of it.</param>
    /// <returns>Null where there is a mistake.</returns>
    public static ChoiceRule? Compile(JsonValue definition, string location, ICollection<PathMistake> mistakes) =>
        new ChoiceRuleReader(mistakes).Read(definition, location, isTop: true);

    /// <exception cref="PathException">A path leads nowhere.</exception>
    public bool Matches(PathScope scope) => this switch
    {
        CompareString rule => Value(rule.Variable, scope) is JsonString left && Value(rule.Operand, scope) is JsonString right
            && Holds(string.CompareOrdinal(left.Value, right.Value), rule.Comparison),
        CompareNumber rule => Value(rule.Variable, scope) is JsonNumber left && Value(rule.Operand, scope) is JsonNumber right
            && Holds(left.CompareTo(right), rule.Comparison),
        EqualBoolean rule => Value(rule.Variable, scope) is JsonBoolean left && Value(rule.Operand, scope) is JsonBoolean right
            && left.Value == right.Value,
        CompareTimestamp rule => Time(Value(rule.Variable, scope)) is { } left && (rule.Constant ?? Time(Value(rule.Operand, scope))) is { } right
            && Holds(left.CompareTo(right), rule.Comparison),
        MatchString { Pattern.HasOpenEscape: true } => throw new PathException(
            PathException.Runtime, "A pattern of StringMatches has an open escape backslash; there are \\* and \\\\."),
        MatchString rule => Value(rule.Variable, scope) is JsonString text && rule.Pattern.Matches(text.Value),
        IsType rule => IsOf(Value(rule.Variable, scope), rule.Type) == rule.Expected,
        IsPresent rule => Exists(rule.Variable, scope) == rule.Expected,
        And(var parts) => MatchesAll(parts, scope),
        Or(var parts) => MatchesAny(parts, scope),
        Not(var part) => !part.Matches(scope),
        _ => false,
    };

    private static bool MatchesAll(ImmutableArray<ChoiceRule> parts, PathScope scope)
    {
        foreach (var part in parts)
        {
            if (!part.Matches(scope))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesAny(ImmutableArray<ChoiceRule> parts, PathScope scope)
    {
        foreach (var part in parts)
        {
            if (part.Matches(scope))
            {
                return true;
            }
        }

        return false;
    }

    private static JsonValue Value(ChoiceOperand operand, PathScope scope) => operand.Path is { } path ? Value(path, scope) : operand.Value;

    private static JsonValue Value(JsonPath path, PathScope scope) => path.Find(scope) ?? throw new PathException(
        PathException.Runtime, $"Invalid path '{path.Text}': The choice state's condition path references an invalid value.");

    private static bool Exists(JsonPath path, PathScope scope) =>
        path.Find(scope) is { } found && (path.IsDefinite || path.Function is not null || found is not JsonArray { Count: 0 });

    private static DateTimeOffset? Time(JsonValue value) => value is JsonString text && IsoTimestamp.TryParse(text.Value, out var time) ? time : null;

    private static bool Holds(int order, ChoiceComparison comparison) => comparison switch
    {
        ChoiceComparison.Equal => order == 0,
        ChoiceComparison.Less => order < 0,
        ChoiceComparison.LessOrEqual => order <= 0,
        ChoiceComparison.Greater => order > 0,
        _ => order >= 0,
    };

    private static bool IsOf(JsonValue value, ChoiceType type) => type switch
    {
        ChoiceType.Null => value is JsonNull,
        ChoiceType.String => value is JsonString,
        ChoiceType.Numeric => value is JsonNumber,
        ChoiceType.Boolean => value is JsonBoolean,
        _ => Time(value) is not null,
    };

    public sealed record And(ImmutableArray<ChoiceRule> Parts) : ChoiceRule;

    public sealed record Or(ImmutableArray<ChoiceRule> Parts) : ChoiceRule;

    public sealed record Not(ChoiceRule Part) : ChoiceRule;

    /// <summary><c>StringEquals</c>, <c>StringLessThanPath</c>, …: by the code units of UTF-16.</summary>
    public sealed record CompareString(JsonPath Variable, ChoiceComparison Comparison, ChoiceOperand Operand) : ChoiceRule;

    public sealed record CompareNumber(JsonPath Variable, ChoiceComparison Comparison, ChoiceOperand Operand) : ChoiceRule;

    public sealed record EqualBoolean(JsonPath Variable, ChoiceOperand Operand) : ChoiceRule;

    /// <param name="Variable">What is compared.</param>
    /// <param name="Comparison">How.</param>
    /// <param name="Operand">With what.</param>
    /// <param name="Constant">The operand's time where it is no path.</param>
    public sealed record CompareTimestamp(JsonPath Variable, ChoiceComparison Comparison, ChoiceOperand Operand, DateTimeOffset? Constant) : ChoiceRule;

    public sealed record MatchString(JsonPath Variable, ChoicePattern Pattern) : ChoiceRule;

    public sealed record IsType(JsonPath Variable, ChoiceType Type, bool Expected) : ChoiceRule;

    public sealed record IsPresent(JsonPath Variable, bool Expected) : ChoiceRule;
}

/// <summary>What an operator compares with: the value, or what the path leads to.</summary>
internal readonly record struct ChoiceOperand(JsonValue Value, JsonPath? Path);

internal enum ChoiceComparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>What the operators <c>IsNull</c>, <c>IsString</c>, … ask for.</summary>
internal enum ChoiceType
{
    Null,
    String,
    Numeric,
    Boolean,
    Timestamp,
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Choices;

/// <summary>Reads the rules of Choice states and tells every mistake.</summary>
internal sealed class ChoiceRuleReader(ICollection<PathMistake> mistakes)
{
    private const int MaxDepth = 64;

    private static readonly FrozenDictionary<string, (OperandKind Kind, ChoiceComparison Comparison, bool IsPath)> Comparisons = AllComparisons()
        .ToFrozenDictionary(operation => operation.Name, operation => (operation.Kind, operation.Comparison, operation.IsPath), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ChoiceType> Types = Enum.GetValues<ChoiceType>()
        .ToFrozenDictionary(type => $"Is{type}", StringComparer.Ordinal);

    private static readonly FrozenSet<string> Logical = FrozenSet.ToFrozenSet(["And", "Or", "Not"], StringComparer.Ordinal);

    /// <summary>Members that are no part of the test, and where they may stand.</summary>
    private static readonly FrozenSet<string> Beside = FrozenSet.ToFrozenSet(["Next", "Comment", "Assign"], StringComparer.Ordinal);

    private enum OperandKind
    {
        String,
        Numeric,
        Boolean,
        Timestamp,
    }

    /// <summary>Whether the member's name is an operator's.</summary>
    public static bool IsOperator(string name) =>
        Logical.Contains(name) || Comparisons.ContainsKey(name) || Types.ContainsKey(name) || name is "IsPresent" or "StringMatches";

    public ChoiceRule? Read(JsonValue definition, string location, bool isTop, int depth = 0)
    {
        if (definition is not JsonObject rule)
        {
            return Wrong(location, "Expected value of type Object");
        }

        if (depth > MaxDepth)
        {
            return Wrong(location, $"Rules are inside each other more than {MaxDepth} times");
        }

        var operators = rule.Names.Where(IsOperator).ToList();
        foreach (var name in rule.Names.Where(name => !IsOperator(name) && !IsKnown(name, isTop, operators)))
        {
            Wrong(location, $"Field '{name}' is not supported");
        }

        return operators switch
        {
            [] => Wrong(location, "A comparison operator is required"),
            [var name] when rule[name] is { } operand => Logical.Contains(name)
                ? ReadLogical(name, operand, $"{location}/{name}", depth)
                : ReadTest(rule, name, operand, location),
            _ => Wrong(location, $"Only one comparison operator is allowed, but there are: {string.Join(", ", operators)}"),
        };
    }

    private static bool IsKnown(string name, bool isTop, List<string> operators) =>
        (name == "Variable" && !operators.Any(Logical.Contains)) || (Beside.Contains(name) && (isTop || name == "Comment"));

    private ChoiceRule? ReadLogical(string name, JsonValue operand, string location, int depth)
    {
        if (name == "Not")
        {
            return Read(operand, location, isTop: false, depth + 1) is { } part ? new ChoiceRule.Not(part) : null;
        }

        if (operand is not JsonArray { Count: > 0 } parts)
        {
            return Wrong(location, operand is JsonArray ? "Value cannot be empty" : "Expected value of type Array");
        }

        ImmutableArray<ChoiceRule?> read = [.. parts.Items.Select((part, index) => Read(part, $"{location}[{index}]", isTop: false, depth + 1))];
        ImmutableArray<ChoiceRule> rules = [.. read.OfType<ChoiceRule>()];
        return rules.Length < read.Length ? null : name == "And" ? new ChoiceRule.And(rules) : new ChoiceRule.Or(rules);
    }

    private ChoiceRule? ReadTest(JsonObject rule, string name, JsonValue operand, string location)
    {
        if (rule["Variable"] is not { } variable)
        {
            return Wrong(location, "These fields are required: [Variable]");
        }

        if (ReadPath(variable, $"{location}/Variable") is not { } path)
        {
            return null;
        }

        var place = $"{location}/{name}";
        if (Types.TryGetValue(name, out var type))
        {
            return operand is JsonBoolean expected ? new ChoiceRule.IsType(path, type, expected.Value) : Wrong(place, "Expected value of type Boolean");
        }

        return name switch
        {
            "IsPresent" => operand is JsonBoolean expected ? new ChoiceRule.IsPresent(path, expected.Value) : Wrong(place, "Expected value of type Boolean"),
            "StringMatches" => operand is JsonString text
                ? new ChoiceRule.MatchString(path, ChoicePattern.Parse(text.Value))
                : Wrong(place, "Expected value of type String"),
            _ => ReadComparison(path, name, operand, place),
        };
    }

    private ChoiceRule? ReadComparison(JsonPath variable, string name, JsonValue operand, string location)
    {
        var (kind, comparison, isPath) = Comparisons[name];
        if (isPath)
        {
            return ReadPath(operand, location) is { } path ? Rule(kind, variable, comparison, new(JsonValue.Null, path), null) : null;
        }

        var constant = new ChoiceOperand(operand, null);
        return (kind, operand) switch
        {
            (OperandKind.Timestamp, JsonString text) when IsoTimestamp.TryParse(text.Value, out var time) => Rule(kind, variable, comparison, constant, time),
            (OperandKind.Timestamp, JsonString) => Wrong(location, "String does not match RFC3339 timestamp"),
            (OperandKind.String, JsonString) or (OperandKind.Numeric, JsonNumber) or (OperandKind.Boolean, JsonBoolean) =>
                Rule(kind, variable, comparison, constant, null),
            _ => Wrong(location, $"Expected value of type {(kind == OperandKind.Timestamp ? "String" : kind)}"),
        };
    }

    private static ChoiceRule Rule(OperandKind kind, JsonPath variable, ChoiceComparison comparison, ChoiceOperand operand, DateTimeOffset? time) => kind switch
    {
        OperandKind.String => new ChoiceRule.CompareString(variable, comparison, operand),
        OperandKind.Numeric => new ChoiceRule.CompareNumber(variable, comparison, operand),
        OperandKind.Boolean => new ChoiceRule.EqualBoolean(variable, operand),
        _ => new ChoiceRule.CompareTimestamp(variable, comparison, operand, time),
    };

    private JsonPath? ReadPath(JsonValue value, string location)
    {
        if (value is not JsonString text)
        {
            Wrong(location, "Expected value of type String");
            return null;
        }

        if (!text.Value.StartsWith('$'))
        {
            Wrong(location, "Value is not a Reference Path: Reference path didn't start with '$'");
            return null;
        }

        if (!JsonPath.TryParse(text.Value, out var path, out var error))
        {
            Wrong(location, $"Value is not a Reference Path: {error.Message}");
            return null;
        }

        if (ReferencePath.Refusal(path) is { } refusal)
        {
            Wrong(location, $"Value is not a Reference Path: {refusal}");
            return null;
        }

        return path;
    }

    private ChoiceRule? Wrong(string location, string message)
    {
        mistakes.Add(new(location, message));
        return null;
    }

    private static IEnumerable<(string Name, OperandKind Kind, ChoiceComparison Comparison, bool IsPath)> AllComparisons()
    {
        foreach (var kind in Enum.GetValues<OperandKind>())
        {
            foreach (var comparison in Enum.GetValues<ChoiceComparison>())
            {
                if (kind != OperandKind.Boolean || comparison == ChoiceComparison.Equal)
                {
                    yield return ($"{kind}{NameOf(comparison)}", kind, comparison, false);
                    yield return ($"{kind}{NameOf(comparison)}Path", kind, comparison, true);
                }
            }
        }
    }

    private static string NameOf(ChoiceComparison comparison) => comparison switch
    {
        ChoiceComparison.Equal => "Equals",
        ChoiceComparison.Less => "LessThan",
        ChoiceComparison.LessOrEqual => "LessThanEquals",
        ChoiceComparison.Greater => "GreaterThan",
        _ => "GreaterThanEquals",
    };
}

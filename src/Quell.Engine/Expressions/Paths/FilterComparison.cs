using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>
/// What the operators of filters mean (json-path's README, "Filter Operators"). A side that is missing equals nothing, so it is
/// unequal to everything; values of different types have no order.
/// </summary>
internal static class FilterComparison
{
    public static bool Holds(PathFilter.Compare compare, JsonValue current, PathWalk walk)
    {
        if (compare.Operator == FilterOperator.Matches)
        {
            return Matches(compare, current, walk);
        }

        var (left, right) = (walk.Find(compare.Left, current), walk.Find(compare.Right, current));
        return compare.Operator switch
        {
            FilterOperator.Equal => AreEqual(left, right, walk),
            FilterOperator.NotEqual => !AreEqual(left, right, walk),
            FilterOperator.Less => Order(left, right) < 0,
            FilterOperator.LessOrEqual => Order(left, right) <= 0,
            FilterOperator.Greater => Order(left, right) > 0,
            FilterOperator.GreaterOrEqual => Order(left, right) >= 0,
            FilterOperator.In => right is JsonArray list && Has(list, left, walk),
            FilterOperator.NotIn => right is JsonArray list && !Has(list, left, walk),
            FilterOperator.SubsetOf => left is JsonArray part && right is JsonArray whole && part.Items.All(item => Has(whole, item, walk)),
            FilterOperator.AnyOf => left is JsonArray some && right is JsonArray others && some.Items.Any(item => Has(others, item, walk)),
            FilterOperator.NoneOf => left is JsonArray none && right is JsonArray those && !none.Items.Any(item => Has(those, item, walk)),
            FilterOperator.Contains => left switch
            {
                JsonString text => right is JsonString part && text.Value.Contains(part.Value, StringComparison.Ordinal),
                JsonArray list => Has(list, right, walk),
                _ => false,
            },
            FilterOperator.Size => LengthOf(left) is { } length && right is JsonNumber wanted && wanted.TryAsLong(out var size) && size == length,
            FilterOperator.Empty => LengthOf(left) is { } length && right is JsonBoolean isEmpty && isEmpty.Value == (length == 0),
            _ => false,
        };
    }

    private static bool Matches(PathFilter.Compare compare, JsonValue current, PathWalk walk)
    {
        var (pattern, operand) = (compare.Left, compare.Right) switch
        {
            (var value, FilterOperand.Pattern right) => (right.Value, value),
            (FilterOperand.Pattern left, var value) => (left.Value, value),
            _ => ((Regex?)null, compare.Left),
        };
        if (pattern is null)
        {
            return false;
        }

        var text = walk.Find(operand, current) switch
        {
            JsonString value => value.Value,
            JsonNumber number => number.Text,
            JsonBoolean boolean => boolean.ToString(),
            _ => null,
        };
        walk.Visit((text?.Length ?? 0) / 8);
        try
        {
            return text is not null && pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new PathException(PathException.Runtime, $"The regular expression {pattern} takes too long");
        }
    }

    private static bool AreEqual(JsonValue? left, JsonValue? right, PathWalk walk)
    {
        walk.Visit(LengthOf(left) ?? 1);
        return left is not null && right is not null && left.Equals(right);
    }

    private static bool Has(JsonArray list, JsonValue? value, PathWalk walk)
    {
        walk.Visit(list.Count);
        return value is not null && list.Items.Contains(value);
    }

    private static int? LengthOf(JsonValue? value) => value switch
    {
        JsonString text => text.Value.Length,
        JsonArray array => array.Count,
        JsonObject parent => parent.Count,
        _ => null,
    };

    /// <summary>Null where the two have no order.</summary>
    private static int? Order(JsonValue? left, JsonValue? right) => (left, right) switch
    {
        (JsonNumber one, JsonNumber other) => one.CompareTo(other),
        (JsonString one, JsonString other) => string.CompareOrdinal(one.Value, other.Value),
        _ => null,
    };
}

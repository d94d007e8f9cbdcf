using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// What <c>aws:branch</c> and <c>aws:loop</c> decide by (Systems Manager User Guide, "Creating dynamic automations with conditional
/// branching"): a variable and an operation, or <c>And</c>, <c>Or</c>, <c>Not</c> of such. What has no value matches nothing.
/// </summary>
internal static class Condition
{
    /// <summary>The operations, as the document has them.</summary>
    private static readonly Dictionary<string, Func<JsonValue, JsonValue, bool>> Operations = new(StringComparer.Ordinal)
    {
        ["StringEquals"] = static (value, operand) => Text(value) == Text(operand),
        ["EqualsIgnoreCase"] = static (value, operand) => string.Equals(Text(value), Text(operand), StringComparison.OrdinalIgnoreCase),
        ["StartsWith"] = static (value, operand) => Text(value).StartsWith(Text(operand), StringComparison.Ordinal),
        ["EndsWith"] = static (value, operand) => Text(value).EndsWith(Text(operand), StringComparison.Ordinal),
        ["Contains"] = static (value, operand) => value is JsonArray list
            ? list.Items.Any(item => Text(item) == Text(operand))
            : Text(value).Contains(Text(operand), StringComparison.Ordinal),
        ["NumericEquals"] = static (value, operand) => Compare(value, operand) == 0,
        ["NumericGreater"] = static (value, operand) => Compare(value, operand) > 0,
        ["NumericLesser"] = static (value, operand) => Compare(value, operand) < 0,
        ["NumericGreaterOrEquals"] = static (value, operand) => Compare(value, operand) >= 0,
        ["NumericLesserOrEquals"] = static (value, operand) => Compare(value, operand) <= 0,
        ["BooleanEquals"] = static (value, operand) => Flag(value) is { } flag && flag == Flag(operand),
    };

    /// <summary>The names of the operations.</summary>
    public static IEnumerable<string> Names => Operations.Keys;

    /// <exception cref="StepException">It has a form that no condition has.</exception>
    public static bool Holds(JsonObject condition, RunbookScope scope)
    {
        if (condition["And"] is { } all)
        {
            return Parts(all).All(part => Holds(part, scope));
        }

        if (condition["Or"] is { } any)
        {
            return Parts(any).Any(part => Holds(part, scope));
        }

        if (condition["Not"] is { } not)
        {
            return Parts(not).All(part => !Holds(part, scope));
        }

        if (condition["Variable"] is not { } variable)
        {
            throw StepException.Inputs($"A condition has a Variable, or And, Or or Not; {condition} has none of them");
        }

        var value = scope.ResolveLeniently(variable);
        foreach (var (name, operand) in condition)
        {
            if (Operations.TryGetValue(name, out var operation))
            {
                return operation(value, scope.ResolveLeniently(operand));
            }
        }

        throw StepException.Inputs($"A condition has one of the operations {string.Join(", ", Operations.Keys)}; {condition} has none of them");
    }

    private static IEnumerable<JsonObject> Parts(JsonValue parts) => parts switch
    {
        JsonObject single => [single],
        JsonArray list => list.Objects,
        _ => throw StepException.Inputs($"And, Or and Not are of conditions; {parts} is none"),
    };

    private static string Text(JsonValue value) => TypeConversion.Plain(value);

    private static bool? Flag(JsonValue value) => (TypeConversion.Convert(value, RunbookType.Boolean) as JsonBoolean)?.Value;

    /// <returns>Null where one of them is no number.</returns>
    private static int? Compare(JsonValue value, JsonValue operand) =>
        Number(value) is { } left && Number(operand) is { } right ? left.CompareTo(right) : null;

    private static JsonNumber? Number(JsonValue value) => value switch
    {
        JsonNumber number => number,
        JsonString { Value: var text } when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? new(whole) : new(number),
        _ => null,
    };
}

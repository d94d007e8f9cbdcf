using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// A property of an answer and the values that it should have ("aws:assertAwsResourceProperty", "aws:waitForAwsResourceProperty").
/// Values are compared as texts; booleans are <c>True</c> and <c>False</c> there, and any case is taken. Of a selector that leads to
/// several values each has to be a desired one.
/// </summary>
internal sealed record DesiredProperty(string Selector, JsonArray Desired)
{
    /// <exception cref="StepException">An input is missing.</exception>
    public static DesiredProperty Of(StepInputs inputs)
    {
        var desired = inputs.Values["DesiredValues"] switch
        {
            JsonArray list => list,
            null or JsonNull => JsonArray.Empty,
            var single => [single],
        };
        return desired.Count > 0
            ? new(inputs.Text("PropertySelector"), desired)
            : throw StepException.Inputs("The step has no value for its input DesiredValues");
    }

    /// <returns>The value found, and whether it is a desired one.</returns>
    /// <exception cref="StepException">The selector is none.</exception>
    public (JsonValue? Found, bool IsDesired) Look(JsonValue answer)
    {
        var found = OutputSelection.Find(Selector, answer);
        var isDesired = found is JsonArray list ? list.Count > 0 && list.Items.All(IsDesired) : found is not null && IsDesired(found);
        return (found, isDesired);
    }

    private bool IsDesired(JsonValue value) => Desired.Items.Any(desired => value is JsonBoolean || desired is JsonBoolean
        ? string.Equals(TypeConversion.Plain(desired), TypeConversion.Plain(value), StringComparison.OrdinalIgnoreCase)
        : desired.Equals(value) || TypeConversion.Plain(desired) == TypeConversion.Plain(value));
}

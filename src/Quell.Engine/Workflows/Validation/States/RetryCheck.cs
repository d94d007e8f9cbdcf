using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>Checks Retry and Catch (developer guide, "Handling errors in Step Functions workflows").</summary>
internal static class RetryCheck
{
    private const string All = "States.ALL";
    private const int LongestDelay = 31_622_400;

    private static readonly Shape Retrier = new(
        new Field("ErrorEquals", Values.Array(Values.Text)),
        new Field("IntervalSeconds", Values.Integer(0, Values.Largest)),
        new Field("MaxAttempts", Values.Integer(0, Values.Largest)),
        new Field("BackoffRate", Values.Number(1)),
        new Field("MaxDelaySeconds", Values.Integer(1, LongestDelay)),
        new Field("JitterStrategy", Values.Enum("NONE", "FULL")),
        new Field("Comment", Values.Text))
    {
        Required = ["ErrorEquals"],
    };

    private static readonly Shape Catcher = new(
        new Field("ErrorEquals", Values.Array(Values.Text)),
        new Field("Next", Values.Text),
        new Field("ResultPath", Paths.Result, FieldLanguage.JsonPath),
        new Field("Output", Payloads.Any, FieldLanguage.Jsonata),
        new Field("Assign", VariableCheck.Assign),
        new Field("Comment", Values.Text))
    {
        Required = ["ErrorEquals", "Next"],
    };

    /// <summary>There are no expressions in a retrier, whatever the query language.</summary>
    public static void Retriers(JsonValue value, Spot spot) => Check(value, spot with { IsJsonata = false }, Retrier);

    public static void Catchers(JsonValue value, Spot spot) => Check(value, spot with { HasErrorOutput = true }, Catcher);

    private static void Check(JsonValue value, Spot spot, Shape shape)
    {
        if (value is not JsonArray parts)
        {
            spot.Schema(Texts.Expected("ARRAY"));
            return;
        }

        for (var index = 0; index < parts.Count; index++)
        {
            var item = spot.Item(index);
            shape.Check(parts[index], item);
            CatchAll((parts[index] as JsonObject)?.Array("ErrorEquals") ?? JsonArray.Empty, isLast: index == parts.Count - 1, item.Member("ErrorEquals"));
        }
    }

    private static void CatchAll(JsonArray errors, bool isLast, Spot spot)
    {
        for (var index = 0; index < errors.Count; index++)
        {
            if (errors[index] is JsonString { Value: All } && (errors.Count > 1 || !isLast))
            {
                spot.Item(index).Schema($"{All} must appear alone and at end of list");
            }
        }
    }
}

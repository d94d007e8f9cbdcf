using System.Text.RegularExpressions;
using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Jsonata.Values;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Failures;

namespace Quell.Engine.Workflows.Data;

/// <summary>An expression between <c>{%</c> and <c>%}</c>, parsed once, with the place that errors name.</summary>
internal sealed partial class JsonataField
{
    private const string Opening = "{%";
    private const string Closing = "%}";

    /// <summary>What expressions of workflows can call: no <c>$eval</c>, and what Step Functions adds (developer guide, as above).</summary>
    private static readonly JsonataFunctions Functions = StepFunctionsFunctions.All;

    private static readonly JsonataLimits Limits = JsonataLimits.Default;

    private readonly JsonataExpression _expression;
    private readonly string _text;
    private readonly string _location;
    private readonly bool _needsContext;

    private JsonataField(JsonataExpression expression, string text, string location)
    {
        (_expression, _text, _location) = (expression, text, location);
        _needsContext = WholeStates().IsMatch(text);
    }

    public static bool IsExpression(string text) =>
        text.Length >= Opening.Length + Closing.Length && text.StartsWith(Opening, StringComparison.Ordinal) && text.EndsWith(Closing, StringComparison.Ordinal);

    /// <param name="text">With its brackets.</param>
    /// <exception cref="JsonataException">It is no expression.</exception>
    public static JsonataField Parse(string text, string location)
    {
        var inner = text[Opening.Length..^Closing.Length].Trim();
        return new(JsonataExpression.Parse(inner), inner, location);
    }

    /// <exception cref="StateException">States.QueryEvaluationError.</exception>
    public JsonValue Evaluate(Visit visit)
    {
        JsonValue? value;
        try
        {
            value = _expression.Evaluate(
                null, visit.Bindings.With("states", States(visit)), Functions, Limits, visit.Sources, CancellationToken.None);
        }
        catch (JsonataException wrong)
        {
            throw Failure($"threw an error during evaluation. {wrong.Code}: {wrong.Message}.");
        }

        return ReferenceEquals(value, ItemJson.OfFunction)
            ? throw Failure("returned an unsupported result type.")
            : value ?? throw Failure("returned nothing (undefined).");
    }

    /// <summary>The value, where it has to be of a type.</summary>
    /// <param name="type">As JSONata's <c>$type</c> names it: <c>number</c>, <c>array</c>.</param>
    /// <exception cref="StateException">States.QueryEvaluationError.</exception>
    public JsonValue Evaluate(Visit visit, string type)
    {
        var value = Evaluate(visit);
        return TypeOf(value) == type
            ? value
            : throw Failure($"returned an unexpected result type. Expected '{type}', but was '{TypeOf(value)}' for value: {value}");
    }

    public static string TypeOf(JsonValue value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        JsonString => "string",
        JsonNumber => "number",
        JsonBoolean => "boolean",
        _ => "null",
    };

    private StateException Failure(string what) => new(
        ErrorNames.QueryEvaluationError, $"The JSONata expression '{_text}' specified for the field '{_location}' {what}")
    {
        Location = _location,
    };

    /// <summary>The value of <c>$states</c>; the context object only where the expression may look at it.</summary>
    private JsonObject States(Visit visit) => JsonObject.Of(
        ("input", visit.Input), ("context", _needsContext ? visit.Context : null), ("result", visit.Result), ("errorOutput", visit.ErrorOutput));

    [GeneratedRegex(@"\$states(?!\s*\.\s*(input|result|errorOutput)\b)")]
    private static partial Regex WholeStates();
}

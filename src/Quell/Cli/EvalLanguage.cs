using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>What <c>quell eval</c> is to evaluate.</summary>
/// <param name="Expression">The expression's text.</param>
/// <param name="Data">The input; C# null for none.</param>
internal sealed record EvalRequest(string Expression, JsonValue? Data)
{
    /// <summary>Variables by name, without the <c>$</c>.</summary>
    public JsonObject Bindings { get; init; } = JsonObject.Empty;

    /// <summary>How long it may take; null for the language's own limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How deep it may recurse; null for the language's own limit.</summary>
    public int? Depth { get; init; }
}

/// <summary>What came of it: a result, an error, or neither, where the expression has no value.</summary>
internal sealed record EvalAnswer
{
    public static readonly EvalAnswer Undefined = new();

    public JsonValue? Result { get; init; }

    /// <summary>The error's code.</summary>
    public string? Error { get; init; }

    public string? Message { get; init; }

    /// <summary>Whether the expression itself is wrong, whatever the data.</summary>
    public bool IsSyntax { get; init; }

    public JsonObject ToJson(JsonValue id) => Error is not null
        ? JsonObject.Of(("id", id), ("error", Error), ("message", Message ?? ""))
        : JsonObject.Of(("id", id), ("result", Result), ("undefined", Result is null ? (JsonValue)true : null));
}

/// <summary>The languages of <c>quell eval</c>: one line each.</summary>
internal static class EvalLanguage
{
    private static readonly Dictionary<string, Func<EvalRequest, EvalAnswer>> All = new(StringComparer.Ordinal)
    {
        ["jsonata"] = EvaluateJsonata,
        ["jsonpath"] = EvaluatePath,
    };

    private static readonly JsonataSources Sources = new(TimeProvider.System, () => new Random());

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Null where there is no such language.</summary>
    public static Func<EvalRequest, EvalAnswer>? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Evaluates a path or a call of an intrinsic function.</summary>
    private static EvalAnswer EvaluatePath(EvalRequest request)
    {
        if (request.TimeLimit is not null || request.Depth is not null)
        {
            return new() { Error = "InvalidRequest", Message = "timelimit and depth go with another language: a path has limits of its own" };
        }

        try
        {
            var expression = PathExpression.Parse(request.Expression);
            var scope = new PathScope { Input = request.Data ?? JsonValue.Null, Variables = request.Bindings.ToDictionary(pair => pair.Key, pair => pair.Value) };
            return new() { Result = expression.Evaluate(scope, request.Expression) };
        }
        catch (PathSyntaxException wrong)
        {
            return new() { Error = "SCHEMA_VALIDATION_FAILED", Message = wrong.Message, IsSyntax = true };
        }
        catch (PathException failure)
        {
            return new() { Error = failure.ErrorName, Message = failure.Cause };
        }
    }

    /// <summary>Evaluates a JSONata expression with the functions of the language.</summary>
    private static EvalAnswer EvaluateJsonata(EvalRequest request)
    {
        var limits = JsonataLimits.Default with
        {
            Time = request.TimeLimit ?? JsonataLimits.Default.Time,
            Depth = request.Depth ?? JsonataLimits.Default.Depth,
        };
        try
        {
            return new()
            {
                Result = JsonataExpression.Parse(request.Expression).Evaluate(
                    request.Data, request.Bindings, JsonataFunctions.Standard, limits, Sources, CancellationToken.None),
            };
        }
        catch (JsonataException failure)
        {
            return new() { Error = failure.Code, Message = failure.Message, IsSyntax = failure.Code.StartsWith('S') };
        }
    }
}

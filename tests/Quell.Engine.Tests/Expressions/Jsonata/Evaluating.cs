using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Jsonata;

/// <summary>Evaluates expressions for tests.</summary>
internal static class Evaluating
{
    public static readonly JsonataSources Sources = new(TimeProvider.System, () => new Random(1));

    /// <summary>The result as JSON text, "undefined", or the error's code.</summary>
    public static string Of(string text, JsonValue? data = null, JsonataLimits? limits = null)
    {
        try
        {
            var result = JsonataExpression.Parse(text).Evaluate(data, JsonObject.Empty, JsonataFunctions.Standard, limits ?? JsonataLimits.Default, Sources, default);
            return result?.ToString() ?? "undefined";
        }
        catch (JsonataException failure)
        {
            return failure.Code;
        }
    }
}

using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;

namespace Quell.Engine.Templates.Properties;

/// <summary>CloudFormation's conversions between texts, numbers and booleans: each is taken for another where its text reads as one.</summary>
internal static class ScalarValues
{
    public static bool Fits(JsonValue value, ScalarKind kind) => As(value, kind) is not null;

    /// <summary>The value as that kind; null where it cannot be.</summary>
    public static JsonValue? As(JsonValue value, ScalarKind kind) => (Evaluator.TextOf(value), kind) switch
    {
        (null, _) => null,
        (var text, ScalarKind.String) => text,
        (var text, ScalarKind.Integer) when new JsonNumber(Trimmed(text)) is var number && IsNumber(text) && number.TryAsLong(out var whole) => whole,
        (var text, ScalarKind.Double) when IsNumber(text) => value as JsonNumber ?? (JsonValue)double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        (var text, ScalarKind.Boolean) when bool.TryParse(text, out var truth) => truth,
        _ => null,
    };

    private static string Trimmed(string text) => text.Trim();

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}

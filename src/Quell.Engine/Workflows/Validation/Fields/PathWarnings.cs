using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>Warnings about texts that look like paths where no path is read (API reference, "List of warning codes").</summary>
internal static class PathWarnings
{
    /// <summary>A member of a payload template whose name lacks the <c>.$</c>.</summary>
    public static void NoDollar(string name, JsonValue value, Spot spot)
    {
        if (value is JsonString text && LooksLikePath(text.Value))
        {
            spot.Findings.Warn(
                DiagnosticCode.NoDollar, $"The value of '{name}' looks like a JSONPath or an intrinsic function; only '{name}.$' is evaluated", spot.Place);
        }
    }

    /// <summary>A field that has another form for paths.</summary>
    public static void NoPath(JsonValue value, Spot spot)
    {
        if (value is JsonString text && LooksLikePath(text.Value))
        {
            spot.Findings.Warn(DiagnosticCode.NoPath, "The value looks like a path; only a field whose name ends with 'Path' is evaluated", spot.Place);
        }
    }

    /// <summary>The Result of a Pass state, which is given as it stands.</summary>
    public static void StaticResult(JsonValue value, Spot spot)
    {
        if (HasPath(value))
        {
            spot.Findings.Warn(DiagnosticCode.StaticResult, "Result is given as it stands; paths in it are not evaluated, those in 'Parameters' are", spot.Place);
        }
    }

    private static bool HasPath(JsonValue value) => value switch
    {
        JsonString text => LooksLikePath(text.Value),
        JsonArray array => array.Items.Any(HasPath),
        JsonObject parent => ((IEnumerable<KeyValuePair<string, JsonValue>>)parent).Any(member => HasPath(member.Value)),
        _ => false,
    };

    private static bool LooksLikePath(string text) => text == "$"
        || text.StartsWith("$.", StringComparison.Ordinal)
        || text.StartsWith("$[", StringComparison.Ordinal)
        || text.StartsWith("$$.", StringComparison.Ordinal)
        || (text.StartsWith("States.", StringComparison.Ordinal) && text.EndsWith(')'));
}

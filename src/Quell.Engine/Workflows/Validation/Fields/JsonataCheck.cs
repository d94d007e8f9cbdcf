using Quell.Engine.Expressions.Jsonata;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>
/// Checks of what a JSONata state evaluates (developer guide, "Transforming data with JSONata in Step Functions"): a text is an
/// expression when it begins with <c>{%</c> and ends with <c>%}</c>; one without the other is a mistake.
/// </summary>
internal static class JsonataCheck
{
    private const string Open = "{%";
    private const string Close = "%}";

    /// <summary>Whether the text is meant as an expression, be it closed or not.</summary>
    public static bool IsMarked(string text) => text.StartsWith(Open, StringComparison.Ordinal) || text.EndsWith(Close, StringComparison.Ordinal);

    public static void Payload(JsonValue value, Spot spot)
    {
        switch (value)
        {
            case JsonString text:
                Text(text.Value, spot);
                break;
            case JsonObject parent:
                foreach (var (name, member) in parent)
                {
                    if (member is JsonString or JsonObject or JsonArray)
                    {
                        Payload(member, spot.Member(name));
                    }
                }

                break;
            case JsonArray array:
                for (var index = 0; index < array.Count; index++)
                {
                    if (array[index] is JsonString or JsonObject or JsonArray)
                    {
                        Payload(array[index], spot.Item(index));
                    }
                }

                break;
        }
    }

    /// <summary>A text that may be an expression.</summary>
    public static void Text(string text, Spot spot)
    {
        if (!IsMarked(text))
        {
            return;
        }

        if (text.Length < Open.Length + Close.Length || !text.StartsWith(Open, StringComparison.Ordinal) || !text.EndsWith(Close, StringComparison.Ordinal))
        {
            spot.Schema($"JSONata string must start with {Open} and end with {Close}");
            return;
        }

        Expression(text[Open.Length..^Close.Length], spot);
    }

    /// <summary>An expression and nothing else: the Condition of a rule.</summary>
    public static void Condition(JsonValue value, Spot spot)
    {
        if (value is JsonString text)
        {
            if (!IsMarked(text.Value))
            {
                spot.Schema($"JSONata string must start with {Open} and end with {Close}");
            }

            Text(text.Value, spot);
        }
        else if (value is not JsonBoolean)
        {
            spot.Schema(Texts.Expected("STRING", "BOOLEAN"));
        }
    }

    /// <summary>An array, or an expression that gives one: the Items of a Map.</summary>
    public static void Items(JsonValue value, Spot spot)
    {
        if (value is JsonArray or JsonObject || (value is JsonString text && IsMarked(text.Value)))
        {
            Payload(value, spot);
        }
        else
        {
            spot.Schema(Texts.Expected("ARRAY", "OBJECT", "STRING"));
        }
    }

    private static void Expression(string text, Spot spot)
    {
        JsonataReferences references;
        try
        {
            references = JsonataReferences.Of(text);
        }
        catch (JsonataException wrong)
        {
            spot.Findings.Error(DiagnosticCode.JsonataSyntax, wrong.Message, spot.Place);
            return;
        }

        foreach (var name in references.TopLevel)
        {
            Unsupported(name == "$$" ? "Reference to '$$' is not supported." : $"Reference to '{name}' at the top level is not supported.", spot);
        }

        foreach (var field in references.StatesFields.Where(field => !Exists(field, spot)))
        {
            Unsupported($"Field '$states.{field}' does not exist.", spot);
        }

        foreach (var name in references.Variables)
        {
            VariableCheck.Reference(name, spot);
        }
    }

    private static bool Exists(string field, Spot spot) => field switch
    {
        "input" or "context" => true,
        "result" => spot.HasResult,
        "errorOutput" => spot.HasErrorOutput,
        _ => false,
    };

    private static void Unsupported(string message, Spot spot) => spot.Findings.Error(DiagnosticCode.JsonataReference, message, spot.Place);
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.Validation;

namespace Quell.Workflows.Executing;

/// <summary>JSON texts in requests: the inputs of executions, the outputs of tasks.</summary>
internal static class DataText
{
    /// <summary>Parses a text, and keeps how it was spelt.</summary>
    /// <param name="member">The request's member that holds it.</param>
    /// <param name="mistake">Why it is no JSON, in the words of the reader that the service uses.</param>
    /// <exception cref="AwsException"><c>ValidationException</c>: it is too long. The model's limit counts bytes (API reference, StartExecution).</exception>
    public static bool TryParse(string text, string member, [NotNullWhen(true)] out JsonValue? value, [NotNullWhen(false)] out string? mistake)
    {
        if (Encoding.UTF8.GetByteCount(text) > Visit.LargestData)
        {
            throw WorkflowErrors.Validation(
                $"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length less than or equal to {Visit.LargestData}");
        }

        try
        {
            (value, mistake) = (JsonValue.ParseSpelled(text), null);
            return true;
        }
        catch (JsonSyntaxException fault)
        {
            (value, mistake) = (null, Words(text) ?? fault.Message);
            return false;
        }
    }

    private static string? Words(string text)
    {
        if (DefinitionText.FindMistake(text) is not { Code: DiagnosticCode.Json } found)
        {
            return null;
        }

        var type = found.Message.StartsWith("Unexpected end-of-input", StringComparison.Ordinal) ? "io.JsonEOFException" : "JsonParseException";
        return $"com.fasterxml.jackson.core.{type}: {found.Message}";
    }
}

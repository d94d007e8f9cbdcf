using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>What an execution gives back: each of the document's outputs as a list of texts (API reference, GetAutomationExecution, "Outputs").</summary>
internal static class DocumentOutputs
{
    private const string Missing = "No output available yet because the step is not successfully executed";

    public static JsonObject Of(RunbookDocument document, RunbookScope scope) =>
        JsonObject.From(document.Outputs.Select(output => KeyValuePair.Create(output.Text, (JsonValue)Texts(output, scope))));

    private static JsonArray Texts(RunbookOutput output, RunbookScope scope)
    {
        var text = output.Text.StartsWith("{{", StringComparison.Ordinal) && output.Text.EndsWith("}}", StringComparison.Ordinal) ? output.Text[2..^2] : output.Text;
        return !Reference.TryParse(text, out var reference) || scope.Find(reference) is not Found.Value(var value) ? [Missing]
            : value is JsonArray list ? JsonArray.From(list.Items.Select(TypeConversion.Plain))
            : [TypeConversion.Plain(value)];
    }
}

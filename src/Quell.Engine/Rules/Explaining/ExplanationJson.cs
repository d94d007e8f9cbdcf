using Quell.Engine.Json;

namespace Quell.Engine.Rules.Explaining;

/// <summary>Explanations for machines (<c>docs/reference/api.md</c>, "Explanations").</summary>
internal static class ExplanationJson
{
    public static JsonObject Of(Explanation explanation) => JsonObject.Of(
        ("match", explanation.Matched),
        ("text", ExplanationText.Of(explanation)),
        ("passed", explanation.Passed),
        ("of", explanation.Fields.Length),
        ("branch", explanation.Branches > 1 ? (JsonValue)explanation.Branch : null),
        ("branches", explanation.Branches > 1 ? (JsonValue)explanation.Branches : null),
        ("array", explanation.Conflict is { } conflict ? (JsonValue)conflict.ArrayPath : null),
        ("arrayFields", explanation.Conflict is { } together ? JsonArray.From(together.Paths.Select(path => (JsonValue)path)) : null),
        ("fields", JsonArray.From(explanation.Fields.Select(Of))));

    private static JsonObject Of(FieldExplanation field) => JsonObject.Of(
        ("path", field.Path),
        ("passed", field.Passed),
        ("found", field.Found.Kind switch
        {
            FoundKind.Values => "values",
            FoundKind.Null => "null",
            FoundKind.Missing => "missing",
            FoundKind.Object => "object",
            _ => "empty-array",
        }),
        ("values", field.Found.Count == 0 ? null : JsonArray.From(field.Found.Values.Select(value => (JsonValue)value))),
        ("count", field.Found.Count == 0 ? null : (JsonValue)field.Found.Count),
        ("wanted", field.Wanted),
        ("didYouMean", field.DidYouMean),
        ("note", field.Note));
}

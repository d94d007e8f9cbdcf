using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>The references that a document's author wrote.</summary>
internal static class WrittenReferences
{
    /// <summary>Those in defaults, steps and outputs.</summary>
    public static IEnumerable<Reference> Of(RunbookDocument document) =>
    [
        .. document.Parameters.SelectMany(parameter => In(parameter.Default)),
        .. document.Steps.SelectMany(step => In(step.Inputs)),
        .. document.Outputs.SelectMany(output => Reference.TryParse(output.Text.Trim('{', '}'), out var reference) ? [reference] : Array.Empty<Reference>()),
    ];

    /// <summary>Those in a value, keys included. The steps within a loop are among its inputs.</summary>
    public static IEnumerable<Reference> In(JsonValue? value) => value switch
    {
        JsonString { Value: var text } => Interpolation.Find(text).Select(found => found.Reference),
        JsonArray list => list.Items.SelectMany(In),
        JsonObject map => map.SelectMany(member => In(member.Key).Concat(In(member.Value))),
        _ => [],
    };
}

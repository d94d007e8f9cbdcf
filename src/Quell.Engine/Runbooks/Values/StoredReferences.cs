using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>The names of the parameter store that a document refers to (<c>{{ ssm:name }}</c>).</summary>
internal static class StoredReferences
{
    /// <returns>Each once, in order.</returns>
    public static JsonArray Of(RunbookDocument document) => JsonArray.From(
        WrittenReferences.Of(document).OfType<Reference.Stored>().Select(stored => stored.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}

using Quell.Engine.Json;

namespace Quell.Tests.Examples;

/// <summary>What a running example has done, as its own listings tell it.</summary>
internal static class ExampleRuns
{
    /// <summary>The changes that executions made (not those of the stack itself).</summary>
    public static async Task<IReadOnlyList<JsonObject>> Changes(QuellProcess quell) =>
        [.. Items(await quell.Quell("changes"), "changes").Where(change => change.String("executionId") is not null)];

    public static async Task<IReadOnlyList<JsonObject>> Executions(QuellProcess quell) => [.. Items(await quell.Quell("executions"), "executions")];

    public static bool HasSucceeded(JsonObject execution) => execution.String("state") == "succeeded";

    private static IEnumerable<JsonObject> Items(JsonValue answer, string name) =>
        (answer as JsonArray ?? (answer as JsonObject)?.Array(name) ?? JsonArray.Empty).Objects;
}

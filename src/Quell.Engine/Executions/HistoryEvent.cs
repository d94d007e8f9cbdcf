using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// One event of an execution's history. What a type means and how it is shown is the language's; the kernel numbers, keeps and
/// journals it. Values are held, not copied: the same input in ten events is one value.
/// </summary>
/// <param name="Id">From 1, without gaps.</param>
/// <param name="Previous">The event that led to it; 0 for none.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Type">The language's name for what happened: <c>PassStateEntered</c>.</param>
internal sealed record HistoryEvent(int Id, int Previous, DateTimeOffset Time, string Type)
{
    /// <summary>What it is about (a state's name); null where the type has none.</summary>
    public string? Name { get; init; }

    /// <summary>The data that went in or came out; null where the type has none.</summary>
    public JsonValue? Data { get; init; }

    /// <summary>Whatever else the type tells; null for nothing.</summary>
    public JsonObject? Fields { get; init; }
}

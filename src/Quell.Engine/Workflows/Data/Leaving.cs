using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>What a state leaves behind.</summary>
/// <param name="Output">The next state's input.</param>
/// <param name="Assigned">The variables that it sets; null for none.</param>
internal readonly record struct Leaving(JsonValue Output, JsonObject? Assigned);

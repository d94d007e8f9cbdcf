using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>A step's inputs, resolved, read by name and type as an action needs them.</summary>
internal sealed class StepInputs(string step, JsonObject values)
{
    public JsonObject Values => values;

    /// <exception cref="StepException">It is missing, or no text.</exception>
    public string Text(string name) => TextOrNull(name) ?? throw Missing(name);

    /// <summary>Null also for the empty text, which is how authors leave an optional input open.</summary>
    public string? TextOrNull(string name) => values[name] is { } value && value is not JsonNull && ((JsonString)As(name, value, RunbookType.String)).Value is { Length: > 0 } text ? text : null;

    public int? Whole(string name) => values[name] is { } value && value is not (JsonNull or JsonString { Value: "" }) && ((JsonNumber)As(name, value, RunbookType.Integer)).TryAsLong(out var whole)
        ? (int)Math.Clamp(whole, int.MinValue, int.MaxValue)
        : null;

    public bool Flag(string name) => values[name] is { } value && value is not (JsonNull or JsonString { Value: "" }) && ((JsonBoolean)As(name, value, RunbookType.Boolean)).Value;

    /// <exception cref="StepException">It is missing, empty, or no list of texts.</exception>
    public ImmutableArray<string> List(string name) => ListOrEmpty(name) is { Length: > 0 } list ? list : throw Missing(name);

    public ImmutableArray<string> ListOrEmpty(string name) => values[name] is { } value && value is not JsonNull ? [.. ((JsonArray)As(name, value, RunbookType.StringList)).Strings] : [];

    public JsonObject? MapOrNull(string name) => values[name] is { } value && value is not (JsonNull or JsonString { Value: "" }) ? (JsonObject)As(name, value, RunbookType.StringMap) : null;

    public JsonArray? MapsOrNull(string name) => values[name] is { } value && value is not (JsonNull or JsonString { Value: "" }) ? (JsonArray)As(name, value, RunbookType.MapList) : null;

    /// <summary>The inputs but for some.</summary>
    public JsonObject Without(params ReadOnlySpan<string> names)
    {
        var rest = values;
        foreach (var name in names)
        {
            rest = rest.Without(name);
        }

        return rest;
    }

    private static JsonValue As(string name, JsonValue value, RunbookType type) => TypeConversion.Convert(value, type)
        ?? throw StepException.Inputs($"Failed to resolve input: {name} to type {type}. {value} is none");

    private StepException Missing(string name) => StepException.Inputs($"The step {step} has no value for its input {name}");
}

using Quell.Engine.Json;

namespace Quell.Runbooks.Executing;

/// <summary>Values as the API has those of automations: names → lists of texts.</summary>
internal static class ParameterMap
{
    public static JsonObject Of(JsonObject values) =>
        JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)values).Select(value => KeyValuePair.Create(value.Key, (JsonValue)List(value.Value))));

    /// <summary>Inputs of steps: names → JSON texts (API reference, StepExecution, "Inputs").</summary>
    public static JsonObject Texts(JsonObject values) =>
        JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)values).Select(value => KeyValuePair.Create(value.Key, (JsonValue)value.Value.ToString())));

    public static string Plain(JsonValue value) => value is JsonString text ? text.Value : value.ToString();

    /// <summary>A value as a list of texts.</summary>
    public static JsonArray List(JsonValue value) => value is JsonArray items
        ? JsonArray.From(items.Items.Select(item => (JsonValue)Plain(item)))
        : JsonArray.From([(JsonValue)Plain(value)]);
}

using Quell.Engine.Json;

namespace Quell.Workflows.Testing;

/// <summary>
/// Gathers the steps that data takes through a tested state. Which of them AWS shows differs from type to type (API reference,
/// "InspectionData", and answers recorded on AWS).
/// </summary>
internal sealed class StateInspector(JsonObject state)
{
    private static readonly string[] Numbers = ["maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"];

    private readonly string[] _shown = ShownOf(state);
    private readonly Dictionary<string, JsonValue> _steps = new(StringComparer.Ordinal);

    /// <summary>The last error, before it was tried again, caught or let through; null for none.</summary>
    public JsonObject? Error { get; private set; }

    public void Add(string step, JsonValue value)
    {
        if (step == "error")
        {
            Error = (JsonObject)value;
        }
        else if (_shown.Contains(step))
        {
            _steps[step] = value;
        }
    }

    /// <summary>The steps, data as JSON texts.</summary>
    public JsonObject ToJson() => JsonObject.From(_steps.Select(step => KeyValuePair.Create(
        step.Key, Numbers.Contains(step.Key) ? step.Value : step.Value.ToSpelledString())));

    private static string[] ShownOf(JsonObject state) => state.String("Type") switch
    {
        "Task" => ["afterInputPath", "afterParameters", "afterArguments", "result", "afterResultSelector", "afterResultPath"],
        "Pass" when state.Has("Result") => ["result", "afterResultSelector", "afterResultPath"],
        "Pass" => ["afterInputPath", "afterParameters", "afterResultSelector", "afterResultPath"],
        "Parallel" => ["afterResultSelector", "afterResultPath"],
        "Map" =>
        [
            "afterInputPath", "afterItemsPath", "afterItemsPointer", "afterItemSelector", "afterItemBatcher", "afterResultSelector", "afterResultPath",
            .. Numbers,
        ],
        _ => ["afterInputPath"],
    };
}

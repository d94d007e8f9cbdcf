using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>Checks one state: its name, its type, its query language, and then its fields by <see cref="StateShapes"/>.</summary>
internal static class StateCheck
{
    private const int LongestName = 80;

    public static void Check(string name, JsonValue value, Spot spot)
    {
        Name(name, spot);
        if (value is not JsonObject state)
        {
            spot.Schema(Texts.Expected("OBJECT"));
        }
        else if (state["Type"] is not { } type)
        {
            spot.Schema(Texts.Required("Type"));
        }
        else if (type is JsonString text && StateShapes.All.TryGetValue(text.Value, out var shape))
        {
            shape.Check(state, InLanguageOf(state, spot));
        }
        else
        {
            StateShapes.Type(type, spot.Member("Type"));
        }
    }

    private static void Name(string name, Spot spot)
    {
        if (name.EnumerateRunes().Count() > LongestName)
        {
            spot.Findings.Error(
                DiagnosticCode.StateName, $"Invalid State name: State '{name}' exceeds the {LongestName}-character limit allowed by the service", spot.Place);
        }

        if (!spot.Machine.StateNames.Add(name))
        {
            spot.Findings.Error(DiagnosticCode.DuplicateState, $"Duplicate State name: {name}", spot.Place);
        }
    }

    /// <summary>Without a language of its own a state has the machine's; any but exactly JSONPath counts as JSONata.</summary>
    private static Spot InLanguageOf(JsonObject state, Spot spot)
    {
        var own = state["QueryLanguage"];
        var isJsonata = own is null ? spot.Machine.IsJsonata : own is not JsonString { Value: "JSONPath" };
        var isRefused = spot.Machine.IsJsonata && !isJsonata;
        if (isRefused)
        {
            spot.Schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
        }

        return spot with { IsJsonata = isJsonata, TellsLanguage = !isRefused };
    }
}

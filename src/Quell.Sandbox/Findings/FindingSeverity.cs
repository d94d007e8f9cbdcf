using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>A severity as a word and as a number, each from the other (ASFF, "Severity").</summary>
internal static class FindingSeverity
{
    private static readonly (string Label, int From)[] Labels =
        [("CRITICAL", 90), ("HIGH", 70), ("MEDIUM", 40), ("LOW", 1), ("INFORMATIONAL", 0)];

    /// <summary>The severity with both; the word counts where they do not fit.</summary>
    public static JsonObject Whole(JsonObject severity)
    {
        var label = severity.String("Label") ?? Labels.First(known => (severity.Long("Normalized") ?? 0) >= known.From).Label;
        var from = Array.Find(Labels, known => known.Label == label).From;
        var fits = severity.Long("Normalized") is { } number && Labels.First(known => number >= known.From).Label == label;
        return severity.With("Label", label).With("Normalized", fits ? severity["Normalized"] : from);
    }
}

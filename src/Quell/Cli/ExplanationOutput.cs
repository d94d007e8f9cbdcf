using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Rules.Explaining;

namespace Quell.Cli;

/// <summary>Writes explanations for people and for machines.</summary>
internal static class ExplanationOutput
{
    private const int LongestCell = 120;

    /// <summary>Writes why one pattern matches or does not.</summary>
    public static void Write(Terminal terminal, Explanation explanation)
    {
        var text = ExplanationText.Of(explanation);
        terminal.Out.WriteLine(Listing.OneLine(explanation.Matched ? text.Replace("matches", "match", StringComparison.Ordinal) : $"no match: {text}"));
        terminal.Out.WriteLine();
        var listing = new Listing("FIELD", "MATCHES", "EVENT", "PATTERN");
        foreach (var field in explanation.Fields)
        {
            listing.Add(field.Path, field.Passed ? "yes" : "no", Shortened(InEvent(field)), Shortened(field.Wanted));
        }

        listing.Write(terminal, "The pattern has no fields.");
    }

    /// <summary>Writes which rules match, and which come near.</summary>
    public static void Write(Terminal terminal, RuleExplanations<string> rules)
    {
        var listing = new Listing("RULE", "MATCHES", "FIELDS", "WHY");
        foreach (var (name, explanation) in rules.Matches.Concat(rules.NearMisses))
        {
            listing.Add(
                name, explanation.Matched ? "yes" : "no", string.Create(CultureInfo.InvariantCulture, $"{explanation.Passed} of {explanation.Fields.Length}"),
                explanation is { Matched: true, Branches: 1 } ? "" : ExplanationText.Of(explanation));
        }

        listing.Write(terminal, "There is no rule.");
        if (rules.Misses > rules.NearMisses.Length)
        {
            terminal.Out.WriteLine($"{rules.Misses - rules.NearMisses.Length} more that do not match: --limit N shows more of them.");
        }
    }

    public static JsonObject Json(RuleExplanations<string> rules) => JsonObject.Of(
        ("matches", JsonArray.From(rules.Matches.Select(Json))),
        ("nearMisses", JsonArray.From(rules.NearMisses.Select(Json))),
        ("misses", rules.Misses));

    private static JsonObject Json(KeyValuePair<string, Explanation> rule) =>
        JsonObject.From([new("rule", rule.Key), .. ExplanationJson.Of(rule.Value)]);

    private static string InEvent(FieldExplanation field)
    {
        var found = ExplanationText.Found(field.Found);
        return (found.StartsWith("is ", StringComparison.Ordinal) ? found[3..] : found) + ExplanationText.Aside(field);
    }

    private static string Shortened(string text) => text.Length > LongestCell ? text[..LongestCell] + "…" : text;
}

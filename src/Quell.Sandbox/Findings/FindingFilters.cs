using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>
/// Which findings are asked for: every field that is named has to fit; of several conditions on one field one that asks for
/// a value is enough, and all that rule one out have to hold (Security Hub API Reference, StringFilter, MapFilter,
/// NumberFilter, DateFilter).
/// </summary>
/// <param name="filters">The call's <c>Filters</c>.</param>
/// <param name="now">What relative dates count back from.</param>
internal sealed class FindingFilters(JsonObject filters, DateTimeOffset now)
{
    public bool Fits(JsonObject finding) => filters.All(filter =>
    {
        var values = FindingFields.ValuesOf(finding, filter.Key).ToList();
        var conditions = ((JsonArray)filter.Value).Objects.ToList();
        var (excluding, asking) = (conditions.Where(RulesOut).ToList(), conditions.Where(condition => !RulesOut(condition)).ToList());
        return excluding.All(condition => !values.Any(value => Meets(value, condition)))
            && (asking.Count == 0 || asking.Any(condition => values.Any(value => Meets(value, condition))));
    });

    private static bool RulesOut(JsonObject condition) => ComparisonOf(condition) is "NOT_EQUALS" or "PREFIX_NOT_EQUALS" or "NOT_CONTAINS";

    private static string? ComparisonOf(JsonObject condition) => condition.String("Comparison");

    /// <summary>Whether the value is what the condition names; whether that is wanted or ruled out is another question.</summary>
    private bool Meets(JsonValue value, JsonObject condition) =>
        condition.Has("Key") ? value is JsonObject map && map.String(condition.String("Key") ?? "") is { } entry && Compares(entry, condition)
        : ComparisonOf(condition) is not null ? Compares(TextOf(value), condition)
        : condition.Has("Start") || condition.Has("End") || condition.Has("DateRange") ? Lies(value, condition)
        : condition["Value"] is { } wanted ? wanted.Equals(value)
        : value is JsonNumber number && Numbers(number.AsDouble, condition);

    private static bool Compares(string text, JsonObject condition)
    {
        var wanted = condition.String("Value") ?? "";
        return ComparisonOf(condition) switch
        {
            "PREFIX" or "PREFIX_NOT_EQUALS" => text.StartsWith(wanted, StringComparison.Ordinal),
            "CONTAINS" or "NOT_CONTAINS" => text.Contains(wanted, StringComparison.OrdinalIgnoreCase),
            "EQUALS" or "NOT_EQUALS" => text == wanted,
            var other => throw SecurityHub.InvalidInput($"The simulated account does not compare by {other}."),
        };
    }

    private static bool Numbers(double number, JsonObject condition) => condition.All(bound => bound.Value is JsonNumber limit && bound.Key switch
    {
        "Gte" => number >= limit.AsDouble,
        "Lte" => number <= limit.AsDouble,
        "Gt" => number > limit.AsDouble,
        "Lt" => number < limit.AsDouble,
        _ => number == limit.AsDouble,
    });

    private bool Lies(JsonValue value, JsonObject condition)
    {
        if (Time(TextOf(value)) is not { } time)
        {
            return false;
        }

        var from = condition.Object("DateRange")?.Long("Value") is { } days ? now.AddDays(-days) : Time(condition.String("Start"));
        return (from is null || time >= from) && (Time(condition.String("End")) is not { } end || time <= end);
    }

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string TextOf(JsonValue value) => value is JsonString text ? text.Value : value.ToString();
}

using System.Text;
using System.Text.Json;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules;

/// <summary>The answers of AWS's own engine (../shared/conformance/README.md).</summary>
public sealed class ConformanceTests
{
    [SharedFact("conformance/event-patterns/pairs.jsonl")]
    [Trait("Requirement", "A24")]
    public void Matches_what_the_engine_of_AWS_matches()
    {
        var wrong = Cases("pairs.jsonl")
            .Where(line => Match(Text(line, "pattern"), Text(line, "event")) != line.GetProperty("match").GetBoolean())
            .Select(line => Text(line, "id"))
            .ToList();
        wrong.ShouldBeEmpty();
    }

    [SharedFact("conformance/event-patterns/checks.jsonl")]
    [Trait("Requirement", "A24")]
    public void Refuses_what_the_engine_of_AWS_refuses_in_its_words()
    {
        foreach (var line in Cases("checks.jsonl"))
        {
            EventPattern.TryCompile(Text(line, "pattern"), out _, out var error);
            error?.Reason.ShouldBe(line.GetProperty("error").GetString(), Text(line, "id"));
            (error is null).ShouldBe(line.GetProperty("error").ValueKind == JsonValueKind.Null, Text(line, "id"));
        }
    }

    [SharedFact("conformance/event-patterns/pairs.jsonl")]
    public void Matches_the_same_rules_together_as_one_by_one()
    {
        var lines = Cases("pairs.jsonl").ToList();
        var rules = RuleSet<string>.Empty.AddRange(lines
            .Select(line => Text(line, "pattern")).Distinct()
            .Select(text => KeyValuePair.Create(text, Compile(text))));
        foreach (var line in lines.Where((_, number) => number % 5 == 0))
        {
            var matches = new List<string>();
            rules.Match(Encoding.UTF8.GetBytes(Text(line, "event")), matches);
            matches.Distinct().Count().ShouldBe(matches.Count);
            matches.Contains(Text(line, "pattern")).ShouldBe(line.GetProperty("match").GetBoolean(), Text(line, "id"));
        }
    }

    private static IEnumerable<JsonElement> Cases(string file) =>
        File.ReadLines(Shared.PathOf($"conformance/event-patterns/{file}")).Select(line => JsonElement.Parse(line));

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? "";

    private static bool Match(string pattern, string text) => Compile(pattern).Matches(Encoding.UTF8.GetBytes(text));

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{error}");
}

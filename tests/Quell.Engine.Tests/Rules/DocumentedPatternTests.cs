using System.Text;
using System.Text.Json;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;

namespace Quell.Engine.Tests.Rules;

/// <summary>What the documentation shows or says of patterns, case by case (<c>Cases/documented.jsonl</c>, each line with its page).</summary>
[Trait("Requirement", "A24")]
public sealed class DocumentedPatternTests
{
    [Fact]
    public void Matches_what_the_documentation_says_is_matched()
    {
        foreach (var line in Cases("documented.jsonl"))
        {
            var (pattern, utf8, name) = (Compile(Text(line, "pattern")), Encoding.UTF8.GetBytes(Text(line, "event")), Text(line, "name"));
            var matches = line.GetProperty("match").GetBoolean();
            pattern.Matches(utf8).ShouldBe(matches, $"{name}: {line}");
            var explanation = ExplainedEvent.Read(utf8).Explain(pattern);
            explanation.Matched.ShouldBe(matches, name);
            ExplanationText.Of(explanation).ShouldStartWith(matches ? "matches" : explanation.FirstFailure?.Path ?? "each field", customMessage: name);
        }
    }

    [Fact]
    public void Refuses_what_the_documentation_says_is_refused()
    {
        foreach (var line in Cases("refused.jsonl"))
        {
            EventPattern.TryCompile(Text(line, "pattern"), out _, out var error).ShouldBeFalse(Text(line, "name"));
            error!.Reason.ShouldStartWith(Text(line, "error"), customMessage: Text(line, "name"));
        }
    }

    private static IEnumerable<JsonElement> Cases(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Rules", "Cases", file)).Select(line => JsonElement.Parse(line));

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? "";

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{error}: {text}");
}

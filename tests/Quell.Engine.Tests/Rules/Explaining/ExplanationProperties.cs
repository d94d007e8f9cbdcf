using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;

namespace Quell.Engine.Tests.Rules.Explaining;

public sealed class ExplanationProperties
{
    [Fact]
    public void An_explanation_says_matched_exactly_where_the_pattern_matches() => ForAll(2000, some =>
    {
        var pattern = Compile(some.Pattern());
        for (var times = 0; times < 4; times++)
        {
            var @event = some.Event();
            var utf8 = Encoding.UTF8.GetBytes(@event);
            var explanation = ExplainedEvent.Read(utf8).Explain(pattern);
            explanation.Matched.ShouldBe(pattern.Matches(utf8), $"{pattern.Text} on {@event}");
            ShouldHoldTogether(explanation, pattern);
        }
    });

    [Fact]
    public void What_is_said_to_be_wanted_is_what_the_pattern_tests() => ForAll(2000, some =>
    {
        var pattern = Compile(some.Pattern());
        var branches = PatternSource.Branches(pattern);
        branches.Count.ShouldBe(pattern.Branches.Length, pattern.Text);
        for (var number = 0; number < branches.Count; number++)
        {
            branches[number].Count.ShouldBe(pattern.Branches[number].Fields.Length, pattern.Text);
            foreach (var field in pattern.Branches[number].Fields)
            {
                var alone = Compile($"{{\"x\":{branches[number][field.Path].Text}}}").Branches[0].Fields[0];
                alone.Tests.Select(test => test.GetType()).ShouldBe(field.Tests.Select(test => test.GetType()), pattern.Text);
            }
        }
    });

    [Fact]
    public void No_event_makes_it_throw_but_its_own_error() => ForAll(3000, some =>
    {
        var pattern = Compile(some.Pattern());
        var bytes = Encoding.UTF8.GetBytes($"{some.Broken(some.Event())} ");
        bytes[bytes.Length / 2] ^= 0x80;
        foreach (var candidate in (byte[][])[bytes, Encoding.UTF8.GetBytes(some.Broken(some.Event()))])
        {
            try
            {
                ExplanationJson.Of(ExplainedEvent.Read(candidate).Explain(pattern)).ToUtf8().ShouldNotBeEmpty();
            }
            catch (EventSyntaxException refusal)
            {
                refusal.Message.ShouldNotBeEmpty();
            }
        }
    });

    [SharedFact("conformance/event-patterns/pairs.jsonl")]
    public void Explanations_agree_with_the_engine_of_AWS()
    {
        foreach (var line in File.ReadLines(Shared.PathOf("conformance/event-patterns/pairs.jsonl")).Select(line => System.Text.Json.JsonElement.Parse(line)))
        {
            var pattern = Compile(line.GetProperty("pattern").GetString() ?? "");
            var explanation = ExplainedEvent.Read(Encoding.UTF8.GetBytes(line.GetProperty("event").GetString() ?? "")).Explain(pattern);
            explanation.Matched.ShouldBe(line.GetProperty("match").GetBoolean(), line.GetProperty("id").GetString());
            ShouldHoldTogether(explanation, pattern);
        }
    }

    private static void ShouldHoldTogether(Explanation explanation, EventPattern pattern)
    {
        explanation.Branches.ShouldBe(pattern.Branches.Length);
        explanation.Fields.Select(field => field.Path).Order(StringComparer.Ordinal)
            .ShouldBe(pattern.Branches[explanation.Branch - 1].Fields.Select(field => field.Path));
        (explanation.FirstFailure is null).ShouldBe(explanation.Matched || explanation.Conflict is not null);
        ExplanationText.Of(explanation).ShouldNotBeEmpty();
    }

    private static void ForAll(int times, Action<SomeJson> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(new SomeJson(new Random(seed)))));

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{text}: {error}");
}

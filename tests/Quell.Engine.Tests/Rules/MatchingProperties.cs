using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules;

public sealed class MatchingProperties
{
    [Fact]
    [Trait("Requirement", "A24")]
    public void A_pattern_matches_what_the_documentation_says_it_matches() => ForAll(5000, some =>
    {
        var pattern = some.Pattern();
        EventPattern.TryCompile(pattern, out var compiled, out var error).ShouldBeTrue($"{pattern}: {error}");
        for (var times = 0; times < 4; times++)
        {
            var @event = some.Event();
            compiled!.Matches(Encoding.UTF8.GetBytes(@event))
                .ShouldBe(NaiveMatcher.Matches(JsonElement.Parse(pattern), JsonElement.Parse(@event)), $"{pattern} on {@event}");
        }
    });

    [Fact]
    public void Rules_match_together_as_they_match_alone() => ForAll(300, some =>
    {
        var rules = Enumerable.Range(0, 30).ToDictionary(number => number, _ => Compile(some.Pattern()));
        var set = RuleSet<int>.Empty.AddRange(rules).Add(99, Compile("{\"a\":[{\"exists\":true}]}")).Remove(99);
        for (var times = 0; times < 10; times++)
        {
            var @event = Encoding.UTF8.GetBytes(some.Event());
            List<int> matches = [];
            set.Match(@event, matches);
            matches.Order().ShouldBe(rules.Where(rule => rule.Value.Matches(@event)).Select(rule => rule.Key).Order());
        }
    });

    [Fact]
    public void No_text_makes_the_compiler_throw() => ForAll(5000, some =>
    {
        var pattern = some.Broken(some.Pattern());
        (EventPattern.TryCompile(pattern, out _, out var error) != (error is null)).ShouldBeFalse(pattern);
    });

    [Fact]
    public void No_bytes_make_the_matcher_throw_but_its_own_error()
    {
        var any = Compile("{\"a\":[{\"exists\":true}],\"b\":{\"c\":[1,\"x\",{\"prefix\":\"x\"}]}}");
        ForAll(5000, some =>
        {
            var bytes = Encoding.UTF8.GetBytes($"{some.Broken(some.Event())} ");
            bytes[bytes.Length / 2] ^= 0x80;
            foreach (var candidate in (byte[][])[bytes, Encoding.UTF8.GetBytes(some.Broken(some.Event()))])
            {
                try
                {
                    any.Matches(candidate);
                }
                catch (EventSyntaxException refusal)
                {
                    refusal.Message.ShouldNotBeEmpty();
                }
            }
        });
    }

    private static void ForAll(int times, Action<SomeJson> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(new SomeJson(new Random(seed)))));

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{text}: {error}");
}

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
            var alone = rules.Where(rule => rule.Value.Matches(@event)).Select(rule => rule.Key).Order().ToArray();
            matches.Order().ToArray().ShouldBe(
                alone, $"{string.Join('\n', matches.Except(alone).Select(rule => rules[rule].Text))} on {Encoding.UTF8.GetString(@event)}");
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

    [Fact]
    public void Trusting_bytes_that_are_no_event_ends_and_throws_its_own_error_at_most()
    {
        var letters = Encoding.UTF8.GetBytes("{}[]\",:\\ab1e-.tn \u00e9\n");
        ForAll(20_000, some =>
        {
            var random = some.Random;
            var rules = RuleSet<int>.Empty.AddRange(Enumerable.Range(0, 3).Select(rule => KeyValuePair.Create(rule, Compile(some.Pattern()))));
            var bytes = random.Next(2) == 0
                ? [(byte)'{', .. Enumerable.Range(0, random.Next(200)).Select(_ => letters[random.Next(letters.Length)])]
                : Encoding.UTF8.GetBytes(some.Broken(some.Event()));
            try
            {
                rules.MatchTrusted(bytes.AsSpan(0, random.Next(bytes.Length + 1)), []);
            }
            catch (EventSyntaxException refusal)
            {
                refusal.Message.ShouldNotBeEmpty();
            }
        });
    }

    [Fact]
    public void Long_events_match_as_the_documentation_says() => ForAll(1_500, some =>
    {
        // A pattern alone ends its scan where it may; among others, where all may.
        var patterns = Enumerable.Range(0, 8).Select(_ => some.Pattern()).ToList();
        var rules = RuleSet<int>.Empty.AddRange(patterns.Select((pattern, rule) => KeyValuePair.Create(rule, Compile(pattern))));
        var members = string.Join(',', Enumerable.Range(0, 12).Select(number => $"\"{"abcd"[number % 4]}\":{some.Event()}"));
        var text = $"{{\"pad\":\"{{[\\\"]}},\",{members}}}";
        var @event = Encoding.UTF8.GetBytes(text);
        List<int> trusted = [];
        rules.MatchTrusted(@event, trusted);
        for (var rule = 0; rule < patterns.Count; rule++)
        {
            var expected = NaiveMatcher.Matches(JsonElement.Parse(patterns[rule]), JsonElement.Parse(text));
            Compile(patterns[rule]).Matches(@event).ShouldBe(expected, $"{patterns[rule]} on {text}");
            trusted.Contains(rule).ShouldBe(expected, $"{patterns[rule]} on {text}");
        }
    });

    private static void ForAll(int times, Action<SomeJson> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(new SomeJson(new Random(seed)))));

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{text}: {error}");
}

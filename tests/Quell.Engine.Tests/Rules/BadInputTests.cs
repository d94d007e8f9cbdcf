using System.Text;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules;

/// <summary>What is built to be too much gets the right answer or a refusal that says why.</summary>
public sealed class BadInputTests
{
    private const int Large = 100_000;

    [Fact]
    public void A_pattern_of_many_values_matches_each_of_them()
    {
        var values = Enumerable.Range(0, Large / 10).Select(number => $"\"value{number}\"").ToList();
        var pattern = Compile($"{{\"a\":[{string.Join(',', values)}]}}");
        Matches(pattern, "{\"a\":\"value9999\"}").ShouldBeTrue();
        Matches(pattern, "{\"a\":\"value10000\"}").ShouldBeFalse();
    }

    [Fact]
    public void A_pattern_of_many_refused_values_refuses_each_of_them()
    {
        var values = Enumerable.Range(0, Large / 10).Select(number => $"\"value{number}\"").ToList();
        var pattern = Compile($"{{\"a\":[{{\"anything-but\":[{string.Join(',', values)}]}}]}}");
        Matches(pattern, "{\"a\":\"value9999\"}").ShouldBeFalse();
        Matches(pattern, "{\"a\":\"value10000\"}").ShouldBeTrue();
    }

    [Fact]
    public void A_pattern_of_many_fields_wants_all_of_them()
    {
        var pattern = string.Join(',', Enumerable.Range(0, Large / 15).Select(number => $"\"field{number}\":[{number}]"));
        var @event = pattern.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        Matches(Compile($"{{{pattern}}}"), $"{{{@event}}}").ShouldBeTrue();
        Matches(Compile($"{{{pattern}}}"), $"{{{@event.Replace("field17\":", "field17\":-", StringComparison.Ordinal)}}}").ShouldBeFalse();
    }

    [Fact]
    public void Many_rules_of_the_same_many_fields_are_told_apart()
    {
        var common = string.Join(',', Enumerable.Range(0, 1_000).Select(number => $"\"f{number}\":[{number}]"));
        var rules = RuleSet<int>.Empty.AddRange(Enumerable.Range(0, 30)
            .Select(number => KeyValuePair.Create(number, Compile($"{{{common},\"z\":[{number % 10}]}}"))));
        var @event = common.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        List<int> matches = [];
        rules.Match(Encoding.UTF8.GetBytes($"{{{@event},\"z\":3}}"), matches);
        matches.Order().ShouldBe([3, 13, 23]);
        Enumerable.Range(0, 30).Aggregate(rules, (set, rule) => set.Remove(rule)).InUse.ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(20_000, false)]
    public void A_pattern_is_as_deep_as_events_may_be(int levels, bool isTaken)
    {
        var text = $"{string.Concat(Enumerable.Repeat("{\"a\":", levels))}[1]{new string('}', levels)}";
        EventPattern.TryCompile(text, out var pattern, out var error).ShouldBe(isTaken, error?.Message);
        if (pattern is not null)
        {
            Matches(pattern, $"{string.Concat(Enumerable.Repeat("{\"a\":", levels))}1{new string('}', levels)}").ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("{\"a\":", "1", "}")]
    [InlineData("{\"a\":[", "1", "]}")]
    public void An_event_that_is_too_deep_is_refused(string open, string middle, string close)
    {
        var pattern = Compile("{\"a\":[1]}");
        var text = $"{string.Concat(Enumerable.Repeat(open, Large))}{middle}{string.Concat(Enumerable.Repeat(close, Large))}";
        Should.Throw<EventSyntaxException>(() => Matches(pattern, text));
        Should.Throw<EventSyntaxException>(() => Matches(pattern, $"{{\"a\":{new string('[', Large)}1{new string(']', Large)}}}"));
    }

    [Fact]
    public void Alternatives_that_multiply_are_refused()
    {
        var twice = string.Join(',', Enumerable.Range(0, 40).Select(number => $"\"k{number}\":{{\"$or\":[{{\"a\":[1]}},{{\"b\":[1]}}]}}"));
        EventPattern.TryCompile($"{{{twice}}}", out _, out var error).ShouldBeFalse();
        error!.Reason.ShouldStartWith("Rule is too complex");
        var alternatives = string.Join(',', Enumerable.Range(0, 900).Select(number => $"{{\"a\":[{number}]}}"));
        var fields = string.Join(',', Enumerable.Range(0, 5_000).Select(number => $"\"f{number}\":[1]"));
        EventPattern.TryCompile($"{{\"$or\":[{alternatives}],{fields}}}", out _, out error).ShouldBeFalse();
        error!.Reason.ShouldStartWith("Rule is too complex");
    }

    [Fact]
    public void Alternatives_beside_many_values_are_matched()
    {
        var alternatives = string.Join(',', Enumerable.Range(0, 1_000).Select(number => $"{{\"a\":[{number}]}}"));
        var values = string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"v{number}\""));
        var pattern = Compile($"{{\"$or\":[{alternatives}],\"b\":[{values}]}}");
        Matches(pattern, "{\"a\":999,\"b\":\"v9999\"}").ShouldBeTrue();
        Matches(pattern, "{\"a\":1000,\"b\":\"v9999\"}").ShouldBeFalse();
        Matches(pattern, "{\"a\":999,\"b\":\"v10000\"}").ShouldBeFalse();
    }

    [Fact]
    public void Alternatives_of_a_pattern_with_many_fields_are_refused_wherever_they_stand()
    {
        var fields = string.Join(',', Enumerable.Range(0, 4_000).Select(number => $"\"f{number}\":[1]"));
        var alternatives = string.Join(',', Enumerable.Range(0, 900).Select(number => $"{{\"b\":[{number}]}}"));
        EventPattern.TryCompile($"{{{fields},\"$or\":[{alternatives}]}}", out _, out var error).ShouldBeFalse();
        error!.Reason.ShouldStartWith("Rule is too complex - $or makes combinations of more than 100000 fields");
        Matches(Compile($"{{{fields}}}"), "{}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab*")]
    public void A_wildcard_takes_no_more_than_one_walk_of_the_value(string wildcard)
    {
        var pattern = Compile($"{{\"a\":[{{\"wildcard\":\"{wildcard}\"}}]}}");
        Matches(pattern, $"{{\"a\":\"{new string('a', 256 * 1024)}\"}}").ShouldBeFalse();
    }

    [Fact]
    public void Wildcards_that_are_built_to_explode_are_refused()
    {
        EventPattern.TryCompile($"{{\"a\":[{{\"wildcard\":\"*{new string('a', Large / 2)}b{new string('a', Large / 2)}*\"}}]}}", out _, out var error)
            .ShouldBeFalse();
        error!.Reason.ShouldStartWith("Rule is too complex");
    }

    [Fact]
    public void A_number_of_400_digits_is_what_its_letters_are()
    {
        var number = $"1{new string('7', 399)}";
        var pattern = Compile($"{{\"a\":[{number}]}}");
        Matches(pattern, $"{{\"a\":{number}}}").ShouldBeTrue();
        Matches(pattern, $"{{\"a\":{number}0}}").ShouldBeFalse();
        Matches(Compile("{\"a\":[{\"numeric\":[\">\",0]}]}"), $"{{\"a\":{number}}}").ShouldBeFalse();
        Matches(Compile("{\"a\":[{\"anything-but\":5}]}"), $"{{\"a\":{number}}}").ShouldBeTrue();
    }

    [Fact]
    public void Lone_surrogates_are_letters_that_nobody_has_written()
    {
        var pattern = Compile("{\"a\":[{\"suffix\":\"x\"}]}");
        Matches(pattern, "{\"a\":\"\\ud800x\"}").ShouldBeTrue();
        Matches(pattern, "{\"a\":\"x\\udc00\"}").ShouldBeFalse();
        Matches(pattern, "{\"\\ud83d\\ude00\":1,\"a\":\"\\ud83d\\ude00x\"}").ShouldBeTrue();
    }

    [Fact]
    public void Names_with_other_lone_surrogates_do_not_take_each_others_place()
    {
        var rules = RuleSet<int>.Empty.Add(1, Compile("{\"\\ud800\":[1]}")).Add(2, Compile("{\"\\udbff\":[1]}"));
        rules.InUse.Fields.ShouldBe(1);
        foreach (var set in (RuleSet<int>[])[rules, rules.Remove(2)])
        {
            List<int> matches = [];
            set.Match("{\"\\ud801\":1}"u8, matches);
            matches.Count.ShouldBe(set.Count);
        }
    }

    [Theory]
    [InlineData(0xC3, 0x28)]
    [InlineData(0xED, 0xA0)]
    [InlineData(0xFF, 0xFE)]
    public void Bytes_that_are_no_UTF_8_are_refused_with_their_place(byte first, byte second)
    {
        byte[] invalid = [.. "{\"a\":\""u8, first, second, .. "\"}"u8];
        var pattern = Compile("{\"a\":[{\"exists\":true}]}");
        Should.Throw<EventSyntaxException>(() => pattern.Matches(invalid)).Message.ShouldBe("Event is not valid UTF-8 at byte 6");
    }

    [Fact]
    public void An_event_of_a_megabyte_is_matched_whole()
    {
        var fields = string.Join(',', Enumerable.Range(0, 60_000).Select(number => $"\"key{number}\":[{number}]"));
        var pattern = Compile("{\"key59999\":[59999],\"key0\":[0],\"none\":[{\"exists\":false}]}");
        Matches(pattern, $"{{{fields}}}").ShouldBeTrue();
    }

    [Fact]
    public void Items_of_one_long_array_are_joined_in_one_walk()
    {
        var pattern = Compile("{\"a\":{\"x\":[\"1\"],\"y\":[\"1\"],\"z\":[{\"exists\":false}]}}");
        var items = Enumerable.Range(0, 20_000).Select(number => $"{{\"x\":\"{number % 2}\",\"y\":\"{(number + 1) % 2}\",\"z\":1}}");
        Matches(pattern, $"{{\"a\":[{string.Join(',', items)}]}}").ShouldBeFalse();
        Matches(pattern, $"{{\"a\":[{string.Join(',', items)},{{\"x\":\"1\",\"y\":\"1\"}}]}}").ShouldBeTrue();
    }

    [Fact]
    public void Items_within_items_are_joined_in_one_walk()
    {
        var pattern = Compile("{\"a\":{\"b\":{\"x\":[1],\"y\":[1]},\"c\":{\"x\":[1],\"y\":[1]},\"d\":{\"x\":[1],\"y\":[1]}}}");
        var many = $"[{string.Join(',', Enumerable.Repeat("{\"x\":1,\"y\":0},{\"x\":0,\"y\":1}", 5_000))}]";
        Matches(pattern, $"{{\"a\":[{{\"b\":{many},\"c\":{many},\"d\":{many}}}]}}").ShouldBeFalse();
        var right = many.Replace("]", ",{\"x\":1,\"y\":1}]", StringComparison.Ordinal);
        Matches(pattern, $"{{\"a\":[{{\"b\":{right},\"c\":{right},\"d\":{right}}}]}}").ShouldBeTrue();
    }

    [Fact]
    public void Keys_that_come_again_with_long_arrays_make_only_so_many_choices()
    {
        var pattern = Compile("{\"a\":{\"p\":[1],\"q\":[1],\"r\":[1],\"s\":[2]}}");
        var array = $"\"a\":[{string.Join(',', Enumerable.Repeat("{\"p\":1,\"q\":1,\"r\":1,\"s\":1}", 3_000))}]";
        Should.Throw<EventSyntaxException>(() => Matches(pattern, $"{{{array},{array},\"a\":[{{\"s\":2}}]}}"))
            .Message.ShouldContain("more than once");
    }

    [Fact]
    public void Keys_that_come_again_and_make_few_choices_in_many_ways_are_refused()
    {
        var pattern = Compile("{\"a\":{\"p\":[1],\"q\":[1],\"r\":[1]}}");
        string Both(int count) =>
            $"{{\"a\":[{string.Join(',', Enumerable.Repeat("{\"p\":1,\"r\":1}", count))}],\"a\":[{string.Join(',', Enumerable.Repeat("{\"q\":1}", count))}]}}";
        Matches(pattern, Both(200)).ShouldBeTrue();
        Should.Throw<EventSyntaxException>(() => Matches(pattern, Both(20_000))).Message.ShouldContain("more than once");
    }

    [Fact]
    public void A_matcher_that_gives_up_keeps_no_rule_alive()
    {
        var names = RefuseWithRules();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        names.IsAlive.ShouldBeFalse();

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference RefuseWithRules()
        {
            var name = new object();
            var array = $"\"a\":[{string.Join(',', Enumerable.Repeat("{\"p\":1,\"q\":1,\"r\":1}", 3_000))}]";
            var rules = RuleSet<object>.Empty.Add(name, Compile("{\"z\":[1]}")).Add(new object(), Compile("{\"a\":{\"p\":[1],\"q\":[1],\"r\":[2]}}"));
            Should.Throw<EventSyntaxException>(() => rules.Match(Encoding.UTF8.GetBytes($"{{\"z\":1,{array},{array},\"a\":[{{\"r\":2}}]}}"), []));
            return new(name);
        }
    }

    [Fact]
    public void Fields_that_only_one_rule_asks_about_come_and_go()
    {
        const int Rules = 20_000;
        var rules = RuleSet<int>.Empty;
        for (var number = 0; number < Rules; number++)
        {
            rules = rules.Add(number, Compile($"{{\"field{number}\":[1]}}"));
        }

        List<int> matches = [];
        rules.Match("{\"field19999\":1,\"field5\":1,\"other\":1}"u8, matches);
        matches.Order().ShouldBe([5, 19_999]);
        Enumerable.Range(0, Rules).Aggregate(rules, (set, rule) => set.Remove(rule)).InUse.ShouldBe((0, 0));
    }

    [Fact]
    public void A_hundred_thousand_rules_of_one_pattern_match_at_once()
    {
        var pattern = Compile("{\"a\":[\"x\"]}");
        var rules = RuleSet<int>.Empty.AddRange(Enumerable.Range(0, Large).Select(number => KeyValuePair.Create(number, pattern)));
        List<int> matches = [];
        rules.Match("{\"a\":\"x\"}"u8, matches);
        matches.Distinct().Count().ShouldBe(Large);
    }

    private static bool Matches(EventPattern pattern, string @event) => pattern.Matches(Encoding.UTF8.GetBytes(@event));

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{error}");
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules;

public sealed class RuleSetTests
{
    private static readonly byte[] Event = Encoding.UTF8.GetBytes("""{"source":"my.app","detail":{"n":5,"s":["x","y"]}}""");

    [Fact]
    [Trait("Requirement", "N10")]
    public void Names_every_matching_rule_once()
    {
        var rules = RuleSet<string>.Empty
            .Add("source", Compile("""{"source":["my.app","other"]}"""))
            .Add("both ways", Compile("""{"$or":[{"source":["my.app"]},{"detail":{"n":[5]}}]}"""))
            .Add("both items", Compile("""{"detail":{"s":["x","y"]}}"""))
            .Add("number", Compile("""{"detail":{"n":[{"numeric":[">",4]}]}}"""))
            .Add("no", Compile("""{"source":["your.app"]}"""));
        Matches(rules).ShouldBe(["both items", "both ways", "number", "source"]);
    }

    [Fact]
    public void Leaves_the_set_it_came_from_as_it_was()
    {
        var one = RuleSet<string>.Empty.Add("a", Compile("""{"source":["my.app"]}"""));
        var two = one.Add("b", Compile("""{"source":["my.app"]}"""));
        Matches(one).ShouldBe(["a"]);
        Matches(two).ShouldBe(["a", "b"]);
        Matches(two.Remove("a")).ShouldBe(["b"]);
        Matches(two.Add("a", Compile("""{"source":["your.app"]}"""))).ShouldBe(["b"]);
        two.Remove("c").ShouldBeSameAs(two);
    }

    [Fact]
    public void Leaves_no_trace_of_a_rule_that_has_gone() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var some = new SomeJson(random);
            var rules = RuleSet<int>.Empty.AddRange(Enumerable.Range(0, random.Next(40)).Select(rule => KeyValuePair.Create(rule, Compile(some.Pattern()))));
            var names = Enumerable.Range(100, 30).ToList();
            var more = rules.AddRange(names.Select(rule => KeyValuePair.Create(rule, Compile(some.Pattern()))));
            var again = names.OrderBy(_ => random.Next()).Aggregate(more, (set, rule) => set.Remove(rule));
            again.InUse.ShouldBe(rules.InUse);
            again.Count.ShouldBe(rules.Count);
            for (var times = 0; times < 5; times++)
            {
                var @event = Encoding.UTF8.GetBytes(some.Event());
                Matches(again, @event).ToArray().ShouldBe(Matches(rules, @event).ToArray());
            }

            Enumerable.Range(0, 40).Aggregate(again, (set, rule) => set.Remove(rule)).InUse.ShouldBe((0, 0));
        }));

    [Fact]
    public void Names_rules_that_ask_about_what_stands_nowhere()
    {
        var rules = RuleSet<int>.Empty.AddRange(Enumerable.Range(0, 40)
            .Select(rule => KeyValuePair.Create(rule, Compile($"{{\"f{rule}\":[{{\"exists\":{(rule % 2 == 0 ? "true" : "false")}}}]}}"))));
        List<int> matches = [];
        rules.Match("{\"f0\":1,\"f1\":1}"u8, matches);
        matches.Order().ShouldBe([0, .. Enumerable.Range(0, 40).Where(rule => rule % 2 == 1 && rule != 1)]);
    }

    [Fact]
    public void Counts_a_key_that_comes_again_after_all_have_come()
    {
        var rules = RuleSet<int>.Empty.Add(1, Compile("{\"a\":{\"b\":[1]}}")).Add(2, Compile("{\"c\":[1]}"));
        foreach (var (rest, expected) in ((string, int[])[])
        [
            ("\"d\":{\"b\":1}", []), ("\"a\":{\"b\":1}", [1]), ("\"a.b\":1", [1]), ("\"\\u0061\":{\"\\u0062\":1}", [1]),
            ("\"a\":[{\"d\":1},{\"b\":[[1]]}]", [1]), ("\"x\":\"c\",\"c\":[[1]]", [2]), ("\"a\":[{\"b\":[2,1]}],\"c\":1", [1, 2]),
        ])
        {
            List<int> matches = [];
            rules.Match(Encoding.UTF8.GetBytes($"{{\"a\":{{\"b\":0}},\"c\":0,{rest}}}"), matches);
            matches.Order().ToArray().ShouldBe(expected, rest);
        }
    }

    [Fact]
    public void Reads_an_array_to_its_end_when_all_have_come()
    {
        var pattern = Compile("""{"a":[1],"a.b":[{"exists":true}]}""");
        pattern.Matches("""{"a.b":0,"a":[false,{"d":[]},[[1],[true]]]}"""u8).ShouldBeTrue();
    }

    [Fact]
    public void Allocates_nothing_for_an_event()
    {
        var rules = RuleSet<int>.Empty
            .Add(1, Compile("""{"source":[{"prefix":"my"}],"detail":{"n":[{"numeric":[">",4]}],"s":[{"anything-but":"z"}]}}"""))
            .Add(2, Compile("""{"list":{"a":[1],"b":[{"wildcard":"x*y"}],"c":[{"exists":false}]}}"""));
        var @event = """{"source":"my.app","detail":{"n":5,"s":["x","\u0079"]},"list":[{"a":1,"b":"x"},{"a":1,"b":"xyy"},{"c":1}]}"""u8.ToArray();
        var matches = new List<int>(8);
        Match();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Match();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        matches.Order().ShouldBe([1, 2]);

        void Match()
        {
            matches.Clear();
            rules.Match(@event, matches);
        }
    }

    [Fact]
    public void Serves_many_threads_at_once()
    {
        var rules = RuleSet<int>.Empty.AddRange(Enumerable.Range(0, 50)
            .Select(number => KeyValuePair.Create(number, Compile($"{{\"detail\":{{\"n\":[{number}]}}}}"))));
        Parallel.For(0, 2000, number =>
        {
            List<int> matches = [];
            rules.Match(Encoding.UTF8.GetBytes($"{{\"detail\":{{\"n\":{number % 50}}}}}"), matches);
            matches.ShouldBe([number % 50]);
        });
    }

    private static IEnumerable<int> Matches(RuleSet<int> rules, byte[] @event)
    {
        List<int> matches = [];
        rules.Match(@event, matches);
        return matches.Order();
    }

    private static IEnumerable<string> Matches(RuleSet<string> rules)
    {
        List<string> matches = [];
        rules.Match(Event, matches);
        return matches.Order(StringComparer.Ordinal);
    }

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{error}");
}

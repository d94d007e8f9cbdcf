using System.Text;
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

    private static IEnumerable<string> Matches(RuleSet<string> rules)
    {
        List<string> matches = [];
        rules.Match(Event, matches);
        return matches.Order(StringComparer.Ordinal);
    }

    private static EventPattern Compile(string text) =>
        EventPattern.TryCompile(text, out var pattern, out var error) ? pattern : throw new InvalidOperationException($"{error}");
}

using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules.Matching;

public sealed class SubtreeTests
{
    [Fact]
    public void Rules_of_the_same_many_values_go_as_quickly_as_they_came()
    {
        // Where so few are left that they are tried one by one, each of 30 fields led on by each of its 50 values.
        var values = string.Join(',', Enumerable.Range(0, 50));
        var text = $"{{{string.Join(',', Enumerable.Range(0, 30).Select(field => $"\"f{field}\":[{values}]"))}}}";
        EventPattern.TryCompile(text, out var pattern, out _).ShouldBeTrue();
        var rules = RuleSet<int>.Empty.AddRange(Enumerable.Range(0, 6).Select(rule => KeyValuePair.Create(rule, pattern!)));
        rules = rules.Remove(0).Remove(1);
        List<int> matches = [];
        rules.Match(System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 30).Select(field => $"\"f{field}\":{field}"))}}}"), matches);
        matches.Order().ShouldBe([2, 3, 4, 5]);
        Enumerable.Range(2, 4).Aggregate(rules, (set, rule) => set.Remove(rule)).InUse.ShouldBe((0, 0));
    }
}

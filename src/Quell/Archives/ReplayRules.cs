using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Scopes;
using Quell.Events;

namespace Quell.Archives;

/// <summary>
/// The rules that one replay's events go to, as they are now: all of the bus, or those that <c>FilterArns</c> names. Put
/// together anew only when the bus's rules have changed.
/// </summary>
internal sealed class ReplayRules(BusTable buses)
{
    private BusRules? _of;
    private RuleSet<Rule> _chosen = RuleSet<Rule>.Empty;

    public RuleSet<Rule> Of(Scope scope, string bus, JsonObject replay)
    {
        var rules = buses.Find(scope, bus) ?? BusRules.None;
        if (!ReferenceEquals(rules, _of))
        {
            (_of, _chosen) = (rules, Choose(rules, replay));
        }

        return _chosen;
    }

    private static RuleSet<Rule> Choose(BusRules rules, JsonObject replay)
    {
        var chosen = replay.Object("Destination")?.Array("FilterArns").Strings.ToHashSet(StringComparer.Ordinal);
        return chosen is not { Count: > 0 } ? rules.All : rules.Rules.Values
            .Where(rule => chosen.Contains(rule.Arn))
            .Aggregate(RuleSet<Rule>.Empty, (set, rule) => set.Add(rule, rule.Pattern));
    }
}

using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Scopes;
using Quell.Events;

namespace Quell.Archives;

/// <summary>The rules that a replay's events go to, as they are now: all of the bus, or those that <c>FilterArns</c> names.</summary>
internal static class ReplayRules
{
    public static RuleSet<Rule> Of(BusTable buses, Scope scope, string bus, JsonObject replay)
    {
        var rules = buses.Find(scope, bus) ?? BusRules.None;
        var chosen = replay.Object("Destination")?.Array("FilterArns").Strings.ToHashSet(StringComparer.Ordinal);
        return chosen is not { Count: > 0 } ? rules.All : rules.Rules.Values
            .Where(rule => chosen.Contains(rule.Arn))
            .Aggregate(RuleSet<Rule>.Empty, (set, rule) => set.Add(rule, rule.Pattern));
    }
}

using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Events;

/// <summary>Event, trigger and action of one automation: what a rule takes, the rule, and what it sets going.</summary>
/// <param name="Pattern">The events, as a pattern; empty for a rule that only runs on a schedule.</param>
/// <param name="State"><c>ENABLED</c>, <c>DISABLED</c> or <see cref="Rule.AllManagementEvents"/>.</param>
/// <param name="TargetId">The target's id within the rule; null, as the ARN, for a rule without targets.</param>
internal sealed record RuleLink(string Pattern, string RuleArn, string State, string? TargetId, string? TargetArn)
{
    /// <summary>Every link of the account's state, by rule.</summary>
    public static IEnumerable<RuleLink> All(ResourceSet state) =>
        from rule in state.ListAll(BusTypes.Rule)
        let targets = BusTypes.TargetsOf(state, rule.Key.Scope, rule.Key.Id).Objects.DefaultIfEmpty(JsonObject.Empty)
        from target in targets
        select new RuleLink(
            rule.Value.String("EventPattern") ?? "", rule.Value.String("Arn") ?? "", rule.Value.String("State") ?? "",
            target.String("Id"), target.String("Arn"));

    /// <summary>
    /// The links that one of their three parts leads to: a pattern (in any spelling), a rule's ARN or a target's ARN.
    /// </summary>
    /// <exception cref="JsonSyntaxException">It begins as a pattern and is no JSON.</exception>
    public static IEnumerable<RuleLink> Of(ResourceSet state, string part)
    {
        var pattern = part.StartsWith('{') ? JsonValue.Parse(part) : null;
        return All(state).Where(link =>
            link.RuleArn == part || link.TargetArn == part || (pattern is not null && link.Pattern.Length > 0 && JsonValue.Parse(link.Pattern).Equals(pattern)));
    }
}

using System.Collections.Immutable;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Events.Schedules;

/// <summary>A rule of the default bus as its schedule sets it going: where its events go.</summary>
internal sealed record ScheduledRule(string Arn, string Name, ImmutableArray<RuleTarget> Targets)
{
    /// <summary>Null where there is no such rule, or where it is disabled.</summary>
    public static ScheduledRule? Find(ResourceSet state, Scope scope, string name)
    {
        var id = BusTypes.RuleId(BusTypes.DefaultBus, name);
        return state.Get(new(scope, BusTypes.Rule, id)) is { } definition && definition.String("State") != "DISABLED"
            ? new(definition.String("Arn") ?? "", name, [.. BusTypes.TargetsOf(state, scope, id).Objects.Select(RuleTarget.Of)])
            : null;
    }
}

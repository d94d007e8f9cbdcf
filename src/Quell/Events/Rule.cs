using System.Collections.Immutable;
using System.Diagnostics;
using Quell.Archives;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Scopes;

namespace Quell.Events;

/// <summary>A rule as it works: compiled from its resource and its targets. Immutable; compared by reference.</summary>
internal sealed class Rule
{
    public const string AllManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

    private Rule(JsonObject definition, EventPattern pattern, ImmutableArray<RuleTarget> targets)
    {
        Name = definition.String("Name") ?? "";
        Arn = definition.String("Arn") ?? "";
        TakesReadOnlyCalls = definition.String("State") == AllManagementEvents;
        Pattern = pattern;
        Targets = targets;
    }

    public string Name { get; }

    public string Arn { get; }

    /// <summary>Whether events of read-only calls reach it.</summary>
    public bool TakesReadOnlyCalls { get; }

    public EventPattern Pattern { get; }

    public ImmutableArray<RuleTarget> Targets { get; }

    /// <summary>Compiles a rule's resources; null for one that takes no events (disabled, or without a pattern).</summary>
    /// <param name="definition">The rule's resource.</param>
    /// <param name="targets">Its targets as PutTargets took them.</param>
    public static Rule? Of(JsonObject definition, JsonArray targets)
    {
        if (definition.String("State") == "DISABLED" || definition.String("EventPattern") is not { } text)
        {
            return null;
        }

        return EventPattern.TryCompile(text, out var pattern, out var error)
            ? new(definition, pattern, [.. targets.Objects.Select(RuleTarget.Of)])
            : throw new UnreachableException($"A rule was stored whose pattern is not valid: {error.Reason}");
    }
}

/// <summary>A rule's target: where to, and what it gets of the event.</summary>
internal sealed record RuleTarget(string Arn, JsonObject Spec, byte[] SpecUtf8, TargetInput Input)
{
    public static RuleTarget Of(JsonObject target) => TargetInput.TryRead(target, out var input, out var error)
        ? new(target.String("Arn") ?? "", target, target.ToUtf8(), input)
        : throw new UnreachableException($"A target was stored whose input is not valid: {error}");
}

/// <summary>The rules of one bus, ready to match. Immutable: a change gives a new one.</summary>
/// <param name="Rules">Those that take events, by name.</param>
/// <param name="All">All of them.</param>
/// <param name="ReadOnly">Those that take the events of read-only calls.</param>
internal sealed record BusRules(ImmutableDictionary<string, Rule> Rules, RuleSet<Rule> All, RuleSet<Rule> ReadOnly)
{
    public static readonly BusRules None =
        new(ImmutableDictionary<string, Rule>.Empty, RuleSet<Rule>.Empty, RuleSet<Rule>.Empty);

    /// <summary>The bus's archives.</summary>
    public BusArchives Archives { get; init; } = BusArchives.None;

    /// <summary>These with the rule; without it where it is null.</summary>
    public BusRules With(string name, Rule? rule)
    {
        var old = Rules.GetValueOrDefault(name);
        var (all, readOnly) = old is null ? (All, ReadOnly) : (All.Remove(old), ReadOnly.Remove(old));
        return rule is null
            ? this with { Rules = Rules.Remove(name), All = all, ReadOnly = readOnly }
            : this with
            {
                Rules = Rules.SetItem(name, rule),
                All = all.Add(rule, rule.Pattern),
                ReadOnly = rule.TakesReadOnlyCalls ? readOnly.Add(rule, rule.Pattern) : readOnly,
            };
    }
}

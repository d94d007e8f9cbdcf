using System.Diagnostics;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>Holds events against the rules that there are, also those that are switched off.</summary>
internal sealed class RuleExplainer(Engines engines)
{
    /// <summary>The rules with a pattern, by name.</summary>
    public IEnumerable<KnownRule> Rules => engines.Store.Current.ListAll(BusTypes.Rule)
        .Where(rule => rule.Value.Has("EventPattern"))
        .Select(rule => new KnownRule(rule.Key.Scope, BusTypes.Split(rule.Key.Id).Bus, BusTypes.Split(rule.Key.Id).Rule, rule.Value))
        .OrderBy(rule => rule.Name, StringComparer.Ordinal).ThenBy(rule => rule.Arn, StringComparer.Ordinal);

    /// <summary>Explains an event against rules.</summary>
    /// <param name="body">The event's bytes.</param>
    public JsonObject Of(ExplainedEvent @event, ReadOnlyMemory<byte> body, IEnumerable<KnownRule> rules, int limit)
    {
        var explained = @event.Explain(rules.Select(WithPattern), limit);
        var isReadOnlyCall = IsReadOnlyCall(body);
        return JsonObject.Of(
            ("matches", JsonArray.From(explained.Matches.Select(rule => Entry(rule, isReadOnlyCall)))),
            ("nearMisses", JsonArray.From(explained.NearMisses.Select(rule => Entry(rule, isReadOnlyCall)))),
            ("misses", explained.Misses));
    }

    /// <summary>Of the rules on its bus that did not take an event: those that match but for their state, then those that come nearest.</summary>
    public JsonArray NearMisses(StoredEvent stored, int limit)
    {
        var scope = new Scope(stored.Account, stored.Region);
        var explained = ExplainedEvent.Read(stored.Body)
            .Explain(Rules.Where(rule => rule.Scope == scope && rule.Bus == stored.Bus).Select(WithPattern), limit);
        var isReadOnlyCall = IsReadOnlyCall(stored.Body);
        return JsonArray.From(explained.Matches.Concat(explained.NearMisses).Take(limit).Select(rule => Entry(rule, isReadOnlyCall)));
    }

    private static bool IsReadOnlyCall(ReadOnlyMemory<byte> body) =>
        Shape.Json(body) is JsonObject one && one.String("detail-type")?.EndsWith(" via CloudTrail", StringComparison.Ordinal) == true
        && one.Object("detail") is { } detail && CloudTrailEvent.NeedsAllManagementEvents(detail);

    private static JsonObject Entry(KeyValuePair<KnownRule, Explanation> rule, bool isReadOnlyCall)
    {
        var note = (rule.Value.Matched, rule.Key.State) switch
        {
            (true, "DISABLED") => "is disabled",
            (true, not Events.Rule.AllManagementEvents) when isReadOnlyCall => "does not take the events of read-only calls",
            _ => null,
        };
        return JsonObject.From(
        [
            new("name", rule.Key.Name), new("arn", rule.Key.Arn), new("state", rule.Key.State),
            .. note is null ? Enumerable.Empty<KeyValuePair<string, JsonValue>>() : [new("note", note)],
            .. ExplanationJson.Of(rule.Value),
        ]);
    }

    /// <summary>The pattern as the bus has it compiled; of a rule that is off, compiled now.</summary>
    private KeyValuePair<KnownRule, EventPattern> WithPattern(KnownRule rule) => new(
        rule,
        engines.Bus.Buses.Find(rule.Scope, rule.Bus)?.Rules.GetValueOrDefault(rule.Name)?.Pattern
            ?? (EventPattern.TryCompile(rule.Definition.String("EventPattern") ?? "", out var pattern, out var error)
                ? pattern
                : throw new UnreachableException($"A rule was stored whose pattern is not valid: {error.Reason}")));
}

/// <summary>A rule with a pattern, as the account has it.</summary>
internal sealed record KnownRule(Scope Scope, string Bus, string Name, JsonObject Definition)
{
    public string Arn => Definition.String("Arn") ?? "";

    public string State => Definition.String("State") ?? "ENABLED";
}

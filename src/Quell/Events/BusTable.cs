using System.Collections.Immutable;
using Quell.Accounts;
using Quell.Archives;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events.Schedules;

namespace Quell.Events;

/// <summary>
/// The compiled rules of every bus, kept in step with the account's state: a rule is compiled once, when it changes. Readers
/// take a snapshot and never wait.
/// </summary>
internal sealed class BusTable
{
    private readonly ResourceStore _store;
    private volatile ImmutableDictionary<(Scope Scope, string Bus), BusRules> _buses;

    public BusTable(ResourceStore store)
    {
        _store = store;
        _buses = Compile(store.Current);
        store.Changed += Apply;
        store.Reset += () => _buses = Compile(store.Current);
    }

    /// <summary>The rules of a bus; null where there is no such bus. Every scope has its default bus.</summary>
    public BusRules? Find(Scope scope, string bus) =>
        _buses.GetValueOrDefault((scope, bus)) ?? (bus == BusTypes.DefaultBus ? BusRules.None : null);

    /// <summary>The resource policy of a bus; null where it has none.</summary>
    public string? PolicyOf(BusRef bus) => _store.Current.Get(new(bus.Scope, BusTypes.Bus, bus.Name))?.String("Policy");

    /// <summary>A rule of the default bus that runs on a schedule; null where there is none, or where it is disabled.</summary>
    public ScheduledRule? Scheduled(Scope scope, string rule) => ScheduledRule.Find(_store.Current, scope, rule);

    private static ImmutableDictionary<(Scope Scope, string Bus), BusRules> Compile(ResourceSet state)
    {
        var buses = ImmutableDictionary<(Scope Scope, string Bus), BusRules>.Empty;
        foreach (var (key, _) in state.ListAll(BusTypes.Bus))
        {
            buses = buses.SetItem((key.Scope, key.Id), BusRules.None);
        }

        buses = state.ListAll(ArchiveTypes.Archive).Aggregate(buses, (all, archive) => WithArchive(all, archive.Key.Scope, archive.Key.Id, archive.Value));
        return state.ListAll(BusTypes.Rule).Aggregate(buses, (all, rule) => WithRule(all, state, rule.Key.Scope, rule.Key.Id));
    }

    private static ImmutableDictionary<(Scope Scope, string Bus), BusRules> WithRule(
        ImmutableDictionary<(Scope Scope, string Bus), BusRules> buses, ResourceSet state, Scope scope, string ruleId)
    {
        var (bus, name) = BusTypes.Split(ruleId);
        var definition = state.Get(new(scope, BusTypes.Rule, ruleId));
        var rule = definition is null ? null : Rule.Of(definition, BusTypes.TargetsOf(state, scope, ruleId));
        return buses.SetItem((scope, bus), buses.GetValueOrDefault((scope, bus), BusRules.None).With(name, rule));
    }

    /// <param name="definition">The archive's resource; null where it is deleted.</param>
    private static ImmutableDictionary<(Scope Scope, string Bus), BusRules> WithArchive(
        ImmutableDictionary<(Scope Scope, string Bus), BusRules> buses, Scope scope, string name, JsonObject? definition)
    {
        var source = definition?.String("EventSourceArn") is { } arn
            ? BusRef.Of(arn, scope)
            : buses.Where(bus => bus.Key.Scope == scope && bus.Value.Archives.Has(name)).Select(bus => (BusRef?)new BusRef(scope, bus.Key.Bus)).FirstOrDefault();
        if (source is not { } found)
        {
            return buses;
        }

        var rules = buses.GetValueOrDefault((scope, found.Name), BusRules.None);
        var archive = definition is null ? null : Archive.Of(definition);
        return buses.SetItem((scope, found.Name), rules with { Archives = rules.Archives.With(name, archive) });
    }

    // Runs within the store's step, so one at a time and in order.
    private void Apply(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        var buses = _buses;
        foreach (var (key, value) in changes)
        {
            if (key.Type is BusTypes.Rule or BusTypes.Targets)
            {
                buses = WithRule(buses, _store.Current, key.Scope, key.Id);
            }
            else if (key.Type == ArchiveTypes.Archive)
            {
                buses = WithArchive(buses, key.Scope, key.Id, value);
            }
            else if (key.Type == BusTypes.Bus && value is not null && !buses.ContainsKey((key.Scope, key.Id)))
            {
                buses = buses.Add((key.Scope, key.Id), BusRules.None);
            }
        }

        // A bus goes after its rules, which are gone with it.
        foreach (var (key, _) in changes.Where(change => change.Key.Type == BusTypes.Bus && change.Value is null))
        {
            buses = buses.Remove((key.Scope, key.Id));
        }

        _buses = buses;
    }
}

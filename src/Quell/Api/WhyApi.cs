using Quell.Archives;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Events.Schedules;
using Quell.Functions.Executions;
using Quell.Gate;
using Quell.Server;

namespace Quell.Api;

/// <summary>Why something happened: the whole chain of the event behind it, from whichever link one has.</summary>
internal static class WhyApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines) =>
    [
        ApiRoute.Get("/why/{id}", "The chain event → rules → deliveries → executions → changes that an event, delivery, execution or change is a link of.", "Why",
            request => new WhyChain(engines).Of(request.Id)),
    ];
}

/// <summary>Puts a chain together.</summary>
internal sealed class WhyChain(Engines engines)
{
    private const int MaxNearMisses = 5;

    private readonly EventLog _events = new(engines.Journal, engines.Bus.Seed);
    private readonly DeliveryLog _deliveries = new(engines.Journal, engines.Dispatcher);
    private readonly ChangeLog _changes = new(engines.Journal);
    private readonly ExecutionLog _executions = new(engines.Journal);
    private readonly RuleExplainer _explainer = new(engines);

    // The replays of the event in question.
    private Dictionary<long, string> _replays = [];

    /// <exception cref="ApiException">Nothing has the id.</exception>
    public JsonObject Of(string id)
    {
        if (_events.Find(id) is { } stored)
        {
            return OfEvent(id, "event", stored);
        }

        if (_changes.Find(id) is { } change)
        {
            return OfCause(id, "change", change.String("eventId"), change.String("executionId"), [change]);
        }

        if (ExecutionsApi.TryFind(_executions, id) is { } execution)
        {
            return OfCause(execution.Id, "execution", execution.EventId, execution.Id, []);
        }

        if (long.TryParse(id, out var number) && _deliveries.Find(number) is { } delivery)
        {
            return delivery.EventId is { } eventId && _events.Find(eventId) is { } cause
                ? OfEvent(id, "delivery", cause)
                : Chain(id, "delivery", ("deliveries", JsonArray.From([DeliveryWith(delivery, [])])));
        }

        throw ApiException.NotFound($"There is no event, delivery, execution or change {id}.");
    }

    private JsonObject OfCause(string id, string kind, string? eventId, string? executionId, JsonArray changes)
    {
        if (eventId is not null && _events.Find(eventId) is { } stored)
        {
            return OfEvent(id, kind, stored);
        }

        return executionId is not null && _executions.Find(executionId) is { } execution
            ? Chain(id, kind, ("executions", JsonArray.From([ExecutionWith(ExecutionsApi.ToJson(execution))])))
            : Chain(id, kind, ("changes", changes));
    }

    private static JsonObject Chain(string id, string kind, (string Name, JsonValue Value) rest) => JsonObject.Of(("id", id), ("kind", kind), (rest.Name, rest.Value));

    private JsonObject OfEvent(string id, string kind, StoredEvent stored)
    {
        var eventId = stored.Id;
        var executions = _executions.OfEvent(eventId).ConvertAll(ExecutionsApi.ToJson);
        _replays = engines.Journal.Read(connection => ReplayedEvents.Of(connection, stored.Sequence, ApiRequest.MaxLimit));
        var roots = _replays.Keys.Append(stored.Sequence)
            .SelectMany(sequence => _deliveries.List(new() { EventSequence = sequence, Limit = ApiRequest.MaxLimit }))
            .Where(delivery => delivery.Parent is null).OrderBy(delivery => delivery.Id).ToList();
        var known = executions.Select(execution => execution.String("id")).ToHashSet(StringComparer.Ordinal);
        var shown = new HashSet<string?>(StringComparer.Ordinal);
        var rules = JsonArray.From(RulesOf(stored, roots).Select(rule => JsonObject.Of(
            ("arn", rule.Arn),
            ("name", rule.Arn[(rule.Arn.LastIndexOf('/') + 1)..]),
            ("note", Shape.Text(rule.Note)),
            ("deliveries", JsonArray.From(roots.Where(delivery => delivery.Source == rule.Arn).Select(delivery => DeliveryWith(delivery, executions, shown)))))));
        var others = executions.Where(execution => !shown.Contains(execution.String("id"))).Select(ExecutionWith).ToList();
        var loose = _changes.OfEvent(eventId).Where(change => change.String("executionId") is not { } by || !known.Contains(by)).ToList();
        return JsonObject.Of(
            ("id", id),
            ("kind", kind),
            ("event", EventsApi.ToJson(stored)),
            ("rules", rules),
            ("nearMisses", rules.Count == 0 ? _explainer.NearMisses(stored, MaxNearMisses) : null),
            ("executions", others.Count == 0 ? null : JsonArray.From(others)),
            ("changes", loose.Count == 0 ? null : JsonArray.From(loose)));
    }

    /// <summary>The rules that made deliveries, and those that match today and made none.</summary>
    private IEnumerable<(string Arn, string? Note)> RulesOf(StoredEvent stored, List<DeliveryRecord> roots)
    {
        var acted = roots.Select(delivery => delivery.Source).Distinct(StringComparer.Ordinal).ToList();
        if (RuleSchedule.RuleOf(stored) is { } scheduled)
        {
            // Others may match it; a scheduled event is its own rule's alone.
            return acted.Count > 0 ? acted.Select(arn => (arn, (string?)null)) : [(scheduled, "was set going by its schedule, and has no target")];
        }

        var matching = new List<Rule>();
        engines.Bus.Buses.Find(new(stored.Account, stored.Region), stored.Bus)?.All.Match(stored.Body.Span, matching);
        return acted.Select(arn => (arn, (string?)null)).Concat(matching
            .Where(rule => !acted.Contains(rule.Arn))
            .Select(rule => (rule.Arn, (string?)(rule.Targets.Length == 0
                ? "matches, and has no target"
                : "matches now, and has delivered nothing: it was made or changed after the event, or does not take read-only calls"))));
    }

    private JsonObject DeliveryWith(DeliveryRecord delivery, List<JsonObject> executions, HashSet<string?>? shown = null)
    {
        var own = executions.Where(execution => execution.Long("delivery") == delivery.Id).ToList();
        own.ForEach(execution => shown?.Add(execution.String("id")));
        var children = _deliveries.List(new() { Parent = delivery.Id, Limit = ApiRequest.MaxLimit }).OrderBy(child => child.Id)
            .Select(child => DeliveryWith(child, executions, shown)).ToList();
        return DeliveriesApi.ToJson(delivery)
            .With("replay", delivery.EventSequence is { } sequence && _replays.TryGetValue(sequence, out var replay) ? (JsonValue)replay : null)
            .With("deliveries", children.Count == 0 ? null : JsonArray.From(children))
            .With("executions", own.Count == 0 ? null : JsonArray.From(own.Select(ExecutionWith)));
    }

    private JsonObject ExecutionWith(JsonObject execution)
    {
        var changes = _changes.OfExecution(execution.String("id") ?? "");
        return execution.With("changes", changes.Count == 0 ? null : JsonArray.From(changes));
    }
}

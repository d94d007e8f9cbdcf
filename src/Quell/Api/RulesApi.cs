using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Rules;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>Event, trigger and action as one listing: any one of the three leads to the other two.</summary>
internal static class RulesApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var log = new EventLog(engines.Journal, engines.Bus.Seed);
        return
        [
            ApiRoute.Get("/rules", "Rules with their patterns and targets.", "RuleList", request => List(engines.Store.Current, log, request),
                new("rule", "string", "Only the rule of this name or ARN."),
                new("event", "string", "Only rules that match this: the id of a stored event, an event pattern as it stands in a rule, or an event."),
                new("target", "string", "Only rules with this target: its ARN, its id or the last part of its ARN.")),
        ];
    }

    /// <summary>Every rule of the state, by name.</summary>
    public static IEnumerable<JsonObject> All(ResourceSet state) => state.ListAll(BusTypes.Rule)
        .Select(rule => ToJson(state, rule.Key, rule.Value))
        .OrderBy(rule => rule.String("name"), StringComparer.Ordinal).ThenBy(rule => rule.String("arn"), StringComparer.Ordinal);

    private static JsonObject List(ResourceSet state, EventLog log, ApiRequest request)
    {
        var (rule, target, given) = (request.Text("rule"), request.Text("target"), request.Text("event"));
        var takes = given is null ? null : Takes(given, log);
        return JsonObject.Of(("rules", JsonArray.From(All(state).Where(one =>
            (rule is null || one.String("name") == rule || one.String("arn") == rule)
            && (target is null || one.Array("targets").Objects.Any(each => Names(each, target)))
            && (takes is null || takes(one))))));
    }

    private static bool Names(JsonObject target, string text) =>
        target.String("arn") is { } arn && (arn == text || target.String("id") == text
            || arn.EndsWith(":" + text, StringComparison.Ordinal) || arn.EndsWith("/" + text, StringComparison.Ordinal));

    /// <summary>Whether a rule takes what was given: an event's id, a pattern, or an event.</summary>
    private static Func<JsonObject, bool> Takes(string given, EventLog log)
    {
        if (!given.StartsWith('{'))
        {
            var stored = log.Find(given) ?? throw ApiException.NotFound($"There is no event {given}.");
            return rule => rule.String("bus") == stored.Bus && Matches(rule, stored.Body.Span);
        }

        try
        {
            var value = JsonValue.Parse(given);
            var utf8 = Encoding.UTF8.GetBytes(given);
            return value is JsonObject json && json.Has("detail-type") && json["source"] is JsonString
                ? rule => Matches(rule, utf8)
                : rule => rule.String("pattern") is { } pattern && JsonValue.Parse(pattern).Equals(value);
        }
        catch (JsonSyntaxException fault)
        {
            throw ApiException.BadRequest($"event is neither an id nor JSON: {fault.Message}");
        }
    }

    private static bool Matches(JsonObject rule, ReadOnlySpan<byte> @event) =>
        rule.String("pattern") is { } text && EventPattern.TryCompile(text, out var pattern, out _) && pattern.Matches(@event);

    private static JsonObject ToJson(ResourceSet state, ResourceKey key, JsonObject rule)
    {
        var (bus, name) = BusTypes.Split(key.Id);
        return JsonObject.Of(
            ("name", name),
            ("arn", Shape.Text(rule.String("Arn"))),
            ("account", key.Scope.Account),
            ("region", key.Scope.Region),
            ("bus", bus),
            ("state", Shape.Text(rule.String("State"))),
            ("pattern", Shape.Text(rule.String("EventPattern"))),
            ("schedule", Shape.Text(rule.String("ScheduleExpression"))),
            ("description", Shape.Text(rule.String("Description"))),
            ("targets", JsonArray.From(BusTypes.TargetsOf(state, key.Scope, key.Id).Objects.Select(target => JsonObject.Of(
                ("id", Shape.Text(target.String("Id"))), ("arn", Shape.Text(target.String("Arn"))))))));
    }
}

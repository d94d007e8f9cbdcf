using System.Globalization;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>Events as they are stored, and those of a replay on their way in.</summary>
internal static class EventsApi
{
    private static readonly ApiParameter Since = new("since", "string", "Only events that were stored at this time (ISO 8601) or later.");

    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var log = new EventLog(engines.Journal, engines.Bus.Seed);
        return
        [
            ApiRoute.Get("/events", "Events on all buses, the newest first.", "EventList", request => List(log, request), ApiParameter.Limit, ApiParameter.Before, Since),
            ApiRoute.Get("/events/{id}", "One event by its id.", "Event", request => ToJson(log.Find(request.Id)
                ?? throw ApiException.NotFound($"There is no event {request.Id}."))),
            ApiRoute.Post("/events", "Puts recorded events on the default bus as they are; they keep their source, account, region and time, and get an id.", "PutResult",
                async (request, cancellationToken) => await Put(engines, await request.Body(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false)),
        ];
    }

    public static JsonObject ToJson(StoredEvent stored) => JsonObject.Of(
        ("sequence", stored.Sequence),
        ("account", stored.Account),
        ("region", stored.Region),
        ("bus", stored.Bus),
        ("stored", Shape.Time(stored.Stored)),
        ("event", Shape.Json(stored.Body)));

    private static JsonObject List(EventLog log, ApiRequest request)
    {
        var since = request.Time("since");
        var events = log.Before(request.Before, request.Limit).Where(stored => since is null || stored.Stored >= since).ToList();
        return Shape.Page("events", events, request.Limit, ToJson, stored => stored.Sequence);
    }

    private static async ValueTask<JsonObject> Put(Engines engines, JsonObject body)
    {
        if (body["events"] is not JsonArray events)
        {
            throw ApiException.BadRequest("The body wants \"events\", an array of events.");
        }

        var scope = new Scope(engines.Account, Scope.DefaultRegion);
        var results = await new RecordedEvents(engines).Put(scope, [.. events.Items.Select(one => Envelope(one, scope, engines.Time.GetUtcNow()))]).ConfigureAwait(false);
        return JsonObject.Of(("events", JsonArray.From(results.Select(id => id is null
            ? JsonObject.Of(("error", "not an event: it needs source, detail-type and detail"))
            : JsonObject.Of(("id", id))))));
    }

    /// <summary>
    /// The event that a value is; null where it lacks what every event has. The id it came with is not kept; where it says no account,
    /// region or time, it is from here and now.
    /// </summary>
    private static EventEnvelope? Envelope(JsonValue value, Scope scope, DateTimeOffset now) => value is JsonObject json
        ? EventEnvelope.From(json
            .With("id", "-")
            .With("account", json.String("account") ?? scope.Account)
            .With("region", json.String("region") ?? scope.Region)
            .With("time", json.String("time") ?? now.ToString("O", CultureInfo.InvariantCulture)))
        : null;
}

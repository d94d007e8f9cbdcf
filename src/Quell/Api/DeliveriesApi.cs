using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Queues;
using Quell.Server;

namespace Quell.Api;

/// <summary>Deliveries, the dead ones among them, and sending those again.</summary>
internal static class DeliveriesApi
{
    /// <summary>What <c>state=dead</c> stands for: in the dead-letter queue, or dropped for want of one.</summary>
    private const string Dead = "dead";

    private static readonly Dictionary<string, DeliveryState> States = new(StringComparer.Ordinal)
    {
        ["pending"] = DeliveryState.Pending,
        ["delivered"] = DeliveryState.Delivered,
        ["dead-letter"] = DeliveryState.DeadLetter,
        ["dropped"] = DeliveryState.Dropped,
    };

    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var log = new DeliveryLog(engines.Journal, engines.Dispatcher);
        var events = new EventLog(engines.Journal, engines.Bus.Seed);
        return
        [
            ApiRoute.Get("/deliveries", "Deliveries, the newest first.", "DeliveryList", request => List(log, events, request), ApiParameter.Limit, ApiParameter.Before,
                new("state", "string", $"Only those in this state: {string.Join(", ", States.Keys)}; or {Dead} for the last two."),
                new("event", "string", "Only those of the event of this id."),
                new("source", "string", "Only those of the rule or subscription of this ARN."),
                new("target", "string", "Only those to this target.")),
            ApiRoute.Get("/deliveries/{id}", "One delivery.", "Delivery", request => ToJson(
                (long.TryParse(request.Id, out var id) ? log.Find(id) : null) ?? throw ApiException.NotFound($"There is no delivery {request.Id}."))),
            ApiRoute.Post("/deliveries/redrive", "Sends deliveries again that were given up: {\"ids\": […]}, or {\"all\": true}; or the dead letters of rules in a queue: {\"queue\": name or ARN}.", "Redriven",
                async (request, cancellationToken) => await Redrive(engines, log, await request.Body(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false)),
        ];
    }

    public static string StateOf(DeliveryState state) => States.First(entry => entry.Value == state).Key;

    public static JsonObject ToJson(DeliveryRecord delivery) => JsonObject.Of(
        ("id", delivery.Id),
        ("event", Shape.Text(delivery.EventId)),
        ("parent", Shape.Number(delivery.Parent)),
        ("source", delivery.Source),
        ("target", delivery.Target),
        ("state", StateOf(delivery.State)),
        ("failedAttempts", delivery.Attempts),
        ("created", Shape.Time(delivery.Created)),
        ("next", Shape.Time(delivery.Next)),
        ("ended", Shape.Time(delivery.Ended)),
        ("errorCode", Shape.Text(delivery.ErrorCode)),
        ("errorMessage", Shape.Text(delivery.ErrorMessage)),
        ("warning", Shape.Text(delivery.Warning)));

    private static JsonObject List(DeliveryLog log, EventLog events, ApiRequest request)
    {
        var query = new DeliveryQuery { Source = request.Text("source"), Target = request.Text("target"), Before = request.Before, Limit = request.Limit };
        if (request.Text("event") is { } id)
        {
            query = query with { EventSequence = (events.Find(id) ?? throw ApiException.NotFound($"There is no event {id}.")).Sequence };
        }

        List<DeliveryRecord> found = request.Text("state") switch
        {
            null => log.List(query),
            Dead => AllDead(log, query),
            var state when States.TryGetValue(state, out var one) => log.List(query with { State = one }),
            var state => throw ApiException.BadRequest($"state wants {string.Join(", ", States.Keys)} or {Dead}, not '{state}'."),
        };
        return Shape.Page("deliveries", found, request.Limit, ToJson, delivery => delivery.Id);
    }

    private static List<DeliveryRecord> AllDead(DeliveryLog log, DeliveryQuery query) =>
    [
        .. log.List(query with { State = DeliveryState.DeadLetter }).Concat(log.List(query with { State = DeliveryState.Dropped }))
            .OrderByDescending(delivery => delivery.Id).Take(query.Limit),
    ];

    private static async ValueTask<JsonObject> RedriveQueue(Engines engines, string text)
    {
        var found = engines.Store.Current.ListAll(Queue.ResourceType)
            .Select(one => new Queue(one.Key.Id, one.Key.Scope, one.Value))
            .Where(one => one.Name == text || one.Arn == text).Take(2).ToList();
        var queue = found.Count switch
        {
            1 => found[0],
            0 => throw ApiException.NotFound($"There is no queue {text}."),
            _ => throw ApiException.BadRequest($"Several queues have the name {text}: give the ARN."),
        };
        var letters = await engines.Letters.Redrive(queue, engines.Queues.Count(queue).Visible).ConfigureAwait(false);
        return JsonObject.Of(
            ("redriven", JsonArray.From(letters.Sent.Select(id => (JsonValue)id))),
            ("left", letters.Left.Count == 0 ? null : JsonArray.From(letters.Left.Select(letter => JsonObject.Of(("message", letter.MessageId), ("reason", letter.Reason))))));
    }

    private static async ValueTask<JsonObject> Redrive(Engines engines, DeliveryLog log, JsonObject body)
    {
        if (body.String("queue") is { } queue)
        {
            return await RedriveQueue(engines, queue).ConfigureAwait(false);
        }

        var ids = new List<long>();
        if (body.Bool("all") is true)
        {
            var query = new DeliveryQuery { Limit = ApiRequest.MaxLimit };
            for (var page = AllDead(log, query); page.Count > 0; page = AllDead(log, query with { Before = page[^1].Id }))
            {
                ids.AddRange(page.Select(delivery => delivery.Id));
            }
        }
        else if (body["ids"] is JsonArray { Count: > 0 } given && given.Items.All(one => one is JsonNumber number && number.TryAsLong(out _)))
        {
            foreach (var id in given.Items)
            {
                ((JsonNumber)id).TryAsLong(out var number);
                ids.Add(log.Find(number) is { } delivery && delivery.State is DeliveryState.DeadLetter or DeliveryState.Dropped
                    ? number
                    : throw ApiException.NotFound($"There is no delivery {number} that was given up."));
            }
        }
        else
        {
            throw ApiException.BadRequest("The body wants {\"ids\": [numbers of deliveries]} {\"all\": true}, or {\"queue\": a queue's name or ARN}.");
        }

        var sent = await log.Redrive(ids).ConfigureAwait(false);
        return JsonObject.Of(("redriven", JsonArray.From(sent.Select(id => (JsonValue)id))));
    }
}

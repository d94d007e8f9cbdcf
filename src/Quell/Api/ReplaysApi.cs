using Quell.Archives;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>Replays of archived events: what runs and has run, starting one, cancelling one.</summary>
internal static class ReplaysApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var starting = new ReplayRequests(engines);
        return
        [
            ApiRoute.Get("/replays", "Replays of archived events, the latest first.", "ReplayList", _ => JsonObject.Of(("replays", JsonArray.From(
                engines.Store.Current.ListAll(ArchiveTypes.Replay)
                    .OrderByDescending(replay => replay.Value.String("ReplayStartTime"), StringComparer.Ordinal)
                    .ThenByDescending(replay => ReplayPosition.Of(replay.Value).Last)
                    .Select(replay => ToJson(replay.Key, replay.Value)))))),
            ApiRoute.Get("/replays/{id}", "One replay by its name.", "Replay", request => Shown(engines, Find(engines.Store.Current, request.Id).Key)),
            ApiRoute.Post("/replays", "Replays what an archive holds: {\"archive\", \"name\", \"from\", \"to\", \"rules\": […], \"description\"}; all but the archive may be left out.", "Replay",
                async (request, cancellationToken) => Shown(engines, await starting.Start(await request.Body(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))),
            ApiRoute.Post("/replays/{id}/cancel", "Cancels a replay.", "Replay",
                async (request, cancellationToken) => Shown(engines, await starting.Cancel(request.Id, cancellationToken).ConfigureAwait(false))),
        ];
    }

    /// <summary>The resource that a name or an ARN means.</summary>
    /// <exception cref="ApiException">There is none, or a name means several.</exception>
    public static (ResourceKey Key, JsonObject Value) Find(ResourceSet state, string text, string type = ArchiveTypes.Replay)
    {
        var (kind, arn) = type == ArchiveTypes.Replay ? ("replay", "ReplayArn") : ("archive", "ArchiveArn");
        var found = state.ListAll(type).Where(one => one.Key.Id == text || one.Value.String(arn) == text).Take(2).ToList();
        return found.Count switch
        {
            1 => (found[0].Key, found[0].Value),
            0 => throw ApiException.NotFound($"There is no {kind} {text}."),
            _ => throw ApiException.BadRequest($"Several {kind}s have the name {text}: give the ARN."),
        };
    }

    private static JsonObject Shown(Engines engines, ResourceKey key) => ToJson(key, engines.Store.Current.Get(key) ?? JsonObject.Empty);

    private static JsonObject ToJson(ResourceKey key, JsonObject replay)
    {
        var position = ReplayPosition.Of(replay);
        var destination = replay.Object("Destination");
        return JsonObject.Of(
            ("name", key.Id),
            ("arn", replay["ReplayArn"]),
            ("account", key.Scope.Account),
            ("region", key.Scope.Region),
            ("archive", Shape.Text(ArchiveTypes.NameOf(replay.String("EventSourceArn"), key.Scope))),
            ("bus", Shape.Text(BusRef.Of(destination?.String("Arn") ?? "", key.Scope)?.Name)),
            ("rules", destination?.Array("FilterArns")),
            ("description", replay["Description"]),
            ("state", replay["State"]),
            ("reason", replay["StateReason"]),
            ("from", Shape.Time(ReplayOperations.Time(replay, "EventStartTime"))),
            ("to", Shape.Time(ReplayOperations.Time(replay, "EventEndTime"))),
            ("last", replay.Has("EventLastReplayedTime") ? Shape.Time(ReplayOperations.Time(replay, "EventLastReplayedTime")) : null),
            ("events", position.Events),
            ("deliveries", position.Deliveries),
            ("started", Shape.Time(ReplayOperations.Time(replay, "ReplayStartTime"))),
            ("ended", replay.Has("ReplayEndTime") ? Shape.Time(ReplayOperations.Time(replay, "ReplayEndTime")) : null));
    }
}

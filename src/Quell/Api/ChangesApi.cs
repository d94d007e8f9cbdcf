using Quell.Engine.Json;
using Quell.Gate;
using Quell.Server;

namespace Quell.Api;

/// <summary>What executions and stacks changed.</summary>
internal static class ChangesApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var log = new ChangeLog(engines.Journal);
        return
        [
            ApiRoute.Get("/changes", "Changes, the newest first; of an event or an execution, in order and all of them.", "ChangeList", request => List(log, request),
                ApiParameter.Limit, ApiParameter.Before,
                new("event", "string", "Only those that came of the event of this id."),
                new("execution", "string", "Only those of the execution of this id.")),
            ApiRoute.Get("/changes/{id}", "One change.", "Change", request => log.Find(request.Id)
                ?? throw ApiException.NotFound($"There is no change {request.Id}.")),
        ];
    }

    private static JsonObject List(ChangeLog log, ApiRequest request) => (request.Text("event"), request.Text("execution")) switch
    {
        (null, null) => Shape.Page("changes", log.List(request.Before, request.Limit), request.Limit, change => change, change => change.Long("sequence") ?? 0),
        ({ } id, null) => JsonObject.Of(("changes", JsonArray.From(log.OfEvent(id)))),
        (null, { } id) => JsonObject.Of(("changes", JsonArray.From(log.OfExecution(id)))),
        _ => throw ApiException.BadRequest("Give either event or execution."),
    };
}

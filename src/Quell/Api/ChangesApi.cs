using Quell.Engine.Json;
using Quell.Events;
using Quell.Functions.Executions;
using Quell.Gate;
using Quell.Server;

namespace Quell.Api;

/// <summary>What executions and stacks changed.</summary>
internal static class ChangesApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var log = new ChangeLog(engines.Journal);
        var events = new EventLog(engines.Journal, engines.Bus.Seed);
        var executions = new ExecutionLog(engines.Journal);
        return
        [
            ApiRoute.Get("/changes", "Changes, the newest first; of an event or an execution, in order and all of them.", "ChangeList",
                request => (request.Text("event"), request.Text("execution")) switch
                {
                    (null, null) => Shape.Page("changes", log.List(request.Before, request.Limit), request.Limit, change => change, change => change.Long("sequence") ?? 0),
                    ({ } id, null) => All(log.OfEvent(id), () => events.Find(id) is not null, $"There is no event {id}."),
                    (null, { } id) => All(log.OfExecution(id), () => executions.Find(id) is not null, $"There is no execution {id}."),
                    _ => throw ApiException.BadRequest("Give either event or execution."),
                },
                ApiParameter.Limit, ApiParameter.Before,
                new("event", "string", "Only those that came of the event of this id."),
                new("execution", "string", "Only those of the execution of this id.")),
            ApiRoute.Get("/changes/{id}", "One change.", "Change", request => log.Find(request.Id)
                ?? throw ApiException.NotFound($"There is no change {request.Id}.")),
        ];
    }

    /// <param name="isKnown">Asked where there are no changes: nothing has come of it, or there is no such thing.</param>
    private static JsonObject All(List<JsonObject> changes, Func<bool> isKnown, string unknown) => changes.Count > 0 || isKnown()
        ? JsonObject.Of(("changes", JsonArray.From(changes)))
        : throw ApiException.NotFound(unknown);
}

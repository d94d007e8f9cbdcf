using Quell.Engine.Json;
using Quell.Events;
using Quell.Functions.Executions;
using Quell.Server;

namespace Quell.Api;

/// <summary>Executions of every kind.</summary>
internal static class ExecutionsApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var log = new ExecutionLog(engines.Journal);
        var events = new EventLog(engines.Journal, engines.Bus.Seed);
        return
        [
            ApiRoute.Get("/executions", "Executions, the newest first.", "ExecutionList", request => List(log, events, request),
                ApiParameter.Limit, ApiParameter.Before with { Type = "string" }, new("event", "string", "Only those that the event of this id led to.")),
            ApiRoute.Get("/executions/{id}", "One execution.", "Execution", request => log.Find(request.Id) is { } execution
                ? ToJson(execution)
                : throw ApiException.NotFound($"There is no execution {request.Id}.")),
        ];
    }

    public static JsonObject ToJson(ExecutionRecord execution) => JsonObject.Of(
        ("id", execution.Id),
        ("kind", execution.Kind),
        ("target", execution.Target),
        ("account", execution.Account),
        ("region", execution.Region),
        ("event", Shape.Text(execution.EventId)),
        ("rule", Shape.Text(execution.Rule)),
        ("delivery", Shape.Number(execution.Delivery)),
        ("state", NameOf(execution.State)),
        ("attempts", execution.Attempts),
        ("created", Shape.Time(execution.Created)),
        ("next", execution.State == ExecutionState.Waiting ? Shape.Time(execution.Next) : null),
        ("started", Shape.Time(execution.Started)),
        ("ended", Shape.Time(execution.Ended)),
        ("input", Shape.Json(execution.Input)),
        ("result", execution.Result is { } result ? Shape.Json(result) : null),
        ("errorCode", Shape.Text(execution.ErrorCode)),
        ("errorMessage", Shape.Text(execution.ErrorMessage)));

    private static JsonObject List(ExecutionLog log, EventLog events, ApiRequest request)
    {
        var before = request.Text("before") is not { } text ? null
            : ExecutionPlace.Parse(text) ?? throw ApiException.BadRequest("before wants the 'next' of the page before.");
        var executions = log.List(before, request.Text("event"), request.Limit);
        if (executions.Count == 0 && request.Text("event") is { } id && events.Find(id) is null)
        {
            throw ApiException.NotFound($"There is no event {id}.");
        }

        return JsonObject.Of(
            ("executions", JsonArray.From(executions.Select(ToJson))),
            ("next", executions.Count == request.Limit ? (JsonValue)executions[^1].Place.ToString() : null));
    }

    private static string NameOf(ExecutionState state) => state switch
    {
        ExecutionState.Waiting => "waiting",
        ExecutionState.Started => "started",
        ExecutionState.Succeeded => "succeeded",
        ExecutionState.Failed => "failed",
        _ => "timed-out",
    };
}

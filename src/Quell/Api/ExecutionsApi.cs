using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Events;
using Quell.Executions;
using Quell.Functions.Executions;
using Quell.Runbooks.Executing;
using Quell.Runbooks.Running;
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
                ApiParameter.Limit, ApiParameter.Before with { Type = "string" }, new("event", "string", "Only those that the event of this id led to."),
                new("mapRun", "string", "Only those of the map run with this ARN.")),
            ApiRoute.Get("/executions/{id}", "One execution, of a workflow with its history, of a runbook with its steps.", "Execution", request => One(engines, Find(log, request.Id))),
            ApiRoute.Get("/executions/{id}/history", "What has happened in an execution of a workflow or runbook, in order.", "History", request => History(engines, Find(log, request.Id), request),
                ApiParameter.Limit, new("after", "integer", "Only events behind the one of this number.")),
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

    /// <summary>An execution of a workflow may be asked for by its name, one of a runbook by its id.</summary>
    public static ExecutionRecord? TryFind(ExecutionLog log, string id) =>
        log.Find(id) ?? (id.Contains(':', StringComparison.Ordinal) || log.Named(id) is not [var only] ? null : only);

    private static ExecutionRecord Find(ExecutionLog log, string id) => TryFind(log, id) ?? throw (log.Named(id) is [var first, var second]
        ? ApiException.BadRequest($"There is more than one execution {id}: {first.Id}, {second.Id}. Ask for one by its ARN.")
        : ApiException.NotFound($"There is no execution {id}."));

    private static JsonObject One(Engines engines, ExecutionRecord record)
    {
        var executions = engines.Executions;
        var stored = executions.Store.Find(record.Id);
        if (stored is not null && record.Kind == RunbookLanguage.Kind)
        {
            return ToJson(record)
                .With("result", executions.Store.View(stored).Execution.Output)
                .With("automation", new AutomationReading(executions, engines.Runbooks.Documents).Whole(stored));
        }

        return stored is null
            ? ToJson(record)
            : ToJson(record)
                .With("result", executions.Store.View(stored).Execution.Output)
                .With("mapRun", Shape.Text(stored.Header.MapRun))
                .With("history", JsonArray.From(executions.Store.History(stored).Select(each => HistoryText.Of(each))));
    }

    private static JsonObject History(Engines engines, ExecutionRecord record, ApiRequest request)
    {
        var executions = engines.Executions;
        var stored = executions.Store.Find(record.Id) ?? throw ApiException.NotFound($"The execution {record.Id} has no history: it is a function's.");
        Func<HistoryEvent, JsonObject> shape = record.Kind == RunbookLanguage.Kind ? Plain : static happened => HistoryText.Of(happened);
        var after = request.Number("after") ?? 0;
        var events = executions.Store.History(stored).Where(each => each.Id > after).Take(request.Limit + 1).ToList();
        var page = events.Take(request.Limit).ToList();
        return JsonObject.Of(
            ("state", NameOf(stored.State)),
            ("events", JsonArray.From(page.Select(shape))),
            ("next", events.Count > page.Count ? (JsonValue)page[^1].Id : null));
    }

    /// <summary>An event of a runbook's history.</summary>
    private static JsonObject Plain(HistoryEvent happened) => JsonObject.Of(
        ("id", happened.Id), ("previousEventId", happened.Previous), ("timestamp", Shape.Time(happened.Time)), ("type", happened.Type), ("name", happened.Name),
        ("data", happened.Data), ("fields", happened.Fields));

    private static JsonObject List(ExecutionLog log, EventLog events, ApiRequest request)
    {
        var before = request.Text("before") is not { } text ? ListedPlace.Newest
            : ListedPlace.Parse(text) ?? throw ApiException.BadRequest("before wants the 'next' of the page before.");
        var executions = log.List(before, request.Text("event"), request.Limit, request.Text("mapRun"));
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
        ExecutionState.Aborted => "aborted",
        _ => "timed-out",
    };
}

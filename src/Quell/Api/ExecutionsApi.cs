using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Storage;

namespace Quell.Api;

/// <summary>Executions of every kind, as the journal has them.</summary>
internal static class ExecutionsApi
{
    private const string Columns =
        "id, kind, target, account, region, event_id, rule, delivery, state, attempts, created, next, started, ended, input, result, error_code, error_message";

    private static readonly string[] States = ["waiting", "started", "succeeded", "failed", "timed-out"];

    public static IEnumerable<ApiRoute> Routes(Engines engines) =>
    [
        ApiRoute.Get("/executions", "Executions, the newest first.", "ExecutionList", request => List(engines.Journal, request),
            ApiParameter.Limit, new("before", "integer", "The next page: the 'next' of the page before."), new("event", "string", "Only those that the event of this id led to.")),
        ApiRoute.Get("/executions/{id}", "One execution.", "Execution", request => Find(engines.Journal, request.Id)
            ?? throw ApiException.NotFound($"There is no execution {request.Id}.")),
    ];

    public static JsonObject? Find(Journal journal, string id) => journal.Read(connection =>
        connection.Query($"SELECT {Columns} FROM executions WHERE id = ?1", Read, id).FirstOrDefault().Record);

    /// <summary>What an event led to, in the order of their making.</summary>
    public static List<JsonObject> OfEvent(Journal journal, string eventId) => journal.Read(connection =>
        connection.Query($"SELECT {Columns} FROM executions WHERE event_id = ?1 ORDER BY created, id", Read, eventId).ConvertAll(row => row.Record));

    private static JsonObject List(Journal journal, ApiRequest request)
    {
        var rows = journal.Read(connection => request.Text("event") is { } id
            ? connection.Query($"SELECT {Columns} FROM executions WHERE event_id = ?1 AND created < ?2 ORDER BY created DESC, id DESC LIMIT ?3", Read, id, request.Before, (long)request.Limit)
            : connection.Query($"SELECT {Columns} FROM executions WHERE created < ?1 ORDER BY created DESC, id DESC LIMIT ?2", Read, request.Before, (long)request.Limit));
        return Shape.Page("executions", rows, request.Limit, row => row.Record, row => row.Created);
    }

    private static (JsonObject Record, long Created) Read(SqliteDataReader row) => (
        JsonObject.Of(
            ("id", row.GetString(0)),
            ("kind", row.GetString(1)),
            ("target", row.GetString(2)),
            ("account", row.GetString(3)),
            ("region", row.GetString(4)),
            ("event", Text(row, 5)),
            ("rule", Text(row, 6)),
            ("delivery", row.IsDBNull(7) ? null : (JsonValue)row.GetInt64(7)),
            ("state", States[row.GetInt32(8)]),
            ("attempts", row.GetInt32(9)),
            ("created", Time(row, 10)),
            ("next", row.GetInt32(8) == 0 ? Time(row, 11) : null),
            ("started", Time(row, 12)),
            ("ended", Time(row, 13)),
            ("input", Shape.Json((byte[])row.GetValue(14))),
            ("result", row.IsDBNull(15) ? null : Shape.Json((byte[])row.GetValue(15))),
            ("errorCode", Text(row, 16)),
            ("errorMessage", Text(row, 17))),
        row.GetInt64(10));

    private static JsonValue? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : (JsonValue)row.GetString(column);

    private static JsonValue? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : Shape.Time(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column)));
}

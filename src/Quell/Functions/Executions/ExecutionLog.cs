using Microsoft.Data.Sqlite;
using Quell.Executions;
using Quell.Storage;

namespace Quell.Functions.Executions;

/// <summary>Reads executions of every kind.</summary>
internal sealed class ExecutionLog(Journal journal)
{
    private const string Select = """
        SELECT id, kind, target, account, region, event_id, rule, delivery, state, attempts, created, next, started, ended, input, result,
          error_code, error_message FROM executions
        """;

    public ExecutionRecord? Find(string id) => Read($"{Select} WHERE id = ?1", id).FirstOrDefault();

    /// <summary>Executions of workflows with a name or of runbooks with an id, the latest first, at most two: a name may be one of several state machines'.</summary>
    public List<ExecutionRecord> Named(string name) => Read(
        $"{Select} WHERE kind = 'workflow' AND (substr(id, -length(?1) - 1) = ':' || ?1 OR instr(id, ':' || ?1 || ':') > 0) OR kind = 'runbook' AND substr(id, -length(?1) - 1) = '/' || ?1 ORDER BY created DESC, id DESC LIMIT 2", name);

    /// <summary>What an event led to, in the order of their making.</summary>
    public List<ExecutionRecord> OfEvent(string eventId) => Read($"{Select} WHERE event_id = ?1 ORDER BY created, id", eventId);

    /// <summary>A page of the latest, the newest first.</summary>
    /// <param name="before">Only those behind this place; null begins with the newest.</param>
    /// <param name="eventId">Only those that this event led to; null for all.</param>
    /// <param name="mapRun">Only those of this map run; null for all.</param>
    public List<ExecutionRecord> List(ListedPlace? before, string? eventId, int limit, string? mapRun = null)
    {
        var (created, id) = before ?? ListedPlace.Newest;
        var only = (eventId, mapRun) switch
        {
            (null, null) => "",
            (not null, null) => "event_id = ?4 AND",
            (null, not null) => "id IN (SELECT execution FROM runs WHERE map_run = ?4) AND",
            _ => "event_id = ?4 AND id IN (SELECT execution FROM runs WHERE map_run = ?5) AND",
        };
        object?[] values = [created, id, (long)limit, .. new[] { eventId, mapRun }.OfType<string>()];
        return Read($"{Select} WHERE {only} (created, id) < (?1, ?2) ORDER BY created DESC, id DESC LIMIT ?3", values);
    }

    private List<ExecutionRecord> Read(string sql, params object?[] values) => journal.Read(connection => connection.Query(sql, Record, values));

    private static ExecutionRecord Record(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Kind = row.GetString(1),
        Target = row.GetString(2),
        Account = row.GetString(3),
        Region = row.GetString(4),
        EventId = Text(row, 5),
        Rule = Text(row, 6),
        Delivery = row.IsDBNull(7) ? null : row.GetInt64(7),
        State = (ExecutionState)row.GetInt32(8),
        Attempts = row.GetInt64(9),
        Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
        Next = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11)),
        Started = Time(row, 12),
        Ended = Time(row, 13),
        Input = (byte[])row.GetValue(14),
        Result = row.IsDBNull(15) ? null : (byte[])row.GetValue(15),
        ErrorCode = Text(row, 16),
        ErrorMessage = Text(row, 17),
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}

/// <summary>An execution of any kind, as the journal has it.</summary>
internal sealed record ExecutionRecord
{
    public required string Id { get; init; }

    /// <summary><c>function</c>, <c>workflow</c> or <c>runbook</c>.</summary>
    public required string Kind { get; init; }

    public required string Target { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public string? EventId { get; init; }

    public string? Rule { get; init; }

    public long? Delivery { get; init; }

    public ExecutionState State { get; init; }

    public long Attempts { get; init; }

    public DateTimeOffset Created { get; init; }

    /// <summary>When the next attempt is due; of use while it waits.</summary>
    public DateTimeOffset Next { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public required ReadOnlyMemory<byte> Input { get; init; }

    public ReadOnlyMemory<byte>? Result { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public ListedPlace Place => new(Created.ToUnixTimeMilliseconds(), Id);
}

using Microsoft.Data.Sqlite;
using Quell.Storage;

namespace Quell.Functions.Executions;

/// <summary>The rows of executions: what is written, and the questions that <c>quell why</c>, the REST API and the queue ask.</summary>
internal static class ExecutionTable
{
    public const string Kind = "function";

    private const string Columns =
        "id, target, account, region, event_id, rule, delivery, state, attempts, created, next, started, ended, input, result, error_code, error_message";

    /// <summary>Stores a new execution; one of that id that is there already stays as it is.</summary>
    public static void Insert(JournalConnection connection, Execution execution) => connection.Execute(
        """
        INSERT OR IGNORE INTO executions
          (id, kind, target, account, region, event_id, rule, delivery, state, attempts, created, next, started, ended, input, result, error_code, error_message)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        """,
        execution.Id, Kind, execution.Target, execution.Scope.Account, execution.Scope.Region, execution.EventId, execution.Rule,
        execution.Delivery, (long)execution.State, execution.Attempts, Milliseconds(execution.Created), Milliseconds(execution.Next),
        Milliseconds(execution.Started), Milliseconds(execution.Ended), execution.Input.ToArray(), execution.Result?.ToArray(),
        execution.ErrorCode, execution.ErrorMessage);

    /// <summary>Stores what has become of an execution.</summary>
    public static void Update(JournalConnection connection, Execution execution) => connection.Execute(
        """
        UPDATE executions SET state = ?2, attempts = ?3, next = ?4, started = ?5, ended = ?6, result = ?7, error_code = ?8, error_message = ?9
        WHERE id = ?1
        """,
        execution.Id, (long)execution.State, execution.Attempts, Milliseconds(execution.Next), Milliseconds(execution.Started),
        Milliseconds(execution.Ended), execution.Result?.ToArray(), execution.ErrorCode, execution.ErrorMessage);

    public static Execution? Find(JournalConnection connection, string id) =>
        connection.Query($"SELECT {Columns} FROM executions WHERE id = ?1 AND kind = 'function'", Read, id).FirstOrDefault();

    /// <summary>What an event led to, in the order of their start.</summary>
    public static List<Execution> OfEvent(JournalConnection connection, string eventId) =>
        connection.Query($"SELECT {Columns} FROM executions WHERE event_id = ?1 AND kind = 'function' ORDER BY created, id", Read, eventId);

    /// <summary>Those whose attempt was under way when the process ended.</summary>
    public static List<Execution> Interrupted(JournalConnection connection) =>
        connection.Query($"SELECT {Columns} FROM executions WHERE state = 1 AND kind = 'function' ORDER BY next, id", Read);

    /// <summary>The targets that have executions that are due.</summary>
    public static List<string> DueTargets(JournalConnection connection, long now) => connection.Query(
        "SELECT DISTINCT target FROM executions WHERE state = 0 AND kind = 'function' AND next <= ?1", row => row.GetString(0), now);

    /// <summary>A target's executions that are due, the longest waiting first.</summary>
    public static List<Execution> Due(JournalConnection connection, string target, long now, int limit) => connection.Query(
        $"SELECT {Columns} FROM executions WHERE state = 0 AND kind = 'function' AND next <= ?1 AND target = ?2 ORDER BY next, id LIMIT ?3", Read, now, target, limit);

    /// <summary>When the next execution is due that is not yet; null where there is none.</summary>
    public static long? NextAfter(JournalConnection connection, long now) =>
        connection.Number("SELECT min(next) FROM executions WHERE state = 0 AND kind = 'function' AND next > ?1", now);

    private static Execution Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Target = row.GetString(1),
        Scope = new(row.GetString(2), row.GetString(3)),
        EventId = row.IsDBNull(4) ? null : row.GetString(4),
        Rule = row.IsDBNull(5) ? null : row.GetString(5),
        Delivery = row.IsDBNull(6) ? null : row.GetInt64(6),
        State = (ExecutionState)row.GetInt64(7),
        Attempts = row.GetInt32(8),
        Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        Next = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
        Started = Time(row, 11),
        Ended = Time(row, 12),
        Input = (byte[])row.GetValue(13),
        // A bare null would become an empty result, which is none.
        Result = row.IsDBNull(14) ? (ReadOnlyMemory<byte>?)null : (byte[])row.GetValue(14),
        ErrorCode = row.IsDBNull(15) ? null : row.GetString(15),
        ErrorMessage = row.IsDBNull(16) ? null : row.GetString(16),
    };

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}

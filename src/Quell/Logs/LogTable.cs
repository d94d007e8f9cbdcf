using System.Text;
using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Logs;

/// <summary>The rows of log streams and their events.</summary>
internal static class LogTable
{
    /// <summary>What an event costs beyond its message (CloudWatch Logs User Guide, PutLogEvents: 26 bytes).</summary>
    public const int EventOverhead = 26;

    public static void Append(JournalConnection connection, string group, string stream, IReadOnlyList<LogLine> lines, long now)
    {
        var id = Ensure(connection, group, stream, now);
        foreach (var line in lines)
        {
            connection.Execute(
                "INSERT INTO log_events (stream, time, ingested, message) VALUES (?1, ?2, ?3, ?4)", id, line.Time, now, line.Message);
        }

        connection.Execute(
            "UPDATE log_streams SET first = min(coalesce(first, ?2), ?2), last = max(coalesce(last, ?3), ?3), ingested = ?4, bytes = bytes + ?5 WHERE id = ?1",
            id, lines.Min(line => line.Time), lines.Max(line => line.Time), now,
            lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line.Message) + EventOverhead));
    }

    /// <returns>The stream's row; null where there is none of that name.</returns>
    public static long? Find(JournalConnection connection, string group, string stream) =>
        connection.Number("SELECT id FROM log_streams WHERE log_group = ?1 AND name = ?2", group, stream);

    public static bool Create(JournalConnection connection, string group, string stream, long now) => connection.Execute(
        "INSERT OR IGNORE INTO log_streams (log_group, name, created) VALUES (?1, ?2, ?3)", group, stream, now) > 0;

    public static bool Delete(JournalConnection connection, string group, string stream)
    {
        connection.Execute("DELETE FROM log_events WHERE stream IN (SELECT id FROM log_streams WHERE log_group = ?1 AND name = ?2)", group, stream);
        return connection.Execute("DELETE FROM log_streams WHERE log_group = ?1 AND name = ?2", group, stream) > 0;
    }

    public static void DeleteGroup(JournalConnection connection, string group)
    {
        connection.Execute("DELETE FROM log_events WHERE stream IN (SELECT id FROM log_streams WHERE log_group = ?1)", group);
        connection.Execute("DELETE FROM log_streams WHERE log_group = ?1", group);
    }

    public static void DeleteBefore(JournalConnection connection, string group, long time) => connection.Execute(
        "DELETE FROM log_events WHERE time < ?2 AND stream IN (SELECT id FROM log_streams WHERE log_group = ?1)", group, time);

    public static List<string> Groups(JournalConnection connection) =>
        connection.Query("SELECT DISTINCT log_group FROM log_streams", row => row.GetString(0));

    /// <summary>The days that each group keeps its events, by the groups' keys; null for ever.</summary>
    public static Dictionary<string, long?> Retentions(JournalConnection connection) => connection
        .Query("SELECT value FROM resources WHERE type = ?1", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0)), LogGroup.Type)
        .ToDictionary(value => value.String("Key") ?? "", value => value.Long("retentionInDays"), StringComparer.Ordinal);

    public static long Size(JournalConnection connection, string group) =>
        connection.Number("SELECT sum(bytes) FROM log_streams WHERE log_group = ?1", group) ?? 0;

    public static List<LogStreamRow> Streams(JournalConnection connection, string group) => connection.Query(
        "SELECT id, name, created, first, last, ingested FROM log_streams WHERE log_group = ?1",
        row => new LogStreamRow(row.GetInt64(0), row.GetString(1), row.GetInt64(2), Number(row, 3), Number(row, 4), Number(row, 5)),
        group);

    /// <summary>The events of a query in its direction.</summary>
    public static List<LogRow> Read(JournalConnection connection, LogQuery query)
    {
        const string Select =
            """
            SELECT e.id, s.name, e.time, e.ingested, e.message FROM log_events e JOIN log_streams s ON s.id = e.stream
            WHERE s.log_group = ?1 AND s.name IN (SELECT value FROM json_each(?2)) AND e.time >= ?3 AND e.time < ?4
            """;
        var from = query.From ?? (query.IsForward ? new(long.MinValue, 0) : new(long.MaxValue, 0));
        return connection.Query(
            query.IsForward
                ? $"{Select} AND (e.time, e.id) > (?5, ?6) ORDER BY e.time, e.id LIMIT ?7"
                : $"{Select} AND (e.time, e.id) < (?5, ?6) ORDER BY e.time DESC, e.id DESC LIMIT ?7",
            row => new LogRow(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4)),
            query.Group.Key, JsonArray.From(query.Streams).ToString(), query.Start ?? long.MinValue, query.End ?? long.MaxValue, from.Time, from.Id, query.Limit);
    }

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static long Ensure(JournalConnection connection, string group, string stream, long now)
    {
        if (Find(connection, group, stream) is { } found)
        {
            return found;
        }

        Create(connection, group, stream, now);
        return Find(connection, group, stream) ?? throw new System.Diagnostics.UnreachableException(stream);
    }
}

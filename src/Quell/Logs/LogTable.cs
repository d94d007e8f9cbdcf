using System.Text;
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

    private static long Ensure(JournalConnection connection, string group, string stream, long now)
    {
        if (Find(connection, group, stream) is { } found)
        {
            return found;
        }

        connection.Execute("INSERT INTO log_streams (log_group, name, created) VALUES (?1, ?2, ?3)", group, stream, now);
        return Find(connection, group, stream) ?? throw new System.Diagnostics.UnreachableException(stream);
    }
}

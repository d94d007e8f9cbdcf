using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Queues;

/// <summary>The journal's table of messages.</summary>
internal static class MessageTable
{
    public static void Insert(JournalConnection connection, string queue, QueueMessage message) => connection.Execute(
        """
        INSERT INTO messages (seq, queue, id, sender, sent, visible, received, first_received, source, body, attributes, system)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, NULL, NULL, ?7, ?8, ?9)
        """,
        message.Sequence, queue, message.Id, message.Sender, message.Sent.ToUnixTimeMilliseconds(),
        message.Visible.ToUnixTimeMilliseconds(), message.Body, message.Attributes?.ToUtf8(), message.System?.ToUtf8());

    public static void Update(JournalConnection connection, IndexEntry entry) => connection.Execute(
        "UPDATE messages SET visible = ?2, received = ?3, first_received = ?4 WHERE seq = ?1",
        entry.Sequence, entry.Visible, entry.Received, entry.FirstReceived);

    /// <summary>Moves a message into its dead-letter queue, as one that has not been received there.</summary>
    public static void Move(JournalConnection connection, IndexEntry entry, string queue, string source) => connection.Execute(
        "UPDATE messages SET queue = ?2, source = ?3, visible = ?4, received = 0, first_received = NULL WHERE seq = ?1",
        entry.Sequence, queue, source, entry.Visible);

    public static void Delete(JournalConnection connection, long sequence) =>
        connection.Execute("DELETE FROM messages WHERE seq = ?1", sequence);

    public static void DeleteAll(JournalConnection connection, string queue, long upTo) =>
        connection.Execute("DELETE FROM messages WHERE queue = ?1 AND seq <= ?2", queue, upTo);

    /// <summary>Every message's state by the incarnation of its queue.</summary>
    public static ILookup<string, IndexEntry> LoadAll(JournalConnection connection) => connection
        .Query("SELECT queue, seq, sent, visible, received, first_received FROM messages", row => (
            Queue: row.GetString(0),
            Entry: new IndexEntry(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetInt64(5))))
        .ToLookup(row => row.Queue, row => row.Entry);

    /// <summary>A message with the ARN of the queue whose dead letter it is; null where it is gone.</summary>
    public static (QueueMessage Message, string? Source)? Read(JournalConnection connection, long sequence)
    {
        var rows = connection.Query(
            "SELECT id, sender, sent, visible, source, body, attributes, system FROM messages WHERE seq = ?1",
            row => (Message(sequence, row), row.IsDBNull(4) ? null : row.GetString(4)), sequence);
        return rows.Count == 0 ? null : rows[0];
    }

    private static QueueMessage Message(long sequence, SqliteDataReader row) => new()
    {
        Sequence = sequence,
        Id = row.GetString(0),
        Sender = row.GetString(1),
        Sent = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        Visible = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        Body = row.GetString(5),
        Attributes = Object(row, 6),
        System = Object(row, 7),
    };

    private static JsonObject? Object(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : JsonValue.Parse((byte[])row.GetValue(column)) as JsonObject;
}

using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>The journal's table of deliveries.</summary>
internal static class DeliveryTable
{
    /// <summary>EventBridge's <c>ERROR_CODE</c> for a target's input that could not be shaped; with an empty payload it marks the delivery as one with nothing to send.</summary>
    public const string Unshaped = "INVALID_JSON";

    private const string Columns = "id, event_seq, parent, source, target, spec, payload, attempts, created, error_code, error_message";

    public static void Insert(JournalConnection connection, Delivery delivery, NewDelivery made, long now)
    {
        connection.Execute(
            """
            INSERT INTO deliveries
              (id, event_seq, parent, source, target, spec, payload, state, attempts, created, next, error_code, error_message)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, ?8, ?8, ?9, ?10)
            """,
            delivery.Id, delivery.EventSequence, delivery.Parent, delivery.Source, delivery.Target,
            made.SpecUtf8 ?? delivery.Spec.ToUtf8(), made.IsEventItself ? null : delivery.Payload.ToArray(), now,
            made.Fault?.Code, made.Fault?.Message);
    }

    /// <summary>Records what came of an attempt; a delivery that has ended already stays as it is.</summary>
    /// <returns>Whether it was pending.</returns>
    public static bool Record(JournalConnection connection, long id, DeliveryOutcome outcome, long now) => connection.Execute(
        """
        UPDATE deliveries SET state = ?2, attempts = ?3, next = ?4, ended = ?5, error_code = ?6, error_message = ?7,
          warning = coalesce(?8, warning)
        WHERE id = ?1 AND state = 0
        """,
        id, (long)outcome.State, (long)outcome.Attempts, outcome.Next.ToUnixTimeMilliseconds(),
        outcome.State == DeliveryState.Pending ? null : now, outcome.ErrorCode, outcome.ErrorMessage, outcome.Warning) > 0;

    /// <summary>Pending deliveries to a target that are due, the oldest first, and whether there may be more.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="bytes">How much payload; the one that reaches it is the last.</param>
    public static (List<Delivery> Found, bool HasMore) Due(JournalConnection connection, string target, long now, int limit, long bytes)
    {
        var events = new EventReader(connection);
        var found = connection.QueryWhile(
            $"SELECT {Columns} FROM deliveries WHERE state = 0 AND target = ?1 AND next <= ?2 ORDER BY next, id LIMIT ?3",
            row => Read(row, events), delivery => (bytes -= delivery.Payload.Length) > 0, target, now, (long)limit);
        return (found, found.Count >= limit || bytes <= 0);
    }

    /// <summary>When the next delivery to a target falls due after the time given; null where none waits.</summary>
    public static long? NextDue(JournalConnection connection, string target, long now) =>
        connection.Number("SELECT min(next) FROM deliveries WHERE state = 0 AND target = ?1 AND next > ?2", target, now);

    /// <summary>
    /// Sends the dead delivery of an event from a rule to a target again, with all its attempts, a new age, and definition and
    /// payload as they are now. It may be one that a replay of the event has made.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public static bool Revive(JournalConnection connection, long? sequence, string source, RuleTarget target, ReadOnlyMemory<byte> payload, long now) => connection.Execute(
        """
        UPDATE deliveries SET state = 0, attempts = 0, created = ?4, next = ?4, ended = NULL, error_code = NULL, error_message = NULL, spec = ?5, payload = ?6
        WHERE id = (SELECT max(id) FROM deliveries
          WHERE event_seq IN (SELECT ?1 UNION SELECT copy FROM replayed WHERE original = ?1) AND source = ?2 AND target = ?3 AND state = 2)
        """,
        sequence, source, target.Arn, now, target.SpecUtf8, payload.ToArray()) > 0;

    /// <summary>How many deliveries to a target are due, counted no further than a limit; those that wait for a retry are not.</summary>
    public static long CountDue(JournalConnection connection, string target, long now, int limit) => connection.Number(
        "SELECT count(*) FROM (SELECT 1 FROM deliveries WHERE state = 0 AND target = ?1 AND next <= ?2 LIMIT ?3)", target, now, (long)limit) ?? 0;

    /// <summary>Makes deliveries due that were made later than it is now: the clock has gone back, and they are not to wait for it.</summary>
    /// <returns>How many.</returns>
    public static int Realign(JournalConnection connection, long now) =>
        connection.Execute("UPDATE deliveries SET next = ?1, created = ?1 WHERE state = 0 AND created > ?1", now);

    /// <summary>The targets that deliveries wait for.</summary>
    public static List<string> WaitingTargets(JournalConnection connection) =>
        connection.Query("SELECT DISTINCT target FROM deliveries WHERE state = 0", row => row.GetString(0));

    private static Delivery Read(SqliteDataReader row, EventReader events)
    {
        var sequence = row.IsDBNull(1) ? (long?)null : row.GetInt64(1);
        var stored = sequence is null ? null : events.Read(sequence.Value);
        var payload = row.IsDBNull(6) ? stored?.Body : (byte[])row.GetValue(6);
        return new()
        {
            Id = row.GetInt64(0),
            EventSequence = sequence,
            EventId = stored?.Id,
            Parent = row.IsDBNull(2) ? null : row.GetInt64(2),
            Source = row.GetString(3),
            Target = row.GetString(4),
            Spec = JsonValue.Parse((byte[])row.GetValue(5)) as JsonObject ?? JsonObject.Empty,
            Payload = payload ?? ReadOnlyMemory<byte>.Empty,
            Attempts = row.GetInt32(7),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
            Fault = payload is null ? new DeliveryException("INTERNAL_ERROR", "The event is not stored any more.", isTransient: false)
                : payload.Value.IsEmpty && !row.IsDBNull(9) && row.GetString(9) == Unshaped ? new DeliveryException(Unshaped, row.GetString(10), isTransient: false)
                : null,
        };
    }
}

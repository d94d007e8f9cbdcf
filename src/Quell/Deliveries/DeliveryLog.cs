using Microsoft.Data.Sqlite;
using Quell.Events;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>Shows deliveries, and sends again those that were given up.</summary>
internal sealed class DeliveryLog(Journal journal, DeliveryDispatcher dispatcher)
{
    private const string Columns =
        "id, event_seq, parent, source, target, state, attempts, created, next, ended, error_code, error_message, warning";

    /// <summary>Deliveries, the newest first.</summary>
    public List<DeliveryRecord> List(DeliveryQuery query)
    {
        var filters = new List<string>();
        var values = new List<object?>();
        Add("state = ", (long?)query.State);
        Add("source = ", query.Source);
        Add("target = ", query.Target);
        Add("event_seq = ", query.EventSequence);
        Add("parent = ", query.Parent);
        Add("id < ", query.Before);
        var where = filters.Count == 0 ? "" : $"WHERE {string.Join(" AND ", filters)}";
        return Read($"SELECT {Columns} FROM deliveries {where} ORDER BY id DESC LIMIT {query.Limit}", [.. values]);

        void Add(string filter, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                filters.Add($"{filter}?{values.Count}");
            }
        }
    }

    public DeliveryRecord? Find(long id) => Read($"SELECT {Columns} FROM deliveries WHERE id = ?1", [id]).FirstOrDefault();

    /// <summary>
    /// Sends deliveries again that ended in the dead-letter queue or were dropped, with all their attempts and a new age. What
    /// lies in the queue stays there.
    /// </summary>
    /// <returns>Those that were sent again; others were not given up, or are gone.</returns>
    /// <exception cref="JournalException">It could not be stored; nothing is sent.</exception>
    public async Task<IReadOnlyList<long>> Redrive(IEnumerable<long> ids)
    {
        var wanted = ids.Distinct().ToList();
        var now = dispatcher.Time.GetUtcNow().ToUnixTimeMilliseconds();
        HashSet<long> sent = [];
        await journal.Write(connection => sent = [.. wanted.Where(id => Revive(connection, id, now))]).ConfigureAwait(false);
        foreach (var target in sent.Select(Find).OfType<DeliveryRecord>().Select(delivery => delivery.Target).Distinct())
        {
            dispatcher.Wake(target);
        }

        return [.. sent.Order()];
    }

    private static bool Revive(JournalConnection connection, long id, long now) => connection.Execute(
        """
        UPDATE deliveries SET state = 0, attempts = 0, created = ?2, next = ?2, ended = NULL,
          error_code = CASE WHEN length(payload) = 0 THEN error_code END, error_message = CASE WHEN length(payload) = 0 THEN error_message END
        WHERE id = ?1 AND state IN (2, 3)
        """,
        id, now) > 0;

    private List<DeliveryRecord> Read(string sql, object?[] values) => journal.Read(connection =>
    {
        var events = new EventReader(connection);
        return connection.Query(sql, row => Read(row, events), values);
    });

    private static DeliveryRecord Read(SqliteDataReader row, EventReader events)
    {
        var sequence = Number(row, 1);
        var state = (DeliveryState)row.GetInt32(5);
        return new()
        {
            Id = row.GetInt64(0),
            EventSequence = sequence,
            EventId = sequence is null ? null : events.Read(sequence.Value)?.Id,
            Parent = Number(row, 2),
            Source = row.GetString(3),
            Target = row.GetString(4),
            State = state,
            Attempts = row.GetInt32(6),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
            Next = state == DeliveryState.Pending ? Time(Number(row, 8)) : null,
            Ended = Time(Number(row, 9)),
            ErrorCode = Text(row, 10),
            ErrorMessage = Text(row, 11),
            Warning = Text(row, 12),
        };
    }

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}

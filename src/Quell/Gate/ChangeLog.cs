using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Storage;

namespace Quell.Gate;

/// <summary>Reads the recorded changes. Each is the record that <see cref="Change.ToRecord"/> made.</summary>
internal sealed class ChangeLog(Journal journal)
{
    private const string Select = "SELECT record FROM changes";

    public JsonObject? Find(string id) => Read($"{Select} WHERE id = ?1", id).FirstOrDefault();

    /// <summary>The latest, the newest first.</summary>
    /// <param name="before">Only those with lower sequence numbers.</param>
    public List<JsonObject> List(long before, int limit) => Read($"{Select} WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2", before, (long)limit);

    /// <summary>What an execution changed, in order.</summary>
    public List<JsonObject> OfExecution(string id) => Read($"{Select} WHERE execution = ?1 ORDER BY seq", id);

    /// <summary>What came of an event, in order.</summary>
    public List<JsonObject> OfEvent(string id) => Read($"{Select} WHERE event_id = ?1 ORDER BY seq", id);

    private List<JsonObject> Read(string sql, params object?[] values) => journal.Read(connection => connection.Query(sql, Record, values));

    private static JsonObject Record(SqliteDataReader row) => JsonValue.Parse((byte[])row.GetValue(0)) as JsonObject
        ?? throw new JournalException("A change's record is no JSON object.", isTransient: false);
}

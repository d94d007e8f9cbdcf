using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Functions.Executions;
using Quell.Queues;
using Quell.Storage;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>What a data folder's journal says, read from outside while a process runs on it or after its end.</summary>
internal sealed class JournalFacts(string dataFolder) : IDisposable
{
    private readonly JournalConnection _connection = JournalConnection.Open(Path.Combine(dataFolder, "quell.db"), readOnly: true);

    /// <summary>Ids of the events that the test put and the journal has.</summary>
    public List<string> Events() => [.. AllEvents().Where(one => one.String("source") == "crash.test").Select(one => one.String("id") ?? "")];

    /// <summary>The events of successful CreateVpc calls: the id of the trail record.</summary>
    public List<string> ChangeEvents() =>
    [
        .. AllEvents()
            .Where(one => one.Object("detail")?.String("eventName") == "CreateVpc" && one.Object("detail")?.Has("errorCode") is false)
            .Select(one => one.Object("detail")?.String("eventID") ?? ""),
    ];

    /// <summary>The successful CreateVpc calls of the trail: event id, request id and the VPC that it made.</summary>
    public List<(string EventId, string RequestId, string Vpc)> Trail() => [.. _connection
        .Query("SELECT record FROM trail WHERE name = 'CreateVpc'", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0)))
        .Where(record => !record.Has("errorCode"))
        .Select(record => (record.String("eventID") ?? "", record.String("requestID") ?? "", record.Object("responseElements")?.Object("vpc")?.String("vpcId") ?? ""))];

    /// <summary>The changes that executions made.</summary>
    public List<JsonObject> Changes() => _connection.Query(
        "SELECT record FROM changes WHERE execution IS NOT NULL", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0)));

    /// <summary>The resources of a type, all accounts and regions.</summary>
    public List<JsonObject> Resources(string type) =>
        _connection.Query("SELECT value FROM resources WHERE type = ?1", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0)), type);

    /// <summary>What lies in a queue.</summary>
    public List<JsonObject> Messages(string queue) => Bodies(queue).ConvertAll(body => (JsonObject)JsonValue.Parse(body));

    /// <summary>What lies in a queue, as texts.</summary>
    public List<string> Bodies(string queue)
    {
        var incarnation = _connection
            .Query("SELECT value FROM resources WHERE type = ?1 AND id = ?2", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0)), Queue.ResourceType, queue)
            .Single().String("Incarnation");
        return _connection.Query("SELECT body FROM messages WHERE queue = ?1", row => row.GetString(0), incarnation);
    }

    public List<Execution> Executions() =>
    [
        .. _connection.Query("SELECT id FROM executions", row => row.GetString(0)).Select(id => ExecutionTable.Find(_connection, id)).OfType<Execution>(),
    ];

    /// <summary>Deliveries by their state.</summary>
    public long Deliveries(DeliveryState state) => _connection.Number("SELECT count(*) FROM deliveries WHERE state = ?1", (long)state) ?? 0;

    /// <summary>What is on its way; empty where nothing is.</summary>
    public string OnTheWay() => string.Join('\n', _connection.Query(
        """
        SELECT 'delivery to ' || target || ' ' || coalesce(error_message, ''), count(*) FROM deliveries WHERE state = 0 GROUP BY 1
        UNION ALL
        SELECT 'execution of ' || target || ' ' || state || ' ' || attempts || ' ' || coalesce(error_message, ''), count(*) FROM executions WHERE state IN (0, 1) GROUP BY 1
        UNION ALL
        SELECT 'intent of ' || operation, count(*) FROM changes WHERE state = 0 GROUP BY 1
        """,
        row => $"{row.GetInt64(1)} {row.GetString(0)}"));

    /// <summary>Waits until everything has come to its end, as long as something moves.</summary>
    public async Task Drained()
    {
        for (var onTheWay = OnTheWay(); onTheWay.Length > 0;)
        {
            var before = onTheWay;
            onTheWay = await QuellProcess.Eventually(OnTheWay, now => now != before);
        }
    }

    /// <summary>Which instance entered which state, as its events tell.</summary>
    public List<string> StateChanges() =>
    [
        .. AllEvents()
            .Where(one => one.String("detail-type") == "EC2 Instance State-change Notification")
            .Select(one => $"{one.Object("detail")?.String("instance-id")} {one.Object("detail")?.String("state")}"),
    ];

    /// <summary>What SQLite finds wrong with the file; <c>ok</c> where nothing is.</summary>
    public string Integrity() => string.Join('\n', _connection.Query("PRAGMA integrity_check", row => row.GetString(0)));

    /// <summary>The sequence numbers of everything that has one.</summary>
    public List<long> SequenceNumbers() =>
    [
        .. new EventReader(_connection).After(0, int.MaxValue - 1).Select(stored => stored.Sequence),
        .. _connection.Query(
            "SELECT seq FROM trail UNION ALL SELECT seq FROM changes UNION ALL SELECT id FROM deliveries UNION ALL SELECT seq FROM messages",
            row => row.GetInt64(0)),
    ];

    public void Dispose() => _connection.Dispose();

    private IEnumerable<JsonObject> AllEvents() =>
        new EventReader(_connection).After(0, int.MaxValue - 1).Select(stored => (JsonObject)JsonValue.Parse(stored.Body.Span));
}

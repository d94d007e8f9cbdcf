using Microsoft.Data.Sqlite;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.States;
using Quell.Executions;
using Quell.Functions.Executions;
using Quell.Storage;

namespace Quell.Workflows.Executing;

/// <summary>The rows of map runs: they follow the executions that have the Map states, in the commits of these.</summary>
internal static class MapRunTable
{
    private const string Columns = "arn, run, state, created, ended, redrives, redriven, facts";

    private static readonly long Running = (long)ExecutionState.Started;

    /// <summary>Writes down what a transition brings for the execution's map runs.</summary>
    public static void Follow(JournalConnection connection, long run, Transition transition)
    {
        foreach (var happened in transition.Events)
        {
            if (happened.Type.StartsWith("MapRun", StringComparison.Ordinal))
            {
                Begin(connection, run, happened);
            }
        }

        foreach (var id in transition.Frames)
        {
            if (transition.Execution.Frames.GetValueOrDefault(id) is WorkflowFrame { Branching: { MapRun: { } map } branching } frame)
            {
                connection.Execute("UPDATE map_runs SET facts = ?2 WHERE arn = ?1", map.Arn, Facts(frame, branching, map).ToUtf8());
            }
        }

        foreach (var happened in transition.Events)
        {
            if (End(happened.Type) is { } state)
            {
                connection.Execute(
                    "UPDATE map_runs SET state = ?3, ended = ?4 WHERE run = ?1 AND event = ?2 AND state = ?5",
                    run, happened.Previous, (long)state, happened.Time.ToUnixTimeMilliseconds(), Running);
            }
        }

        if (!transition.Execution.IsRunning && transition.Execution.Frames.Values.Any(frame => frame is WorkflowFrame { Branching.MapRun: not null }))
        {
            connection.Execute(
                "UPDATE map_runs SET state = ?2, ended = ?3 WHERE run = ?1 AND state = ?4",
                run, (long)ExecutionState.Aborted, transition.Execution.Ended?.ToUnixTimeMilliseconds(), Running);
        }
    }

    private static void Begin(JournalConnection connection, long run, HistoryEvent happened)
    {
        switch (happened.Type)
        {
            case "MapRunStarted":
                connection.Execute(
                    "INSERT OR IGNORE INTO map_runs (arn, run, event, state, created, redrives, facts) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
                    happened.Fields?.String("mapRunArn"), run, happened.Id, Running, happened.Time.ToUnixTimeMilliseconds(), "{}"u8.ToArray());
                break;
            case "MapRunRedriven":
                GoOn(connection, happened);
                break;
            default:
                break;
        }
    }

    // Express children are begun anew; those that had failed no longer count.
    private static void GoOn(JournalConnection connection, HistoryEvent happened)
    {
        var arn = happened.Fields?.String("mapRunArn");
        connection.Execute(
            "UPDATE map_runs SET state = ?2, ended = NULL, event = ?3, redrives = redrives + 1, redriven = ?4 WHERE arn = ?1",
            arn, Running, happened.Id, happened.Time.ToUnixTimeMilliseconds());
        connection.Execute(
            "UPDATE runs SET map_run = NULL WHERE map_run = ?1 AND execution LIKE '%:express:%' AND execution IN (SELECT id FROM executions WHERE state > 2)", arn);
    }

    public static MapRunRow? Find(JournalConnection connection, string arn) =>
        connection.Query($"SELECT {Columns} FROM map_runs WHERE arn = ?1", Read, arn).FirstOrDefault();

    /// <summary>The map runs of an execution.</summary>
    public static List<MapRunRow> OfRun(JournalConnection connection, long run) =>
        connection.Query($"SELECT {Columns} FROM map_runs WHERE run = ?1", Read, run);

    /// <summary>How many of a map run's children there are in each state, and how many items they are for.</summary>
    public static Dictionary<ExecutionState, (long Executions, long Items)> Counts(JournalConnection connection, string arn) => connection.Query(
        """
        SELECT executions.state, count(*), coalesce(sum(runs.items), 0)
        FROM runs JOIN executions ON executions.id = runs.execution WHERE runs.map_run = ?1 GROUP BY executions.state
        """,
        row => ((ExecutionState)row.GetInt32(0), (row.GetInt64(1), row.GetInt64(2))), arn).ToDictionary(entry => entry.Item1, entry => entry.Item2);

    private static ExecutionState? End(string type) => type switch
    {
        "MapRunSucceeded" => ExecutionState.Succeeded,
        "MapRunFailed" => ExecutionState.Failed,
        "MapRunAborted" => ExecutionState.Aborted,
        _ => null,
    };

    private static JsonObject Facts(WorkflowFrame frame, Branching branching, MapRun map) => JsonObject.Of(
        ("items", map.Items),
        ("executions", branching.Total),
        ("maxConcurrency", map.MaxConcurrency),
        ("toleratedCount", map.Tolerated.Count is { } count ? (JsonValue)count : null),
        ("toleratedPercentage", map.Tolerated.Percentage is { } percentage ? (JsonValue)percentage : null),
        ("isWritten", frame.At is DistributedMapState { Writer: not null }));

    private static MapRunRow Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        (ExecutionState)row.GetInt32(2),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        row.GetInt32(5),
        row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
        JsonValue.Parse((byte[])row.GetValue(7)) as JsonObject ?? JsonObject.Empty);
}

/// <summary>A map run as its row has it.</summary>
/// <param name="Run">The number of the execution that has the Map state.</param>
/// <param name="Facts">What was planned and is allowed: <c>items</c>, <c>executions</c>, <c>maxConcurrency</c>, <c>toleratedCount</c>, <c>toleratedPercentage</c>, <c>isWritten</c>.</param>
internal sealed record MapRunRow(
    string Arn, long Run, ExecutionState State, DateTimeOffset Created, DateTimeOffset? Ended, int Redrives, DateTimeOffset? Redriven, JsonObject Facts);

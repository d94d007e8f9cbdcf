using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Storage;
using Execution = Quell.Engine.Executions.Execution;
using ExecutionState = Quell.Functions.Executions.ExecutionState;

namespace Quell.Executions;

/// <summary>The rows of executions that go on by themselves.</summary>
internal sealed class ExecutionStore(ExecutionHost host)
{
    /// <summary>Bytes of a result up to which listings have it; longer ones are in the records alone.</summary>
    private const int ListedResult = 4_096;

    public static void Insert(JournalConnection connection, long run, ExecutionHeader header, JsonValue input)
    {
        var text = Encoding.UTF8.GetBytes(header.Definition);
        var hash = SHA256.HashData(text);
        connection.Execute("INSERT OR IGNORE INTO definitions (hash, text) VALUES (?1, ?2)", hash, text);
        connection.Execute(
            "INSERT INTO runs (seq, execution, definition, header, parent, map_run, items) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            run, header.Id, hash, header.ToJson().ToUtf8(), header.Parent?.Run, header.MapRun, header.MapRun is null ? null : header.Items);
        connection.Execute(
            """
            INSERT INTO executions (id, kind, target, account, region, event_id, rule, delivery, state, attempts, created, next, started, input)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, 1, ?9, ?9, ?9, ?10)
            """,
            header.Id, header.Kind, header.Target, header.Scope.Account, header.Scope.Region, header.EventId, header.Rule, header.Delivery,
            header.Created.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(input.ToSpelledString()));
    }

    public static void Append(JournalConnection connection, long run, int ordinal, byte[] record) =>
        connection.Execute("INSERT INTO run_records (run, ordinal, record) VALUES (?1, ?2, ?3)", run, ordinal, record);

    /// <summary>Stores how an execution stands now: at its end, and when it is taken up again.</summary>
    public static void Update(JournalConnection connection, string id, Execution execution) => connection.Execute(
        "UPDATE executions SET state = ?2, ended = ?3, result = ?4, error_code = ?5, error_message = ?6, attempts = ?7 WHERE id = ?1",
        id, (long)State(execution.Status), execution.Ended?.ToUnixTimeMilliseconds(),
        execution.Output is { Size: <= ListedResult } output ? Encoding.UTF8.GetBytes(output.ToSpelledString()) : null,
        execution.Error, execution.Cause, execution.Redrives + 1);

    public static void SaveAnswer(JournalConnection connection, long run, int pending, Signal signal) => connection.Execute(
        "INSERT OR IGNORE INTO run_answers (run, pending, is_end, answer) VALUES (?1, ?2, ?3, ?4)", run, pending, IsEnd(signal), SignalRecord.Write(signal));

    public static void RemoveAnswer(JournalConnection connection, long run, int pending, Signal signal) =>
        connection.Execute("DELETE FROM run_answers WHERE run = ?1 AND pending = ?2 AND is_end = ?3", run, pending, IsEnd(signal));

    /// <summary>Removes an execution that is over, and all that is known of it.</summary>
    public static void Forget(JournalConnection connection, long run, string id)
    {
        connection.Execute("DELETE FROM run_records WHERE run = ?1", run);
        connection.Execute("DELETE FROM run_answers WHERE run = ?1", run);
        connection.Execute("DELETE FROM run_redrives WHERE run = ?1", run);
        connection.Execute("DELETE FROM map_runs WHERE run = ?1", run);
        connection.Execute("DELETE FROM approvals WHERE run = ?1", run);
        connection.Execute("DELETE FROM runs WHERE seq = ?1", run);
        connection.Execute("DELETE FROM executions WHERE id = ?1", id);
    }

    public StoredRun? Find(string id) => host.Journal.Read(connection => Read(connection, "runs.execution = ?1", id).FirstOrDefault());

    public StoredRun? Find(long run) => host.Journal.Read(connection => Read(connection, "runs.seq = ?1", run).FirstOrDefault());

    /// <summary>The numbers of all that had not ended when the process did.</summary>
    public List<long> Unfinished() => host.Journal.Read(connection => connection.Query(
        "SELECT runs.seq FROM executions JOIN runs ON runs.execution = executions.id WHERE executions.state = 1 ORDER BY runs.seq", row => row.GetInt64(0)));

    /// <summary>What has been answered and has not become part of the execution.</summary>
    public List<(int Pending, Signal Signal)> Answers(long run) => host.Journal.Read(connection => connection.Query(
        "SELECT pending, answer FROM run_answers WHERE run = ?1 ORDER BY pending, is_end", row => (row.GetInt32(0), SignalRecord.Read((byte[])row.GetValue(1))), run));

    /// <summary>The executions of a map run, in the order of their start.</summary>
    public List<StoredRun> OfMapRun(string arn, long after, int limit) => host.Journal.Read(connection =>
        Read(connection, "runs.map_run = ?1 AND runs.seq > ?2 ORDER BY runs.seq LIMIT ?3", arn, after, (long)limit));

    /// <summary>The executions that run and that something pending in another one waits for.</summary>
    public List<long> Children(long run, int pending) => host.Journal.Read(connection =>
        Read(connection, "runs.parent = ?1 AND executions.state = 1", run)).Where(child => child.Header.Parent?.Pending == pending).Select(child => child.Run).ToList();

    /// <summary>Reads an execution's records, the first one first.</summary>
    public List<byte[]> Records(long run) => host.Journal.Read(connection => connection.Query(
        "SELECT record FROM run_records WHERE run = ?1 ORDER BY ordinal", row => (byte[])row.GetValue(0), run));

    /// <summary>An execution as it stands; null where there is none.</summary>
    public ExecutionView? View(string id) => Find(id) is { } stored ? View(stored) : null;

    /// <inheritdoc cref="View(string)"/>
    public ExecutionView? View(long run) => Find(run) is { } stored ? View(stored) : null;

    /// <summary>An execution's history, as far as it is durable.</summary>
    public List<HistoryEvent> History(StoredRun stored)
    {
        var events = new List<HistoryEvent>();
        Read(stored, events);
        return events;
    }

    /// <summary>An execution and its history, both of one moment.</summary>
    public (Execution Execution, List<HistoryEvent> History) Whole(StoredRun stored)
    {
        var events = new List<HistoryEvent>();
        return (Read(stored, events), events);
    }

    /// <inheritdoc cref="View(string)"/>
    public ExecutionView View(StoredRun stored) => new(stored.Run, stored.Header, Read(stored, null), stored.Input);

    public static ExecutionState State(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Running => ExecutionState.Started,
        ExecutionStatus.Succeeded => ExecutionState.Succeeded,
        ExecutionStatus.TimedOut => ExecutionState.TimedOut,
        ExecutionStatus.Aborted => ExecutionState.Aborted,
        _ => ExecutionState.Failed,
    };

    private Execution Read(StoredRun stored, List<HistoryEvent>? events)
    {
        var program = host.Languages[stored.Header.Kind].Program(stored.Run, stored.Header);
        var known = new KnownValues();
        known.Add(stored.Input);
        var execution = Execution.New;
        foreach (var record in Records(stored.Run))
        {
            execution = TransitionRecord.Read(program, new(record, known), execution, events);
        }

        return execution;
    }

    private static long IsEnd(Signal signal) => signal is Signal.Submitted ? 0 : 1;

    private static List<StoredRun> Read(JournalConnection connection, string where, params ReadOnlySpan<object?> values) => connection.Query(
        $"""
        SELECT runs.seq, runs.header, definitions.text, executions.state, executions.input FROM runs
          JOIN definitions ON definitions.hash = runs.definition JOIN executions ON executions.id = runs.execution WHERE {where}
        """,
        Run, values);

    private static StoredRun Run(SqliteDataReader row) => new(
        row.GetInt64(0),
        ExecutionHeader.From(JsonValue.Parse((byte[])row.GetValue(1)) as JsonObject ?? JsonObject.Empty, Encoding.UTF8.GetString((byte[])row.GetValue(2))),
        (ExecutionState)row.GetInt32(3),
        JsonValue.ParseSpelled(Encoding.UTF8.GetString((byte[])row.GetValue(4))));
}

/// <summary>An execution as its row has it; where it stands is in its records.</summary>
internal sealed record StoredRun(long Run, ExecutionHeader Header, ExecutionState State, JsonValue Input);

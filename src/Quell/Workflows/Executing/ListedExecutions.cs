using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Functions.Executions;
using Quell.Storage;
using Quell.Workflows.Running;

namespace Quell.Workflows.Executing;

/// <summary>Which executions are listed.</summary>
internal sealed record ListedExecutions
{
    private const string Columns = "runs.seq, runs.header, executions.state, executions.created, executions.ended, executions.attempts";
    private const string Filters = "(?1 IS NULL OR executions.state = ?1) AND (?2 IS NULL OR (executions.attempts > 1) = ?2) AND (executions.created, executions.id) < (?3, ?4)";
    private const string Order = "ORDER BY executions.created DESC, executions.id DESC LIMIT ?5";

    /// <summary>Those of a state machine, by its ARN without a qualifier.</summary>
    public string? Target { get; init; }

    /// <summary>Of these, those that run the version or were started by the alias of that ARN; null for all.</summary>
    public string? Qualified { get; init; }

    /// <summary>Those of a map run, by its ARN, instead.</summary>
    public string? MapRun { get; init; }

    /// <summary>Null for those in every state.</summary>
    public ExecutionState? State { get; init; }

    /// <summary>Whether they have been redriven; null for either.</summary>
    public bool? IsRedriven { get; init; }

    /// <summary>The next ones behind a place.</summary>
    public List<ListedExecution> Read(JournalConnection connection, ListedPlace after, int limit)
    {
        var (state, redriven) = (State is { } only ? (long?)only : null, IsRedriven is { } given ? (given ? 1L : 0L) : (long?)null);
        return MapRun is not null
            ? connection.Query(
                $"SELECT {Columns} FROM runs JOIN executions ON executions.id = runs.execution WHERE runs.map_run = ?6 AND {Filters} {Order}",
                Row, state, redriven, after.Created, after.Id, (long)limit, MapRun)
            : connection.Query(
                $"SELECT {Columns} FROM executions JOIN runs ON runs.execution = executions.id WHERE executions.kind = 'workflow' AND executions.target = ?6 AND {Filters} {Order}",
                Row, state, redriven, after.Created, after.Id, (long)limit, Target);
    }

    /// <summary>Whether one of those that were read is to be listed.</summary>
    public bool Has(ListedExecution listed) => Qualified is null
        || (WorkflowSettings.From(listed.Header.Settings) is var settings && (settings.VersionArn == Qualified || settings.AliasArn == Qualified));

    private static ListedExecution Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        ExecutionHeader.From(JsonValue.Parse((byte[])row.GetValue(1)) as JsonObject ?? JsonObject.Empty, ""),
        (ExecutionState)row.GetInt32(2),
        row.GetInt64(3),
        row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        row.GetInt32(5) - 1);
}

/// <summary>An execution in a listing, without its definition.</summary>
internal sealed record ListedExecution(long Run, ExecutionHeader Header, ExecutionState State, long Created, DateTimeOffset? Ended, int Redrives)
{
    public ListedPlace Place => new(Created, Header.Id);
}

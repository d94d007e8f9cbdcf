using Microsoft.Data.Sqlite;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Functions.Executions;
using Quell.Runbooks.Running;
using Quell.Storage;

namespace Quell.Runbooks.Executing;

/// <summary>Pages of the automations of an account and region, the newest first.</summary>
internal static class ListedAutomations
{
    /// <param name="after">Only those behind this place.</param>
    public static List<ListedAutomation> Read(JournalConnection connection, Scope scope, ListedPlace after, int limit) => connection.Query(
        """
        SELECT runs.seq, runs.header, executions.state, executions.created, executions.id FROM executions JOIN runs ON runs.execution = executions.id
          WHERE executions.kind = ?1 AND executions.account = ?2 AND executions.region = ?3 AND (executions.created, executions.id) < (?4, ?5)
          ORDER BY executions.created DESC, executions.id DESC LIMIT ?6
        """,
        Row, RunbookLanguage.Kind, scope.Account, scope.Region, after.Created, after.Id, (long)limit);

    private static ListedAutomation Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        ExecutionHeader.From(JsonValue.Parse((byte[])row.GetValue(1)) as JsonObject ?? JsonObject.Empty, ""),
        (ExecutionState)row.GetInt32(2),
        new(row.GetInt64(3), row.GetString(4)));
}

/// <summary>An automation in a listing, without its document.</summary>
internal sealed record ListedAutomation(long Run, ExecutionHeader Header, ExecutionState State, ListedPlace Place);

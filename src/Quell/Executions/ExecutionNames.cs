using Quell.Storage;

namespace Quell.Executions;

/// <summary>
/// The names of executions that are no longer kept: they stay taken for ninety days after the end (API reference, StartExecution).
/// </summary>
internal static class ExecutionNames
{
    public static readonly TimeSpan Last = TimeSpan.FromDays(90);

    /// <summary>Keeps the names of executions that are about to be removed. Express executions and those of map runs have ids that never come again.</summary>
    /// <param name="leaving">A query of their ids, with the parameter ?1.</param>
    public static void Keep(JournalConnection connection, string leaving, object? value) => connection.Execute(
        $"""
        INSERT OR REPLACE INTO execution_names (id, ended)
        SELECT id, ended FROM executions WHERE kind = 'workflow' AND id LIKE '%:execution:%' AND id NOT LIKE '%/%' AND id IN ({leaving})
        """,
        value);

    /// <summary>When the execution of that name ended, which is no longer kept; null where there was none, or it is long ago.</summary>
    public static DateTimeOffset? Ended(JournalConnection connection, string id) =>
        connection.Number("SELECT ended FROM execution_names WHERE id = ?1", id) is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null;

    /// <summary>Gives the names free whose time is over.</summary>
    public static void Forget(JournalConnection connection, DateTimeOffset now) =>
        connection.Execute("DELETE FROM execution_names WHERE ended < ?1", (now - Last).ToUnixTimeMilliseconds());
}

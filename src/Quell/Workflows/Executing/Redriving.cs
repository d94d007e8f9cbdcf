using Quell.Engine.Executions;
using Quell.Executions;
using Quell.Storage;
using Quell.Workflows.Running;

namespace Quell.Workflows.Executing;

/// <summary>Which executions may be taken up again where they failed (developer guide, "Restarting state machine executions with redrive").</summary>
internal sealed class Redriving(WorkflowHost host)
{
    /// <summary>How long after its end an execution can be redriven.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromDays(14);

    /// <summary>How long an execution may take in all.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>How long the token of a request is known (API reference, RedriveExecution), and how many are.</summary>
    private static readonly TimeSpan TokensLast = TimeSpan.FromMinutes(15);
    private const int MostTokens = 10;

    /// <summary>Events that a history must not have reached.</summary>
    private const int MostEvents = 24_999;

    /// <summary>Why the execution cannot be redriven (API reference, DescribeExecution, "redriveStatusReason"); null where it can.</summary>
    public string? Obstacle(ExecutionHeader header, Execution execution)
    {
        var now = host.Time.GetUtcNow();
        return ExecutionDescription.RedriveReason(execution) is { } reason ? reason
            : StateMachines.Find(host.Resources.Current, StateMachines.Parsed(header.Target)) is not { } machine || StateMachines.IsDeleting(machine)
                ? "State machine is in DELETING status"
            : execution.LastEvent >= MostEvents ? "Execution history event limit exceeded"
            : execution.Started + Longest <= now ? "Execution has exceeded the max execution time"
            : execution.Ended + Period <= now ? "Execution redrivable period exceeded"
            : null;
    }

    /// <summary>When the request with that token was carried out; null where none was.</summary>
    public DateTimeOffset? Earlier(long run, string token)
    {
        var oldest = (host.Time.GetUtcNow() - TokensLast).ToUnixTimeMilliseconds();
        var time = host.Journal.Read(connection => connection.Number(
            $"SELECT time FROM (SELECT token, time FROM run_redrives WHERE run = ?1 AND time > ?3 ORDER BY time DESC LIMIT {MostTokens}) WHERE token = ?2", run, token, oldest));
        return time is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
    }

    public static void Remember(JournalConnection connection, long run, string token, DateTimeOffset time) => connection.Execute(
        "INSERT OR REPLACE INTO run_redrives (run, token, time) VALUES (?1, ?2, ?3)", run, token, time.ToUnixTimeMilliseconds());
}

namespace Quell.Engine.Executions;

/// <summary>How an execution stands.</summary>
internal enum ExecutionStatus
{
    Running = 0,
    Succeeded = 1,
    Failed = 2,
    TimedOut = 3,

    /// <summary>Somebody stopped it.</summary>
    Aborted = 4,
}

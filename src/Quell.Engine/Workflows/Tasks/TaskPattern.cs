namespace Quell.Engine.Workflows.Tasks;

/// <summary>How long a Task state waits for a service (developer guide, "Service integration patterns").</summary>
internal enum TaskPattern
{
    /// <summary>Until the service has answered.</summary>
    RequestResponse,

    /// <summary>Until the job that was started has ended (<c>.sync</c>).</summary>
    Sync,

    /// <summary>The same, with the job's output as JSON rather than as text (<c>.sync:2</c>).</summary>
    Sync2,

    /// <summary>Until somebody returns the task token that the call took along (<c>.waitForTaskToken</c>).</summary>
    WaitForTaskToken,
}

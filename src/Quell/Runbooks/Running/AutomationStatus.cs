using Quell.Engine.Executions;
using Quell.Engine.Runbooks;
using Quell.Functions.Executions;

namespace Quell.Runbooks.Running;

/// <summary>The statuses of automations and their steps, as AWS names them (User Guide, "Understanding automation statuses").</summary>
internal static class AutomationStatus
{
    public const string InProgress = "InProgress";
    public const string Waiting = "Waiting";
    public const string Pending = "Pending";
    public const string Cancelling = "Cancelling";
    public const string Success = "Success";
    public const string Failed = "Failed";
    public const string TimedOut = "TimedOut";
    public const string Cancelled = "Cancelled";

    public static string Of(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Running => InProgress,
        ExecutionStatus.Succeeded => Success,
        ExecutionStatus.TimedOut => TimedOut,
        ExecutionStatus.Aborted => Cancelled,
        _ => Failed,
    };

    public static string Of(ExecutionState state) => state switch
    {
        ExecutionState.Succeeded => Success,
        ExecutionState.Failed => Failed,
        ExecutionState.TimedOut => TimedOut,
        ExecutionState.Aborted => Cancelled,
        _ => InProgress,
    };

    /// <summary>What an event makes of its step; null for an event that is about no step, or changes nothing of that.</summary>
    public static string? OfStep(string type) => type switch
    {
        RunbookEvents.StepHeld => Pending,
        RunbookEvents.StepStarted => InProgress,
        RunbookEvents.StepWaiting => Waiting,
        RunbookEvents.StepSucceeded => Success,
        RunbookEvents.StepFailed => Failed,
        RunbookEvents.StepTimedOut => TimedOut,
        RunbookEvents.StepCancelled => Cancelled,
        _ => null,
    };

    /// <summary>What an event makes of its execution; null where it changes nothing of that.</summary>
    public static string? OfExecution(string type) => type switch
    {
        RunbookEvents.AutomationStarted => InProgress,
        RunbookEvents.StepHeld or RunbookEvents.StepWaiting => Waiting,
        RunbookEvents.AutomationCancelling => Cancelling,
        RunbookEvents.AutomationSucceeded => Success,
        RunbookEvents.AutomationFailed => Failed,
        RunbookEvents.AutomationTimedOut => TimedOut,
        RunbookEvents.AutomationCancelled => Cancelled,
        _ => null,
    };
}

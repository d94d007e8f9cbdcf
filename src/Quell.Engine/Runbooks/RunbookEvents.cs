namespace Quell.Engine.Runbooks;

/// <summary>The types of a runbook's history events, as <see cref="Executions.HistoryEvent.Type"/> has them. What each one tells is in this folder's README.</summary>
internal static class RunbookEvents
{
    public const string AutomationStarted = nameof(AutomationStarted);

    /// <summary>Somebody stopped it; a step that cleans up may still run.</summary>
    public const string AutomationCancelling = nameof(AutomationCancelling);

    public const string AutomationSucceeded = nameof(AutomationSucceeded);

    public const string AutomationFailed = nameof(AutomationFailed);

    public const string AutomationTimedOut = nameof(AutomationTimedOut);

    public const string AutomationCancelled = nameof(AutomationCancelled);

    /// <summary>A step of an execution that is gone through by hand waits for somebody to start it.</summary>
    public const string StepHeld = nameof(StepHeld);

    public const string StepStarted = nameof(StepStarted);

    /// <summary>It waits for a person: an approval, the end of a pause.</summary>
    public const string StepWaiting = nameof(StepWaiting);

    /// <summary>One attempt failed or ran out of time; another one follows.</summary>
    public const string StepAttemptFailed = nameof(StepAttemptFailed);

    public const string StepSucceeded = nameof(StepSucceeded);

    public const string StepFailed = nameof(StepFailed);

    public const string StepTimedOut = nameof(StepTimedOut);

    public const string StepCancelled = nameof(StepCancelled);

    public const string VariableUpdated = nameof(VariableUpdated);
}

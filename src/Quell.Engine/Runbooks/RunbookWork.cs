namespace Quell.Engine.Runbooks;

/// <summary>The kinds of <see cref="Executions.Work"/> that a runbook asks for. What each one's spec holds is in this folder's README.</summary>
internal static class RunbookWork
{
    /// <summary>One call to an API.</summary>
    public const string Call = "runbook:call";

    /// <summary>The script of <c>aws:executeScript</c>.</summary>
    public const string Script = "runbook:script";

    /// <summary>The command of <c>aws:runCommand</c>, with the wait for its invocations.</summary>
    public const string Command = "runbook:command";

    /// <summary>The runbook that <c>aws:executeAutomation</c> starts; answered when it ends.</summary>
    public const string Child = "runbook:child";

    /// <summary>What <c>aws:approve</c> waits for.</summary>
    public const string Approval = "runbook:approval";

    /// <summary>What <c>aws:pause</c> waits for, and every step of an execution that is gone through by hand.</summary>
    public const string Pause = "runbook:pause";

    /// <summary>The call of <c>aws:invokeWebhook</c>.</summary>
    public const string Webhook = "runbook:webhook";

    /// <summary>The values of the parameter store that the document names.</summary>
    public const string Lookup = "runbook:lookup";
}

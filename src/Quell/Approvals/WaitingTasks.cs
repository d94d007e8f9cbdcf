using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.States;
using Quell.Executions;

namespace Quell.Approvals;

/// <summary>Tasks of workflows that wait for their token: whoever operates the process may answer them as an approval, too.</summary>
internal sealed class WaitingTasks(DurableExecutions executions)
{
    /// <summary>Executions that are looked through, the newest first.</summary>
    private const int MostExecutions = 1_000;

    private const string Pattern = ".waitForTaskToken";

    /// <summary>The newest ones first.</summary>
    public IEnumerable<Approval> List(int limit) => executions.Store.Unfinished().AsEnumerable().Reverse().Take(MostExecutions).SelectMany(Of).Take(limit);

    /// <summary>The task that something pending is; null where it is none, or waits no more.</summary>
    public Approval? Find(long run, int pending) => Of(run).FirstOrDefault(task => task.Pending == pending);

    /// <summary>What the task comes to.</summary>
    public static Signal Answer(ApprovalDecision decision) => decision.IsApproval
        ? new Signal.Succeeded(JsonObject.Of(("approved", true), ("approver", decision.Approver), ("comment", decision.Comment)))
        : new Signal.Failed("Denied", decision.Comment ?? $"{decision.Approver} denied it.");

    private IEnumerable<Approval> Of(long run) => executions.Store.View(run) is not { Execution.IsRunning: true } view ? [] : view.Execution.Pending.Values
        .Where(pending => pending.Work is { Kind: TaskState.WorkKind } work && work.Spec.String("resource")?.EndsWith(Pattern, StringComparison.Ordinal) is true)
        .OrderByDescending(pending => pending.Id)
        .Select(pending => new Approval
        {
            Run = run,
            Pending = pending.Id,
            ExecutionId = view.Header.Id,
            Scope = view.Header.Scope,
            Step = (view.Execution.Frames.GetValueOrDefault(pending.Frame) as WorkflowFrame)?.At?.Name ?? "",
            Created = view.Execution.Started,
            Due = pending.Due,
        });
}

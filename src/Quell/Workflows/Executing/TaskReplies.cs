using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Gate;

namespace Quell.Workflows.Executing;

/// <summary>SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat (API Reference): what whoever has a task's token says of it.</summary>
internal sealed class TaskReplies(WorkflowEngine engine)
{
    public ValueTask<CallResult> SendTaskSuccess(Call call, CancellationToken cancellationToken)
    {
        var task = Task(call);
        return DataText.TryParse(call.Input.String("output") ?? "", "output", out var output, out var mistake)
            ? Reply(call, task, new Signal.Succeeded(output))
            : throw ExecutionErrors.InvalidOutput(mistake);
    }

    public ValueTask<CallResult> SendTaskFailure(Call call, CancellationToken cancellationToken) =>
        Reply(call, Task(call), new Signal.Failed(call.Input.String("error"), call.Input.String("cause")));

    /// <summary>A task that needs none may show signs of life, too.</summary>
    public async ValueTask<CallResult> SendTaskHeartbeat(Call call, CancellationToken cancellationToken)
    {
        var (run, pending) = Task(call);
        var isHeard = await engine.Executions.Post(run, new Stimulus.Heartbeat(pending)).ConfigureAwait(false);
        return isHeard || IsOpen(run, pending) ? new(JsonObject.Empty) : throw ExecutionErrors.TaskTimedOut();
    }

    // An execution may answer for another: that it has done so is committed with the answer, or it would come too late when it answers again.
    private async ValueTask<CallResult> Reply(Call call, (long Run, int Pending) task, Signal signal)
    {
        var answer = new CallResult(JsonObject.Empty);
        var stimulus = new Stimulus.Answer(task.Pending, signal) { IsByToken = true };
        var isTaken = await engine.Executions.Post(task.Run, stimulus, alongside: call.Record(answer)).ConfigureAwait(false);
        return isTaken ? answer : throw ExecutionErrors.TaskTimedOut();
    }

    private bool IsOpen(long run, int pending) =>
        engine.Executions.Store.View(run)?.Execution is { IsRunning: true } execution && execution.Pending.TryGetValue(pending, out var found) && found.Early is null;

    /// <summary>What the request's token stands for.</summary>
    /// <exception cref="AwsException"><c>InvalidToken</c>, also for a token of another account or region; <c>TaskDoesNotExist</c>.</exception>
    private (long Run, int Pending) Task(Call call)
    {
        var task = engine.Tokens.Read(call.Input.String("taskToken")) ?? throw WorkflowErrors.InvalidToken();
        var execution = engine.Executions.Store.Find(task.Run) ?? throw ExecutionErrors.NoTask();
        return execution.Header.Scope == call.Scope ? task : throw WorkflowErrors.InvalidToken();
    }
}

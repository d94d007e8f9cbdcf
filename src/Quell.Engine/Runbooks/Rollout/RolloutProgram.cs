using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Rollout;

/// <summary>
/// Runs a runbook once for each of many targets, some at a time, until too many have failed. Its history is that of a runbook whose steps
/// are the targets' executions.
/// </summary>
internal sealed class RolloutProgram(RolloutPlan plan, RunbookIdentity identity) : ExecutionProgram
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public override int EventLimit => 25_000;

    public override void Start(Run run)
    {
        run.SetDeadline(run.Now + Longest);
        run.Record(RunbookEvents.AutomationStarted, 0, null, run.Execution.Input, JsonObject.Of(
            ("documentName", identity.DocumentName), ("documentVersion", identity.DocumentVersion), ("mode", identity.Mode.ToString())));
        Go(run, run.Add(new RolloutFrame()));
    }

    public override void Resume(Run run, Frame frame, Pending pending, Signal signal)
    {
        var at = (RolloutFrame)frame;
        if (signal is Signal.Started or Signal.Submitted || !at.Running.TryGetValue(pending.Id, out var child))
        {
            return;
        }

        at.Running = at.Running.Remove(pending.Id);
        var result = (signal as Signal.Succeeded)?.Output as JsonObject ?? JsonObject.Empty;
        var isSuccess = result.String("Status") == "Success";
        at.Failures += isSuccess ? 0 : 1;
        var message = isSuccess ? null : signal is Signal.Failed(var error, var cause) ? $"{error}: {cause}" : result.String("FailureMessage") ?? $"The execution ended with the status {result.String("Status")}.";
        Tell(run, isSuccess ? RunbookEvents.StepSucceeded : RunbookEvents.StepFailed, child, result, message);
        Go(run, at);
    }

    public override void TimeOut(Run run) => Finish(run, RunbookEvents.AutomationTimedOut, ExecutionStatus.TimedOut, "The automation execution took longer than an execution may.");

    public override void Stop(Run run, string? error, string? cause)
    {
        foreach (var (id, child) in FrameOf(run).Running.OrderBy(each => each.Value.Target).ToList())
        {
            run.Cancel(id);
            Tell(run, RunbookEvents.StepCancelled, child, JsonObject.Empty, null);
        }

        Finish(run, RunbookEvents.AutomationCancelled, ExecutionStatus.Aborted, cause ?? error);
    }

    /// <summary><c>{"signal": "Complete"}</c>: no more are started; those that run come to their end.</summary>
    public override void Change(Run run, JsonObject what)
    {
        if (what.String("signal") == "Complete")
        {
            var frame = (RolloutFrame)run.Edit(FrameOf(run).Id)!;
            frame.Next = plan.Targets.Length;
            Go(run, frame);
        }
    }

    public override void Overflow(Run run) =>
        Finish(run, RunbookEvents.AutomationFailed, ExecutionStatus.Failed, $"The execution reached the maximum number of history events ({EventLimit}).");

    /// <summary>Automation executions are not taken up again.</summary>
    public override void Redrive(Run run)
    {
    }

    public override void WriteFrame(RecordWriter writer, Frame frame)
    {
        var at = (RolloutFrame)frame;
        writer.Write(at.Next);
        writer.Write(at.Failures);
        writer.Write(at.Running.Count);
        foreach (var (id, child) in at.Running)
        {
            writer.Write(id);
            writer.Write(child.Target);
            writer.Write(child.Started);
        }
    }

    public override Frame ReadFrame(RecordReader reader, int id, int parent)
    {
        var frame = new RolloutFrame { Id = id, Parent = parent, Next = reader.ReadInt(), Failures = reader.ReadInt() };
        for (var count = reader.ReadInt(); count > 0; count--)
        {
            frame.Running = frame.Running.Add(reader.ReadInt(), new(reader.ReadInt(), reader.ReadInt()));
        }

        return frame;
    }

    /// <summary>Starts what may be started, and ends when nothing is left.</summary>
    private void Go(Run run, RolloutFrame frame)
    {
        while (frame.Next < plan.Targets.Length && frame.Running.Count < plan.MaxConcurrency && frame.Failures <= plan.MaxErrors && run.HasRoom(8))
        {
            Begin(run, frame, frame.Next++);
        }

        if (frame.Running.Count > 0)
        {
            return;
        }

        if (frame.Failures == 0)
        {
            Finish(run, RunbookEvents.AutomationSucceeded, ExecutionStatus.Succeeded, null);
        }
        else
        {
            var left = plan.Targets.Length - frame.Next;
            Finish(run, RunbookEvents.AutomationFailed, ExecutionStatus.Failed,
                $"{frame.Failures} of {frame.Next} executions failed{(left > 0 ? $"; {left} targets were not begun" : "")}.");
        }
    }

    private void Begin(Run run, RolloutFrame frame, int number)
    {
        var target = plan.Targets[number];
        var started = run.Record(RunbookEvents.StepStarted, run.LastEvent, target.Label, target.Parameters, JsonObject.Of(
            ("action", "aws:executeAutomation"), ("maxAttempts", 1), ("onFailure", "Abort"), ("isCritical", false), ("isEnd", false)));
        var work = new Work(RunbookWork.Child, JsonObject.Of(
            ("documentName", plan.DocumentName), ("documentVersion", plan.DocumentVersion), ("runtimeParameters", target.Parameters), ("target", target.Label)))
        {
            IsTokenAwaited = true,
        };
        var id = run.Await(new(run.NextId(), frame.Id, work));
        frame.Running = frame.Running.Add(id, new(number, started));
    }

    private void Tell(Run run, string type, RolloutChild child, JsonObject result, string? message) => run.Record(
        type, run.LastEvent, plan.Targets[child.Target].Label, result.Count == 0 ? null : result,
        JsonObject.Of(("started", child.Started), ("action", "aws:executeAutomation"), ("message", message), ("type", message is null ? null : "Action"), ("stage", message is null ? null : "Invocation")));

    private static void Finish(Run run, string type, ExecutionStatus status, string? message)
    {
        run.Record(type, run.LastEvent, null, null, JsonObject.Of(("message", message)));
        run.End(status, status == ExecutionStatus.Succeeded ? JsonObject.Empty : null, status == ExecutionStatus.Succeeded ? null : type, message);
        run.Discard(FrameOf(run));
    }

    private static RolloutFrame FrameOf(Run run) => run.Frames.OfType<RolloutFrame>().Single();
}

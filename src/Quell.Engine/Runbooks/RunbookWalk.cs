using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>One transition's way through the steps: starts them, leaves them for where they lead, and ends the execution.</summary>
internal sealed class RunbookWalk(RunbookProgram program, Run run, RunbookFrame frame)
{
    /// <summary>How often one step may be started, so that steps that lead to each other come to an end.</summary>
    public const int MostVisits = 1_000;

    /// <summary>Before another attempt: AWS does not say how long it waits.</summary>
    private static readonly Backoff BetweenAttempts = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30), IsJittered: false);

    private RunbookScope? _scope;

    public RunbookProgram Program => program;

    public Run Run => run;

    public RunbookFrame Frame => frame;

    public RunbookScope Scope => _scope ??= new(program.Steps, program.Identity, frame, run.Now);

    /// <summary>Goes on as far as it goes without anything from outside.</summary>
    public void Go()
    {
        while (!run.IsOver && frame is { Phase: RunbookPhase.Entering, At: { } step })
        {
            if (!run.HasRoom(8))
            {
                program.Overflow(run);
            }
            else if (program.Identity.Mode == RunbookMode.Interactive && !frame.IsReleased && !frame.IsCancelling)
            {
                Hold(step);
            }
            else
            {
                Enter(step);
            }
        }
    }

    /// <summary>Does something in the step, which may fail at it.</summary>
    public void Try(RunbookStep step, Action<StepVisit> action)
    {
        try
        {
            action(new(this, step));
        }
        catch (StepException failure)
        {
            Fail(step, failure);
        }
    }

    /// <summary>Makes an attempt at the step.</summary>
    public void Attempt(RunbookStep step)
    {
        var timeout = frame.Step.Timeout;
        var own = timeout is { } limit ? run.Now + limit : (DateTimeOffset?)null;
        var around = frame.Loops.IsEmpty ? null : frame.Loops[^1].Run.Due;
        frame.Phase = RunbookPhase.Working;
        frame.Step = frame.Step with { Due = around < own || own is null ? around : own, Progress = JsonObject.Empty };
        Try(step, visit => RunbookActions.Of(step).Enter(visit));
    }

    /// <summary>Waits for what is pending.</summary>
    public void Wait(int pending) => (frame.Phase, frame.Pending) = (RunbookPhase.Working, pending);

    /// <summary>Adds an event of the step to the history.</summary>
    public void Tell(string type, RunbookStep step, JsonValue? data, JsonObject? fields = null) =>
        frame.Previous = run.Record(type, frame.Previous, step.Name, data, JsonObject.Of(("started", frame.Step.Started)).Merge(fields ?? JsonObject.Empty));

    /// <summary>The step is done; it goes on where the step says, or where its action has chosen.</summary>
    public void Succeed(RunbookStep step, JsonObject outputs, string? chosen = null)
    {
        frame.Outputs = frame.Outputs.SetItem(step.Name, outputs);
        Tell(RunbookEvents.StepSucceeded, step, outputs, JsonObject.Of(("nextStep", chosen)));
        Leave(step, chosen);
    }

    /// <summary>The attempt failed: there is another one, or the step has failed.</summary>
    public void Fail(RunbookStep step, StepException failure, bool isTimeOut = false)
    {
        var message = isTimeOut
            ? $"Step timed out while step is {failure.Doing}. {Sentence(failure.Message)}Please refer to Automation Service Troubleshooting Guide for more diagnosis details."
            : $"Step fails when it is {failure.Doing}. {Sentence(failure.Message)}Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";
        Fail(step, new(message, failure, isTimeOut));
    }

    /// <summary>Begins a round of a loop.</summary>
    public void BeginRound(RunbookStep loop, int iteration, JsonArray? items, int most)
    {
        var round = new LoopRound(loop.Name, frame.Step, iteration, items, most);
        frame.Loops = frame.Loops.Add(round);
        (frame.At, frame.Phase, frame.IsReleased) = (loop.Steps[0], RunbookPhase.Entering, false);
    }

    /// <summary>Stops the execution: the step that it is in is cancelled, and the one that cleans up after it runs.</summary>
    public void Cancel(string? cause)
    {
        var isAgain = frame.IsCancelling;
        (frame.IsCancelling, frame.StopCause) = (true, frame.StopCause ?? cause);
        var step = CancelStep();
        var cleaner = isAgain || step is not { OnCancel: { Kind: EscapeKind.Step, Step: { } name } } ? null : program.Steps.Beside(step, name) ?? program.Steps.Find(name);
        if (cleaner is null)
        {
            Finish();
            return;
        }

        frame.Previous = run.Record(RunbookEvents.AutomationCancelling, frame.Previous, null, null, JsonObject.Of(("step", step?.Name), ("cleanup", cleaner.Name), ("cause", cause)));
        (frame.At, frame.Phase) = (cleaner, RunbookPhase.Entering);
        run.SetDeadline(run.Now + RunbookProgram.LongestCleanup);
        Go();
    }

    /// <summary>Ends the execution without the steps that are left.</summary>
    public void Complete()
    {
        CancelStep();
        Finish();
    }

    /// <summary>The execution's time is up.</summary>
    public void TimeOut()
    {
        if (frame.IsCancelling)
        {
            CancelStep();
            Finish();
            return;
        }

        frame.Failure = new(frame.At?.Name ?? "", RunbookProgram.TimedOutMessage, IsTimeOut: true);
        EndSteps(RunbookEvents.StepTimedOut, JsonObject.Of(("message", RunbookProgram.TimedOutMessage)));
        Finish();
    }

    /// <summary>The whole execution fails, whatever its steps say.</summary>
    public void Crash(string message)
    {
        frame.Failure = new(frame.At?.Name ?? "", message, IsTimeOut: false);
        EndSteps(RunbookEvents.StepFailed, JsonObject.Of(("message", message)));
        Finish();
    }

    private void Hold(RunbookStep step)
    {
        var id = run.NextId();
        frame.Previous = run.Record(RunbookEvents.StepHeld, frame.Previous, step.Name, null, JsonObject.Of(("action", step.Action)));
        var spec = JsonObject.Of(("step", step.Name), ("reason", "interactive"), ("token", program.Identity.Token(id)));
        frame.Phase = RunbookPhase.Held;
        frame.Pending = run.Await(new(id, frame.Id, new(RunbookWork.Pause, spec) { IsTokenAwaited = true }));
    }

    private void Enter(RunbookStep step)
    {
        var visits = frame.Visits.GetValueOrDefault(step.Name) + 1;
        if (visits > MostVisits)
        {
            Crash($"The step {step.Name} was started more than {MostVisits} times. Steps that lead to each other need a way out.");
            return;
        }

        _scope = null;
        (frame.Visits, frame.Outputs) = (frame.Visits.SetItem(step.Name, visits), frame.Outputs.Remove(step.Name));
        (frame.Phase, frame.IsReleased) = (RunbookPhase.Working, false);
        frame.Step = StepRun.None;
        StepException? mistake = null;
        try
        {
            var action = RunbookActions.Of(step);
            frame.Step = new(0, 1, StepLimits.MaxAttempts(step, Scope), StepLimits.Timeout(step, action, Scope)) { Inputs = action.Resolve(step.Inputs, Scope) };
        }
        catch (StepException wrong)
        {
            mistake = wrong;
        }

        frame.Previous = run.Record(RunbookEvents.StepStarted, frame.Previous, step.Name, mistake is null ? frame.Step.Inputs : null, StepLimits.Describe(step, frame));
        frame.Step = frame.Step with { Started = frame.Previous };
        if (mistake is not null)
        {
            Fail(step, mistake);
        }
        else
        {
            Attempt(step);
        }
    }

    private void Fail(RunbookStep step, Failing failing)
    {
        var fields = failing.Fields;
        var isOutOfTime = !frame.Loops.IsEmpty && frame.Loops[^1].Run.Due <= run.Now;
        if (failing.Cause.Stage != FailureStage.InputValidation && frame.Step.Attempt < frame.Step.MaxAttempts && !isOutOfTime && !frame.IsCancelling)
        {
            Tell(RunbookEvents.StepAttemptFailed, step, null, fields.With("attempt", frame.Step.Attempt));
            frame.Phase = RunbookPhase.Retrying;
            frame.Pending = run.WaitUntil(frame, run.Now + BetweenAttempts.Delay(frame.Step.Attempt - 1, static () => 1));
            frame.Step = frame.Step with { Attempt = frame.Step.Attempt + 1, Due = null };
            return;
        }

        Tell(failing.IsTimeOut ? RunbookEvents.StepTimedOut : RunbookEvents.StepFailed, step, frame.Outputs.GetValueOrDefault(step.Name), fields);
        Escape(step, failing, isOutOfTime);
    }

    /// <summary>Where it goes on when a step has failed (Systems Manager User Guide, "Properties shared by all actions", <c>onFailure</c>).</summary>
    private void Escape(RunbookStep step, Failing failing, bool isLoopOutOfTime)
    {
        frame.Phase = RunbookPhase.Entering;
        if (step.OnFailure.Kind != EscapeKind.Abort && !isLoopOutOfTime)
        {
            NoteFailure(step, failing);
            if (step.OnFailure.Step is { } name)
            {
                GoTo(step, name);
            }
            else
            {
                Leave(step, null);
            }

            return;
        }

        if (frame.Loops.IsEmpty)
        {
            NoteFailure(step, failing);
            Finish();
            return;
        }

        // The loop fails with what failed in it.
        var loop = EndRound();
        Fail(loop, failing);
    }

    private void NoteFailure(RunbookStep step, Failing failing)
    {
        if (step.IsCritical)
        {
            frame.Failure ??= new(step.Name, failing.Message, failing.IsTimeOut);
        }
    }

    private void Leave(RunbookStep step, string? chosen)
    {
        (frame.Phase, frame.Pending) = (RunbookPhase.Entering, 0);
        if ((chosen ?? (step.IsEnd ? null : step.NextStep)) is { } name)
        {
            GoTo(step, name);
        }
        else if (!step.IsEnd && program.Steps.Below(step) is { } below)
        {
            frame.At = below;
        }
        else if (frame.Loops.IsEmpty)
        {
            Finish();
        }
        else
        {
            var round = frame.Loops[^1];
            var loop = EndRound();
            Try(loop, visit => AwsLoop.RoundEnded(visit, round));
        }
    }

    private void GoTo(RunbookStep step, string name)
    {
        if (program.Steps.Beside(step, name) is { } next)
        {
            (frame.At, frame.Phase, frame.Pending) = (next, RunbookPhase.Entering, 0);
        }
        else
        {
            Crash($"The step {step.Name} leads to {name}, which is no step beside it.");
        }
    }

    /// <summary>Goes back to the loop around.</summary>
    private RunbookStep EndRound()
    {
        var round = frame.Loops[^1];
        var loop = program.Steps.Find(round.Loop) ?? throw new System.Diagnostics.UnreachableException($"There is no loop {round.Loop}.");
        (frame.Loops, frame.Step, frame.At, frame.Phase) = (frame.Loops.RemoveAt(frame.Loops.Length - 1), round.Run, loop, RunbookPhase.Working);
        return loop;
    }

    /// <summary>Gives up the step that it is in, and the loops around; the innermost step that was cancelled, or null.</summary>
    private RunbookStep? CancelStep()
    {
        run.Cancel(frame.Pending);
        frame.Pending = 0;
        return EndSteps(RunbookEvents.StepCancelled, null);
    }

    /// <summary>Tells the end of the step that it is in, if it is in one, and of the loops around.</summary>
    /// <returns>The innermost that has ended with it; null for none.</returns>
    private RunbookStep? EndSteps(string type, JsonObject? fields)
    {
        var innermost = frame.Phase is RunbookPhase.Working or RunbookPhase.Retrying ? frame.At : null;
        if (innermost is not null)
        {
            Tell(type, innermost, null, fields);
        }

        while (!frame.Loops.IsEmpty)
        {
            var loop = EndRound();
            innermost ??= loop;
            Tell(type, loop, null, fields);
        }

        frame.Phase = RunbookPhase.Entering;
        return innermost;
    }

    private void Finish()
    {
        var outputs = DocumentOutputs.Of(program.Document, Scope);
        var (type, status, message) = frame switch
        {
            { IsCancelling: true } => (RunbookEvents.AutomationCancelled, ExecutionStatus.Aborted, frame.StopCause),
            { Failure: null } => (RunbookEvents.AutomationSucceeded, ExecutionStatus.Succeeded, null),
            { Failure.IsTimeOut: true } => (RunbookEvents.AutomationTimedOut, ExecutionStatus.TimedOut, frame.Failure.Message),
            _ => (RunbookEvents.AutomationFailed, ExecutionStatus.Failed, frame.Failure?.Message),
        };
        run.Record(type, frame.Previous, null, outputs, JsonObject.Of(("message", message), ("step", frame.IsCancelling ? null : frame.Failure?.Step)));
        run.End(status, status == ExecutionStatus.Succeeded ? outputs : null, status == ExecutionStatus.Succeeded ? null : type, message);
        run.Discard(frame);
    }

    private static string Sentence(string text) => text.Length == 0 ? "" : text.EndsWith('.') ? $"{text} " : $"{text}. ";

    /// <summary>A failure on its way outwards.</summary>
    private sealed record Failing(string Message, StepException Cause, bool IsTimeOut)
    {
        public JsonObject Fields => JsonObject.Of(
            ("message", Message), ("error", Cause.Error), ("stage", Cause.Stage.ToString()), ("type", IsTimeOut ? "Verification" : Cause.Type));
    }
}

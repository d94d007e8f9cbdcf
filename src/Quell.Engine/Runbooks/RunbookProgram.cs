using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>
/// The Automation document language on the execution kernel: one execution's document and names. Its input is the parameters as
/// StartAutomationExecution has them: name → list of texts.
/// </summary>
internal sealed class RunbookProgram(RunbookDocument document, RunbookIdentity identity) : ExecutionProgram
{
    /// <summary>How long cleaning up after a cancellation may take (Systems Manager User Guide, "Properties shared by all actions", <c>onCancel</c>).</summary>
    public static readonly TimeSpan LongestCleanup = TimeSpan.FromMinutes(2);

    public const string TimedOutMessage = "The automation execution took longer than an execution may.";

    /// <summary>
    /// How long an execution may take: 12 hours where it runs as whoever started it ("AWS Systems Manager endpoints and quotas"); with a
    /// role AWS names no limit, and a year is ours.
    /// </summary>
    private static readonly TimeSpan LongestAsCaller = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestWithRole = TimeSpan.FromDays(365);

    private static readonly TimeSpan LongestLookup = TimeSpan.FromMinutes(1);

    public RunbookDocument Document => document;

    public RunbookIdentity Identity => identity;

    public StepList Steps { get; } = new(document);

    public override int EventLimit => 25_000;

    public override void Start(Run run)
    {
        var frame = run.Add(new RunbookFrame());
        var given = run.Execution.Input as JsonObject ?? JsonObject.Empty;
        run.SetDeadline(run.Now + (AssumedRole.Of(document, ParameterBinding.Bind(document, given).Values, identity) is null ? LongestAsCaller : LongestWithRole));
        var names = StoredReferences.Of(document);
        if (names.Count == 0)
        {
            Begin(run, frame);
            return;
        }

        frame.Phase = RunbookPhase.LookingUp;
        var work = new Work(RunbookWork.Lookup, JsonObject.Of(("names", names)));
        frame.Pending = run.Await(new(run.NextId(), frame.Id, work) { Due = run.Now + LongestLookup });
    }

    public override void Resume(Run run, Frame frame, Pending pending, Signal signal)
    {
        var at = (RunbookFrame)frame;
        if (signal is Signal.Started or Signal.Submitted || at.Pending != pending.Id)
        {
            return;
        }

        at.Pending = 0;
        var walk = new RunbookWalk(this, run, at);
        switch (at.Phase)
        {
            case RunbookPhase.LookingUp:
                LookedUp(run, at, signal);
                break;
            case RunbookPhase.Held:
                Release(walk);
                break;
            case RunbookPhase.Retrying when at.At is { } step:
                walk.Attempt(step);
                break;
            case RunbookPhase.Working when at.At is { } step:
                Answer(walk, step, pending, signal);
                break;
            default:
                break;
        }

        walk.Go();
    }

    public override void TimeOut(Run run) => new RunbookWalk(this, run, FrameOf(run)).TimeOut();

    /// <summary>Cancels, by way of the step that cleans up after the one that it is in. Stopped once more, it ends at once.</summary>
    public override void Stop(Run run, string? error, string? cause) => new RunbookWalk(this, run, FrameOf(run)).Cancel(cause ?? error);

    /// <summary>A signal (API reference, SendAutomationSignal, StopAutomationExecution): what it is in this folder's README.</summary>
    public override void Change(Run run, JsonObject what)
    {
        // What changes nothing is not to touch the frame: whoever sent it is told so.
        var seen = (RunbookFrame)run.Frames.Single();
        var (isNamed, isStarted) = (what.String("step") == seen.At?.Name, what.Long("started") == seen.Step.Started);
        Action<RunbookWalk>? change = (what.String("signal"), seen.Phase) switch
        {
            ("StartStep", RunbookPhase.Held) when isNamed => static walk =>
            {
                walk.StopWaiting();
                Release(walk);
            }
            ,
            ("Resume", RunbookPhase.Working) when isNamed && seen.At is { Action: AwsPause.ActionName } step => walk =>
            {
                walk.StopWaiting();
                walk.Try(step, visit => visit.Succeed(JsonObject.Empty));
            }
            ,
            ("StopStep", RunbookPhase.Working or RunbookPhase.Retrying) when isStarted => static walk => walk.Cancel(null),
            ("Complete", _) => static walk => walk.Complete(),
            _ => null,
        };
        if (change is not null)
        {
            var walk = new RunbookWalk(this, run, FrameOf(run));
            change(walk);
            walk.Go();
        }
    }

    public override void Overflow(Run run) =>
        new RunbookWalk(this, run, FrameOf(run)).Crash($"The execution reached the maximum number of history events ({EventLimit}).");

    /// <summary>Automation executions are not taken up again (the API has no such operation): it stays as it ended.</summary>
    public override void Redrive(Run run)
    {
    }

    public override void WriteFrame(RecordWriter writer, Frame frame) => RunbookFrameRecord.Write(writer, (RunbookFrame)frame);

    public override Frame ReadFrame(RecordReader reader, int id, int parent) => RunbookFrameRecord.Read(reader, Steps.Find, id, parent);

    /// <summary>Records the first event.</summary>
    public void TellStarted(Run run, RunbookFrame frame) => frame.Previous = run.Record(RunbookEvents.AutomationStarted, 0, null, frame.Parameters, JsonObject.Of(
        ("documentName", identity.DocumentName), ("documentVersion", identity.DocumentVersion), ("mode", identity.Mode.ToString())));

    /// <param name="mistake">Why it cannot begin; null where it can.</param>
    private void Begin(Run run, RunbookFrame frame, string? mistake = null)
    {
        var bound = ParameterBinding.Bind(document, run.Execution.Input as JsonObject ?? JsonObject.Empty, frame.Stored);
        (frame.Parameters, frame.Variables) = (bound.Values, InitialVariables());
        TellStarted(run, frame);
        (frame.At, frame.Phase) = (Steps.First, RunbookPhase.Entering);
        var walk = new RunbookWalk(this, run, frame);
        mistake ??= bound.Mistakes.Length > 0 ? string.Join(' ', bound.Mistakes) : frame.At is null ? "The document has no steps." : null;
        if (mistake is not null)
        {
            walk.Crash(mistake);
        }
        else
        {
            walk.Go();
        }
    }

    private JsonObject InitialVariables()
    {
        var values = JsonObject.Empty;
        foreach (var variable in document.Variables)
        {
            var type = RunbookTypes.Find(variable.Type) ?? RunbookType.String;
            values = values.With(variable.Name, variable.Default is { } given ? TypeConversion.Convert(given, type) : null);
        }

        return values;
    }

    private void LookedUp(Run run, RunbookFrame frame, Signal signal)
    {
        if (signal is Signal.Succeeded(JsonObject values))
        {
            frame.Stored = values;
            Begin(run, frame);
            return;
        }

        var why = signal is Signal.Failed(var error, var cause) ? $"{error}: {cause}" : "there was no answer in time";
        Begin(run, frame, $"The parameters that the document refers to could not be read from the parameter store: {why}");
    }

    private static void Release(RunbookWalk walk) => (walk.Frame.IsReleased, walk.Frame.Phase) = (true, RunbookPhase.Entering);

    private static void Answer(RunbookWalk walk, RunbookStep step, Pending pending, Signal signal)
    {
        var isTimeUp = signal is Signal.TimedOut or Signal.HeartbeatMissed || (signal is Signal.Due && walk.Frame.Step.Due <= walk.Run.Now);
        if (isTimeUp)
        {
            walk.Fail(step, new("") { Doing = RunbookActions.Find(step.Action)?.Doing ?? StepException.Executing }, isTimeOut: true);
            return;
        }

        walk.Try(step, visit =>
        {
            var action = RunbookActions.Of(step);
            switch (signal)
            {
                case Signal.Succeeded(var output):
                    action.Answered(visit, pending.Work!, output);
                    break;
                case Signal.Failed(var error, var cause):
                    action.Failed(visit, pending.Work!, error, cause);
                    break;
                default:
                    action.Due(visit);
                    break;
            }
        });
    }

    private static RunbookFrame FrameOf(Run run) => (RunbookFrame)run.Edit(run.Frames.Single().Id)!;
}

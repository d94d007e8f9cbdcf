using System.Collections.Immutable;
using Quell.Engine.Executions;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows;

/// <summary>The Amazon States Language on the execution kernel: one execution's machine and names.</summary>
/// <param name="root">What is gone through: the machine, or the processor of a distributed Map.</param>
internal sealed class WorkflowProgram(WorkflowDefinition definition, StateGraph root, WorkflowIdentity identity) : ExecutionProgram
{
    /// <summary>How long an execution may take (developer guide, "Step Functions service quotas").</summary>
    private static readonly TimeSpan LongestStandard = TimeSpan.FromDays(365);
    private static readonly TimeSpan LongestExpress = TimeSpan.FromMinutes(5);

    /// <summary>Events of one transition after which a frame rests, so that no transition grows without end.</summary>
    private const int EventsAtOnce = 20_000;

    public WorkflowProgram(WorkflowDefinition definition, WorkflowIdentity identity)
        : this(definition, definition.Root, identity)
    {
    }

    public WorkflowIdentity Identity => identity;

    /// <summary>What is gone through.</summary>
    public StateGraph Root => root;

    /// <summary>Is told what states do with their data; null for nobody.</summary>
    public StateInspection? Inspection { get; init; }

    /// <summary>What states see as their context object; null for the execution's own.</summary>
    public JsonObject? Context { get; init; }

    /// <summary>Variables that are there from the start.</summary>
    public ImmutableDictionary<string, JsonValue> Variables { get; init; } = ImmutableDictionary<string, JsonValue>.Empty;

    public override int EventLimit => identity.IsExpress ? int.MaxValue : 25_000;

    public override void Start(Run run)
    {
        var input = run.Execution.Input ?? JsonObject.Empty;
        run.Record("ExecutionStarted", 0, null, input, JsonObject.Of(
            ("roleArn", identity.RoleArn), ("stateMachineAliasArn", identity.StateMachineAliasArn), ("stateMachineVersionArn", identity.StateMachineVersionArn)));
        run.SetDeadline(run.Now + Limit);
        Begin(run, new() { Graph = root, At = root.Start, Input = input, Variables = Variables });
        Drain(run);
    }

    public override void Resume(Run run, Frame frame, Pending pending, Signal signal)
    {
        var at = (WorkflowFrame)frame;
        var isOver = signal is not (Signal.Started or Signal.Submitted);
        if (at.Phase is FramePhase.Retrying or FramePhase.Resting)
        {
            at.Pending = 0;
            Act(run, at, at.Phase == FramePhase.Retrying ? static visit => visit.State.Enter(visit) : null);
            Drain(run);
            return;
        }

        if (pending.Work?.Kind == DistributedMapState.ChildKind)
        {
            if (isOver && run.Edit(at.Parent) is WorkflowFrame parent)
            {
                Act(run, parent, visit => ((DistributedMapState)visit.State).ChildEnded(visit, at, signal));
                Drain(run);
            }

            return;
        }

        at.Pending = isOver && at.Pending == pending.Id ? 0 : at.Pending;
        Act(run, at, visit => visit.State.Resume(visit, pending, signal));
        Drain(run);
    }

    public override void TimeOut(Run run)
    {
        run.Record("ExecutionTimedOut", 0, null, null, JsonObject.Of(("error", ErrorNames.Timeout)));
        run.End(ExecutionStatus.TimedOut, null, ErrorNames.Timeout, null);
    }

    public override void Stop(Run run, string? error, string? cause)
    {
        run.Record("ExecutionAborted", 0, null, null, JsonObject.Of(("error", error), ("cause", cause)));
        run.End(ExecutionStatus.Aborted, null, error, cause);
    }

    /// <summary>Changes the limits of a distributed map: <c>{"mapRun": ARN, "maxConcurrency", "toleratedCount"?, "toleratedPercentage"?}</c>.</summary>
    public override void Change(Run run, JsonObject what)
    {
        var arn = what.String("mapRun");
        if (run.Frames.OfType<WorkflowFrame>().FirstOrDefault(frame => frame.Phase == FramePhase.Waiting && frame.Branching?.MapRun?.Arn == arn) is { } found)
        {
            var tolerated = new ToleratedFailures(what.Long("toleratedCount"), (what["toleratedPercentage"] as JsonNumber)?.AsDouble);
            Act(run, (WorkflowFrame)run.Edit(found.Id)!, visit => ((DistributedMapState)visit.State).Limit(visit, (int)(what.Long("maxConcurrency") ?? 0), tolerated));
            Drain(run);
        }
    }

    public override void Overflow(Run run)
    {
        const string Cause = "The execution reached the maximum number of history events (25000).";
        run.Record("ExecutionFailed", run.LastEvent, null, null, JsonObject.Of(("error", ErrorNames.Runtime), ("cause", Cause)));
        run.End(ExecutionStatus.Failed, null, ErrorNames.Runtime, Cause);
    }

    /// <summary>
    /// Goes on where it failed: every frame that had failed or was given up enters its state again (developer guide, "Restarting state
    /// machine executions with redrive").
    /// </summary>
    public override void Redrive(Run run)
    {
        run.Reopen(run.Now + Limit);
        var redriven = run.Record("ExecutionRedriven", run.LastEvent, null, null, JsonObject.Of(("redriveCount", run.Execution.Redrives)));
        var failed = run.Frames.OfType<WorkflowFrame>().Where(frame => frame.Phase != FramePhase.Done).ToList();
        var around = failed.Select(frame => frame.Parent).ToHashSet();

        // The children of distributed maps are in no state; their maps have them go on.
        foreach (var id in failed.Where(frame => frame.At is not null).Select(frame => frame.Id).Order())
        {
            Redrive(run, (WorkflowFrame)run.Edit(id)!, redriven, around.Contains(id));
        }

        Drain(run);
    }

    private void Redrive(Run run, WorkflowFrame frame, int redriven, bool isFailedWithin)
    {
        (frame.Retries, frame.RetryCount, frame.Pending) = (default, 0, 0);
        if (frame is { Branching.MapRun: not null })
        {
            frame.Previous = redriven;
            Act(run, frame, static visit => ((DistributedMapState)visit.State).Redrive(visit));
        }
        else if (frame.Branching is not null && isFailedWithin)
        {
            // What is within it goes on, and tells it.
            frame.Phase = FramePhase.Waiting;
        }
        else
        {
            if (frame.Branching is not null)
            {
                Clear(run, frame);
            }

            (frame.Previous, frame.Branching) = (redriven, null);
            Act(run, frame, frame.Phase is FramePhase.Resting or FramePhase.Entering ? null : static visit => visit.State.Enter(visit));
        }
    }

    public override void WriteFrame(RecordWriter writer, Frame frame) => FrameRecord.Write(writer, (WorkflowFrame)frame);

    public override Frame ReadFrame(RecordReader reader, int id, int parent) => FrameRecord.Read(reader, definition, id, parent);

    /// <summary>Adds a frame that begins when its turn comes.</summary>
    public static void Begin(Run run, WorkflowFrame frame) => run.Ready(run.Add(frame));

    /// <summary>A number that differs from place to place and is the same each time that the same transition is made (FNV-1a).</summary>
    public int SeedAt(int lastEvent, int frame)
    {
        var hash = 2166136261u;
        foreach (var character in identity.Seed)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (int)((((hash ^ (uint)lastEvent) * 16777619) ^ (uint)frame) * 16777619 >> 1);
    }

    /// <summary>A graph has come to its end.</summary>
    public void EndGraph(Run run, WorkflowFrame frame, JsonValue output)
    {
        (frame.At, frame.Phase, frame.Output, frame.Input) = (null, FramePhase.Done, output, JsonValue.Null);
        if (frame.Parent != 0)
        {
            if (run.Edit(frame.Parent) is WorkflowFrame parent)
            {
                Act(run, parent, visit => visit.State.ChildSucceeded(visit, frame));
            }

            return;
        }

        run.Record("ExecutionSucceeded", frame.Previous, null, output);
        run.End(ExecutionStatus.Succeeded, output, null, null);
        run.Discard(frame);
    }

    /// <summary>A graph has failed.</summary>
    public void FailGraph(Run run, WorkflowFrame frame, string? error, string? cause)
    {
        frame.Phase = FramePhase.Failed;
        if (frame.Parent != 0)
        {
            if (run.Edit(frame.Parent) is WorkflowFrame parent)
            {
                Act(run, parent, visit => visit.State.ChildFailed(visit, frame, error, cause));
            }

            return;
        }

        Crash(run, frame, error, cause);
    }

    /// <summary>The whole execution fails, whatever is around the frame.</summary>
    public static void Crash(Run run, WorkflowFrame frame, string? error, string? cause)
    {
        frame.Phase = FramePhase.Failed;
        run.Record("ExecutionFailed", frame.Previous, null, null, JsonObject.Of(("error", error), ("cause", cause)));
        run.End(ExecutionStatus.Failed, null, error, cause);
    }

    /// <summary>Gives up every frame within a frame. They stay where they were, for a redrive, until <see cref="Clear"/>.</summary>
    /// <param name="told">Is told of each frame directly within that was still under way; null for nothing.</param>
    public static void Abort(Run run, WorkflowFrame frame, Action<Run, WorkflowFrame>? told = null)
    {
        foreach (var id in Within(run, frame))
        {
            var child = (WorkflowFrame)run.Edit(id)!;
            if (child.Branching is not null)
            {
                Abort(run, child);
            }

            if (child.Branching?.MapRun is not null && child.Phase == FramePhase.Waiting)
            {
                child.Previous = run.Record("MapRunAborted", child.Previous);
            }

            var isUnderWay = child.Phase is not (FramePhase.Done or FramePhase.Failed);
            if (child.Phase is FramePhase.Waiting && child.At?.AbortedEvent is { } aborted)
            {
                child.Previous = run.Record(aborted, child.Previous);
            }

            if (isUnderWay)
            {
                // A redrive enters a state that was not entered yet.
                child.Phase = child.Phase is FramePhase.Entering or FramePhase.Resting ? FramePhase.Resting : FramePhase.Failed;
                run.Cancel(child.Pending);
                child.Pending = 0;
                told?.Invoke(run, child);
            }
        }
    }

    /// <summary>Removes every frame within a frame.</summary>
    public static void Clear(Run run, WorkflowFrame frame)
    {
        var within = run.Frames.ToLookup(child => child.Parent, child => child.Id);
        var all = new HashSet<int>();
        var open = new Queue<int>([frame.Id]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in within[parent].Where(all.Add))
            {
                open.Enqueue(child);
            }
        }

        run.Remove(all);
    }

    private static List<int> Within(Run run, WorkflowFrame frame) =>
        [.. run.Frames.OfType<WorkflowFrame>().Where(child => child.Parent == frame.Id).OrderBy(child => child.Index).Select(child => child.Id)];

    /// <summary>What the frames within a frame came to, in their order; they are removed.</summary>
    public static JsonArray TakeOutputs(Run run, WorkflowFrame frame, int count)
    {
        var outputs = new JsonValue[count];
        var isSpelt = false;
        foreach (var child in run.Frames.OfType<WorkflowFrame>().Where(child => child.Parent == frame.Id).ToList())
        {
            outputs[child.Index] = child.Output ?? JsonValue.Null;
            isSpelt |= child.Output?.Spelling is not null;
            run.Discard(child);
        }

        var array = new JsonArray(ImmutableArray.Create(outputs));
        return isSpelt ? array.Spelt($"[{string.Join(',', outputs.Select(output => output.ToSpelledString()))}]") : array;
    }

    private TimeSpan Limit => definition.Timeout is { } own && root == definition.Root && own < Longest ? own : Longest;

    private TimeSpan Longest => identity.IsExpress ? LongestExpress : LongestStandard;

    /// <summary>Goes on with every frame that is ready, until all wait.</summary>
    private void Drain(Run run)
    {
        var first = run.LastEvent;
        while (!run.IsOver && run.TryNext(out var id))
        {
            if (run.Edit(id) is WorkflowFrame frame)
            {
                Go(run, frame, first + EventsAtOnce);
            }
        }
    }

    private void Go(Run run, WorkflowFrame frame, int restAt)
    {
        var visit = new Visit(this, run, frame);
        while (!run.IsOver && frame.Phase == FramePhase.Entering && frame.At is { } state)
        {
            if (run.LastEvent >= restAt)
            {
                frame.Phase = FramePhase.Resting;
                frame.Pending = run.WaitUntil(frame, run.Now);
                return;
            }

            visit.Renew();
            frame.EnteredAt = run.Now;
            frame.BeforeEntered = frame.Previous;
            frame.Entered = visit.Record(state.EnteredEvent, state.Name, frame.Input);
            Try(run, visit, static visit => visit.State.Enter(visit));
        }
    }

    /// <summary>Does something in a frame that has been waiting, and has it go on if it goes on.</summary>
    public void Act(Run run, WorkflowFrame frame, Action<Visit>? action)
    {
        var visit = new Visit(this, run, frame);
        if (action is null)
        {
            frame.Phase = FramePhase.Entering;
        }
        else
        {
            Try(run, visit, action);
        }

        if (frame.Phase == FramePhase.Entering && !run.IsOver)
        {
            run.Ready(frame);
        }
    }

    private void Try(Run run, Visit visit, Action<Visit> action)
    {
        if (!run.HasRoom(8))
        {
            Overflow(run);
            return;
        }

        try
        {
            action(visit);
        }
        catch (StateException failure)
        {
            Fail(visit, failure);
        }
        catch (PathException failure)
        {
            Fail(visit, new(failure.ErrorName, failure.Cause));
        }
    }

    /// <summary>A catcher's own expressions may fail, too; then the graph fails with that.</summary>
    private static void Fail(Visit visit, StateException failure)
    {
        try
        {
            visit.Fail(failure);
        }
        catch (Exception again) when (again is StateException or PathException)
        {
            var (error, cause) = again is StateException state ? (state.Error, state.Cause) : (((PathException)again).ErrorName, ((PathException)again).Cause);
            visit.FailGraph(error, $"An error occurred while executing the state '{visit.State.Name}' (entered at the event id #{visit.Frame.Entered}). {cause}");
        }
    }
}

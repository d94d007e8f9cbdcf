using Quell.Engine.Executions;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows;

/// <summary>
/// Runs an execution in memory on a clock of its own: where nothing is under way, the clock goes to the next thing that is due. What
/// is to be done outside is asked of <paramref name="perform"/>; the children of distributed maps are rehearsed, too, and what they
/// come to is written nowhere. It always ends: at the latest when the execution's time is up.
/// </summary>
/// <param name="perform">What becomes of a task or of the reading of items, in order; nothing where it is never answered.</param>
internal sealed class Rehearsal(WorkflowDefinition definition, Func<Work, IReadOnlyList<Signal>> perform)
{
    /// <summary>Events after which an execution whose history has no limit is taken to go on until its time is up.</summary>
    private const int MostEvents = 100_000;

    private readonly Dictionary<string, List<ChildResult>> _children = new(StringComparer.Ordinal);

    /// <returns>The execution, which has ended, and its history; not that of its distributed maps' children.</returns>
    public (Execution Execution, IReadOnlyList<HistoryEvent> Events) Run(WorkflowIdentity identity, JsonValue input, DateTimeOffset start)
    {
        var events = new List<HistoryEvent>();
        return (Run(definition.Root, identity, input, start, events), events);
    }

    private Execution Run(StateGraph graph, WorkflowIdentity identity, JsonValue input, DateTimeOffset start, List<HistoryEvent>? events)
    {
        var clock = new RehearsalClock(start);
        var program = new WorkflowProgram(definition, graph, identity with { Clock = clock });
        var answers = new PriorityQueue<Stimulus, (DateTimeOffset Time, int Order)>([(new Stimulus.Start(input), (start, 0))]);
        var (execution, order) = (Execution.New, 0);
        while (Next(execution, answers, clock) is { } stimulus)
        {
            var transition = program.Advance(execution, stimulus, clock.Now);
            execution = transition.Execution;
            events?.AddRange(transition.Events);
            foreach (var pending in transition.Begin.Where(pending => execution.Pending.ContainsKey(pending.Id)))
            {
                var (signals, time) = Perform(identity, pending.Work!, clock.Now);
                answers.EnqueueRange(signals.Select(signal => ((Stimulus)new Stimulus.Answer(pending.Id, signal), (time, ++order))));
            }
        }

        return execution;
    }

    /// <summary>What happens next, with the clock at its time; null at the end.</summary>
    private static Stimulus? Next(Execution execution, PriorityQueue<Stimulus, (DateTimeOffset Time, int Order)> answers, RehearsalClock clock)
    {
        if (!execution.IsRunning)
        {
            return null;
        }

        var goesOn = execution.LastEvent < MostEvents;
        var due = goesOn ? execution.NextDue : execution.Deadline;
        if (goesOn && answers.TryPeek(out var answer, out var at) && !(due < at.Time))
        {
            answers.Dequeue();
            clock.MoveTo(at.Time);
            return answer;
        }

        clock.MoveTo(due ?? clock.Now);
        return due is null ? null : Stimulus.Tick.Instance;
    }

    /// <returns>What becomes of it, and when.</returns>
    private (IReadOnlyList<Signal> Signals, DateTimeOffset Time) Perform(WorkflowIdentity identity, Work work, DateTimeOffset now)
    {
        if (work.Kind == DistributedMapState.ChildKind)
        {
            var child = RunChild(identity, work.Spec, now);
            return ([child is { Status: ExecutionStatus.Succeeded, Output: { } output } ? new Signal.Succeeded(output) : new Signal.Failed(child.Error, child.Cause)], child.Ended ?? now);
        }

        return (work.Kind == DistributedMapState.WriteKind ? [Write(work.Spec)] : perform(work), now);
    }

    private Execution RunChild(WorkflowIdentity parent, JsonObject spec, DateTimeOffset now)
    {
        var (label, input, mapRun) = (spec.String("label"), spec["input"] ?? JsonValue.Null, spec.String("mapRun") ?? "");
        var name = $"{parent.ExecutionName}-{spec.Long("index")}";
        var identity = parent with
        {
            ExecutionName = name,
            ExecutionArn = $"{parent.ExecutionArn}/{label}:{name}",
            IsExpress = spec.Bool("express") == true,
            Seed = $"{parent.Seed}/{label}/{spec.Long("index")}",
        };
        var child = Run(definition.Graphs[(int)(spec.Long("graph") ?? 0)], identity, input, now, null);
        if (!_children.TryGetValue(mapRun, out var children))
        {
            _children.Add(mapRun, children = []);
        }

        children.Add(new(Status(child.Status), input)
        {
            Output = child.Output,
            Error = child.Error,
            Cause = child.Cause,
            ExecutionArn = identity.ExecutionArn,
            Name = name,
            StateMachineArn = $"{parent.StateMachineArn}/{label}",
            StartDate = child.Started,
            StopDate = child.Ended,
        });
        return child;
    }

    /// <summary>What the state gets where its results are written.</summary>
    private Signal Write(JsonObject spec)
    {
        var mistakes = new List<PathMistake>();
        var format = ResultFormat.Read(spec.Object("config") ?? JsonObject.Empty, "/ResultWriter/WriterConfig", mistakes);
        if (mistakes.Count > 0)
        {
            return new Signal.Failed(ErrorNames.ResultWriterFailed, string.Join(", ", mistakes.Select(mistake => mistake.Message)));
        }

        var mapRun = spec.String("mapRun") ?? "";
        var place = spec["arguments"] as JsonObject ?? JsonObject.Empty;
        return new Signal.Succeeded(spec.String("resource") is null
            ? format.Preview(_children.GetValueOrDefault(mapRun, []))
            : new ResultWriter(format, new(place.String("Bucket") ?? "", place.String("Prefix") ?? "", mapRun)).Result);
    }

    private static ChildStatus Status(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => ChildStatus.Succeeded,
        ExecutionStatus.TimedOut => ChildStatus.TimedOut,
        _ => ChildStatus.Failed,
    };
}

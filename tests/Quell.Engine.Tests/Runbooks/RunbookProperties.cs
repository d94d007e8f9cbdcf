using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks;

public sealed class RunbookProperties
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Requirement", "N33")]
    public void Every_execution_of_a_generated_runbook_ends_with_a_whole_history() => ForAll(600, (text, seed) =>
    {
        var (execution, events) = new RunbookRehearsal(Runbook.Read(text), Performer(seed)).Run(Runbook.Identity, JsonObject.Empty, Start);
        execution.IsRunning.ShouldBeFalse(text);
        execution.Pending.ShouldBeEmpty();
        execution.Frames.ShouldBeEmpty();
        events.Select(happened => happened.Id).ShouldBe(Enumerable.Range(1, events.Count), text);
        events.ShouldAllBe(happened => happened.Previous < happened.Id);
        events[0].Type.ShouldBe(RunbookEvents.AutomationStarted);
        events.Count(happened => happened.Type.StartsWith("Automation", StringComparison.Ordinal)).ShouldBe(2);
        events[^1].Type.ShouldStartWith("Automation");
        Ends(events).Order().ShouldBe(Starts(events), text);
    });

    [Fact]
    [Trait("Requirement", "N33")]
    public void An_execution_that_is_read_from_its_records_after_each_step_goes_the_same_way() => ForAll(300, (text, seed) =>
    {
        var document = Runbook.Read(text);
        var whole = new RunbookRehearsal(document, Performer(seed)).Run(Runbook.Identity, JsonObject.Empty, Start).Events;
        if (whole.Count <= 300)
        {
            Lines(Forgetful(document, Performer(seed))).ShouldBe(Lines(whole), text);
        }
    });

    [Fact]
    [Trait("Requirement", "N33")]
    public void An_execution_that_is_stopped_at_any_moment_ends_as_cancelled() => ForAll(300, (text, seed) =>
    {
        var program = new RunbookProgram(Runbook.Read(text), Runbook.Identity);
        var (execution, performer, left, now) = (Execution.New, Performer(seed), new Random(seed).Next(1, 13), Start);
        var stimuli = new Queue<Stimulus>([new Stimulus.Start(JsonObject.Empty)]);
        var (isStopped, last) = (false, "");
        while (execution.IsRunning || execution == Execution.New)
        {
            if (left-- == 0)
            {
                isStopped = true;
                stimuli = new([new Stimulus.Stop(null, null)]);
            }

            var stimulus = stimuli.TryDequeue(out var next) ? next : Stimulus.Tick.Instance;
            now = stimulus is Stimulus.Tick && execution.NextDue is { } due && due > now ? due : now;
            var transition = program.Advance(execution, stimulus, now);
            execution = transition.Execution;
            last = transition.Events.LastOrDefault()?.Type ?? last;
            foreach (var pending in transition.Begin.Where(pending => execution.Pending.ContainsKey(pending.Id)))
            {
                if (performer(pending.Work!) is { } signal)
                {
                    stimuli.Enqueue(new Stimulus.Answer(pending.Id, signal));
                }
            }
        }

        execution.Pending.ShouldBeEmpty();
        if (isStopped)
        {
            execution.Status.ShouldBe(ExecutionStatus.Aborted, text);
            last.ShouldBe(RunbookEvents.AutomationCancelled);
        }
    });

    private static IEnumerable<int> Starts(IEnumerable<HistoryEvent> events) =>
        events.Where(happened => happened.Type == RunbookEvents.StepStarted).Select(happened => happened.Id);

    /// <summary>The starts of the steps that have ended: each step does, once.</summary>
    private static IEnumerable<int> Ends(IEnumerable<HistoryEvent> events) => events
        .Where(happened => happened.Type is RunbookEvents.StepSucceeded or RunbookEvents.StepFailed or RunbookEvents.StepTimedOut or RunbookEvents.StepCancelled)
        .Select(happened => (int)happened.Fields!.Long("started")!);

    private static IEnumerable<string> Lines(IEnumerable<HistoryEvent> events) =>
        events.Select(happened => $"{happened.Id} {happened.Previous} {happened.Time:O} {happened.Type} {happened.Name} {happened.Data} {happened.Fields}");

    /// <summary>Forgets the execution after each transition and reads it again from its records, as after a crash.</summary>
    private static List<HistoryEvent> Forgetful(RunbookDocument document, Func<Work, Signal?> perform)
    {
        var (records, stimuli, now) = (new List<byte[]>(), new Queue<Stimulus>([new Stimulus.Start(JsonObject.Empty)]), Start);
        while (true)
        {
            var program = new RunbookProgram(document, Runbook.Identity);
            var (execution, events, known) = (Execution.New, new List<HistoryEvent>(), new KnownValues());
            foreach (var record in records)
            {
                execution = TransitionRecord.Read(program, new(record, known), execution, events);
            }

            if (!stimuli.TryDequeue(out var stimulus))
            {
                if (execution.NextDue is not { } due)
                {
                    return events;
                }

                (now, stimulus) = (due > now ? due : now, Stimulus.Tick.Instance);
            }

            var transition = program.Advance(execution, stimulus, now);
            records.Add(TransitionRecord.Write(program, transition, known));
            foreach (var pending in transition.Begin.Where(pending => transition.Execution.Pending.ContainsKey(pending.Id)))
            {
                if (perform(pending.Work!) is { } signal)
                {
                    stimuli.Enqueue(new Stimulus.Answer(pending.Id, signal));
                }
            }
        }
    }

    /// <summary>Answers by what is asked and how often that was, so that the same run has the same answers.</summary>
    private static Func<Work, Signal?> Performer(int seed)
    {
        var asked = new Dictionary<string, int>(StringComparer.Ordinal);
        return work =>
        {
            var key = $"{work.Kind} {work.Spec.String("step")} {work.Spec.String("api")}";
            var times = asked[key] = asked.GetValueOrDefault(key) + 1;
            var draw = new Random(seed ^ key.Sum(character => character) ^ (times * 7919)).Next(8);
            return (work.Kind, draw) switch
            {
                (RunbookWork.Lookup, not 0) => new Signal.Succeeded(JsonObject.Of(("id", "i-2"))),
                (_, 0) => new Signal.Failed("Broken", "because"),
                (_, 1) => null,
                (RunbookWork.Script, _) => new Signal.Succeeded(JsonObject.Of(("Payload", JsonObject.Of(("Value", draw))))),
                (RunbookWork.Child, _) => new Signal.Succeeded(JsonObject.Of(("ExecutionId", "e"), ("Status", draw < 6 ? "Success" : "Failed"))),
                (RunbookWork.Approval, _) => new Signal.Succeeded(JsonObject.Of(("ApprovalStatus", draw < 6 ? "Approved" : "Rejected"))),
                (_, 2 or 3) => new Signal.Succeeded(JsonValue.Parse("""{"Value": "yes", "Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": "stopped"}}]}]}""")),
                (_, 4) => new Signal.Succeeded(JsonObject.Of(("Value", 1))),
                _ => new Signal.Succeeded(JsonObject.Of(("Value", "no"))),
            };
        };
    }

    private static void ForAll(int count, Action<string, int> test) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(count),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => test(new GeneratedRunbook(new Random(seed)).Text(), seed)));
}

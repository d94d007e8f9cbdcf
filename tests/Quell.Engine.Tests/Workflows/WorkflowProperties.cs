using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;

namespace Quell.Engine.Tests.Workflows;

public sealed class WorkflowProperties
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Requirement", "N33")]
    public void Every_execution_of_a_generated_machine_ends_and_nothing_but_the_languages_errors_comes_of_it() => ForAll(1_500, random =>
    {
        var machine = new GeneratedMachine(random);
        var (definition, input, seed) = (machine.Definition(), machine.Input(), random.Next());
        var (execution, events) = new Rehearsal(Compile(definition), Answers(seed)).Run(Some.Identity() with { Clock = TimeProvider.System }, JsonValue.Parse(input), Start);
        execution.IsRunning.ShouldBeFalse($"{definition}\n{input}");
        execution.Pending.ShouldBeEmpty();
        events.Select(happened => happened.Id).ShouldBe(Enumerable.Range(1, events.Count), definition);
        events.ShouldAllBe(happened => happened.Previous < happened.Id);
    });

    [Fact]
    [Trait("Requirement", "N33")]
    public void An_execution_that_is_read_from_its_records_after_each_step_goes_the_same_way() => ForAll(300, random =>
    {
        var machine = new GeneratedMachine(random);
        var (definition, input, seed) = (Compile(machine.Definition()), JsonValue.Parse(machine.Input()), random.Next());
        var whole = new Rehearsal(definition, Answers(seed)).Run(Some.Identity(), input, Start).Events;
        if (whole.Count > 300)
        {
            return;
        }

        var performer = Performer(seed);
        var forgetful = new ForgetfulRun(definition, work => performer(work)).Run(new WorkflowProgram(definition, Some.Identity()), input, Start);
        Lines(forgetful).ShouldBe(Lines(whole));
    });

    private static IEnumerable<string> Lines(IEnumerable<HistoryEvent> events) => events.Select(happened => HistoryText.Of(happened).Without("timestamp").ToString());

    private static WorkflowDefinition Compile(string definition) => WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(definition));

    private static Func<Work, IReadOnlyList<Signal>> Answers(int seed) => work => [Performer(seed)(work)];

    /// <summary>Answers by what is asked, so that the order of the questions makes no difference.</summary>
    private static Func<Work, Signal> Performer(int seed) => work =>
        ((seed ^ (work.Spec.String("state")!.Length * 7) ^ (int)(work.Spec.Long("attempt") ?? 0)) & 3) switch
        {
            0 => new Signal.Failed("Broken", "because"),
            1 => new Signal.Succeeded(JsonValue.Parse("""{"a": {"b": [1]}, "n": 2}""")),
            2 => new Signal.Failed(null, null),
            _ => new Signal.Succeeded(work.Spec["arguments"] ?? JsonValue.Null),
        };

    private static void ForAll(int count, Action<Random> test) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => test(new Random(seed))));
}

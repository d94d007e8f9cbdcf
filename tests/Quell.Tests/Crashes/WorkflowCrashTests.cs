using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Examples;
using Xunit.Abstractions;

namespace Quell.Tests.Crashes;

/// <summary>
/// The real process dies at every event of a workflow's history, before and after it is durable, and before and after every effect.
/// Each time the workflow comes to the same output and the same history, and each effect is done once.
/// </summary>
[Trait("Requirement", "N33")]
public sealed class WorkflowCrashTests(WorkflowFolder folder, ITestOutputHelper output) : IClassFixture<WorkflowFolder>
{
    /// <summary>Data folders, each with a process, at once: most of the time each of them waits for a timer or a disk.</summary>
    private static readonly int AtOnce = Math.Max(4, Environment.ProcessorCount);

    public static IReadOnlyList<string> Points { get; } =
        [CrashPoint.ExecutionBeforeEvent, CrashPoint.ExecutionAfterEvent, CrashPoint.WorkBeforeStart, CrashPoint.WorkAfterEnd];

    [Theory]
    [InlineData(CrashPoint.ExecutionBeforeEvent)]
    [InlineData(CrashPoint.ExecutionAfterEvent)]
    [InlineData(CrashPoint.WorkBeforeStart)]
    [InlineData(CrashPoint.WorkAfterEnd)]
    public async Task A_workflow_comes_to_the_same_wherever_it_is_cut_off(string point)
    {
        var crashes = 0;
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            using var lane = new CrashLane(folder.Copy());
            while (await lane.Crash(point, Interlocked.Increment(ref next), folder))
            {
                Interlocked.Increment(ref crashes);
            }

            await lane.Finish(folder);
        })));

        output.WriteLine($"{crashes} crashes");
        crashes.ShouldBe(point is CrashPoint.ExecutionBeforeEvent or CrashPoint.ExecutionAfterEvent ? folder.Events : folder.Effects);
    }

    /// <summary>Whoever has no acknowledgement answers again: the answer counts where the first one was not durable, else it is refused.</summary>
    [Theory]
    [InlineData(CrashPoint.ExecutionBeforeEvent, false)]
    [InlineData(CrashPoint.ExecutionAfterEvent, true)]
    public async Task A_token_that_is_answered_when_the_process_dies_is_answered_once(string point, bool isDurable)
    {
        const int Answered = 6;
        var data = folder.Copy();
        using var client = new PuttingClient(0);
        var armed = await QuellProcess.Start(WorkflowFolder.Arguments, data, new Dictionary<string, string> { ["QUELL_CRASH_AT"] = $"{point}:{Answered}" });
        await client.Call(armed, "stepfunctions", "StartExecution", JsonObject.Of(("stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:waiting")));
        using var facts = new WorkflowFacts(data);
        await QuellProcess.Eventually(() => facts.Runs(0).Sum(run => run.Events.Count), events => events == Answered - 1);
        using var journal = new JournalFacts(data);
        var token = journal.Messages("sent").ShouldHaveSingleItem().String("token");
        await Should.ThrowAsync<AwsException>(() => Answer(armed));
        await armed.Died();

        await using var quell = await QuellProcess.Start(WorkflowFolder.Arguments, data);
        if (!isDurable)
        {
            await Answer(quell);
        }

        (await Should.ThrowAsync<AwsException>(() => Answer(quell))).Code.ShouldBe("TaskTimedOut");
        var ended = await QuellProcess.Eventually(() => facts.Runs(0).Single(), run => !run.Execution.IsRunning);
        (ended.Execution.Status, $"{ended.Execution.Output}", ended.Events.Count).ShouldBe((ExecutionStatus.Succeeded, """{"answer":42}""", Answered + 2));
        journal.Messages("sent").Count.ShouldBe(1);

        Task Answer(QuellProcess process) => client.Call(
            process, "stepfunctions", "SendTaskSuccess", JsonObject.Of(("taskToken", token), ("output", """{"answer":42}""")));
    }
}

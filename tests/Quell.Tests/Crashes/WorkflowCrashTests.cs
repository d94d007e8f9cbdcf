using Quell.Storage;
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

        output.WriteLine($"{crashes} crashes; {folder.Events} events");
        crashes.ShouldBeGreaterThanOrEqualTo(Points.Take(2).Contains(point) ? folder.Events : 1);
    }
}

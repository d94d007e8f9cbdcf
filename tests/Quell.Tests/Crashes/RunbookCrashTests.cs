using Quell.Engine.Runbooks.Actions;
using Quell.Storage;
using Xunit.Abstractions;

namespace Quell.Tests.Crashes;

/// <summary>
/// The real process dies at every event of the histories of four runbooks, which have every action between them, before and after it is
/// durable, and before and after every effect. Each time the runbook comes to the same, and each effect is done once.
/// </summary>
[Trait("Requirement", "N33")]
public sealed class RunbookCrashTests(RunbookFolder folder, ITestOutputHelper output) : IClassFixture<RunbookFolder>
{
    /// <summary>Data folders, each with a process, at once: most of the time each of them waits.</summary>
    private static readonly int AtOnce = Math.Max(6, Environment.ProcessorCount);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var document in RunbookFolder.Documents)
        {
            foreach (var point in WorkflowCrashTests.Points)
            {
                cases.Add(document, point);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_runbook_comes_to_the_same_wherever_it_is_cut_off(string document, string point)
    {
        var (next, crashes) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            using var lane = new RunbookLane(folder, document);
            while (await lane.Crash(point, Interlocked.Increment(ref next)))
            {
                Interlocked.Increment(ref crashes);
            }

            await lane.Finish();
        })));

        output.WriteLine($"{crashes} crashes");
        crashes.ShouldBeGreaterThanOrEqualTo(
            point is CrashPoint.ExecutionBeforeEvent or CrashPoint.ExecutionAfterEvent ? folder.Events[document] : folder.Effects[document], "every event, and every call, script, child and pause");
    }

    [Fact]
    public void The_runbooks_have_every_action_between_them()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Crashes", "runbook.yaml"));

        ActionTable.Names.Where(name => !text.Contains($"action: {name}\n", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}

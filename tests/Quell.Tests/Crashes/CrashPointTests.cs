using Quell.Functions.Executions;
using Quell.Storage;
using Quell.Tests.Examples;
using Xunit.Abstractions;

namespace Quell.Tests.Crashes;

/// <summary>
/// The real process dies at each crash point while events are put, is started again, and has to come to what was promised:
/// nothing acknowledged is lost, nothing is done twice or half.
/// </summary>
public sealed class CrashPointTests(ArmedFolder folder, ITestOutputHelper output) : IClassFixture<ArmedFolder>
{
    /// <summary>Each point the first time it is reached, and in the middle of a thousand events.</summary>
    public static TheoryData<string, int, int> OnTheWayOfAnEvent => new()
    {
        { CrashPoint.JournalBeforeCommit, 1, 100 },
        { CrashPoint.JournalBeforeCommit, 60, 1000 },
        { CrashPoint.JournalAfterCommit, 1, 100 },
        { CrashPoint.JournalAfterCommit, 60, 1000 },
        { CrashPoint.CallBeforeAnswer, 1, 100 },
        { CrashPoint.CallBeforeAnswer, 60, 1000 },
        { CrashPoint.DeliveryBeforeSend, 1, 100 },
        { CrashPoint.DeliveryBeforeSend, 2000, 1000 },
        { CrashPoint.DeliveryAfterSend, 1, 100 },
        { CrashPoint.DeliveryAfterSend, 2000, 1000 },
        { CrashPoint.DeliveryAfterRecord, 1, 100 },
        { CrashPoint.DeliveryAfterRecord, 2000, 1000 },
        { CrashPoint.FunctionBeforeStart, 1, 100 },
        { CrashPoint.FunctionBeforeStart, 300, 1000 },
        { CrashPoint.FunctionAfterStart, 1, 100 },
        { CrashPoint.FunctionAfterStart, 300, 1000 },
        { CrashPoint.FunctionBeforeResult, 1, 100 },
        { CrashPoint.FunctionBeforeResult, 300, 1000 },
    };

    [Theory]
    [MemberData(nameof(OnTheWayOfAnEvent))]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_done_twice(string point, int count, int events)
    {
        var data = folder.Copy();
        using var client = new PuttingClient(events);
        await Die(data, point, count, client);
        var acknowledged = client.Acknowledged.Count;
        var atCrash = ReadExecutions(data);
        await QuellProcess.Eventually(() => FunctionStart.Processes(folder.Starts), processes => processes.Count == 0);

        await using var quell = await QuellProcess.Start(folder.Arguments, data);
        (await client.Put(quell)).ShouldBeTrue(quell.Output);
        using var facts = new JournalFacts(data);
        await QuellProcess.Eventually(() => facts.IsDrained(), drained => drained);
        (await quell.Stop()).ShouldBe(0, quell.Output);

        var starts = FunctionStart.Read(folder.Starts);
        output.WriteLine(
            $"{acknowledged} acknowledged and {atCrash.Count} executions at the crash, {atCrash.Values.Count(execution => !execution.IsDone)} not over; "
            + $"{starts.CountBy(start => start.RequestId).Count(start => start.Value > 1)} started twice");
        client.Acknowledged.Count.ShouldBe(events);
        new CrashEvidence(facts, starts, atCrash).CheckAll(client.Acknowledged);
    }

    /// <summary>Puts events until the armed process is gone; one that lives on without anything left to do has not reached the point.</summary>
    private async Task Die(string data, string point, int count, PuttingClient client)
    {
        var quell = QuellProcess.Launch(folder.Arguments, data, new Dictionary<string, string> { ["QUELL_CRASH_AT"] = $"{point}:{count}" });
        if (await quell.IsReady())
        {
            await client.Put(quell);
            using var facts = new JournalFacts(data);
            await QuellProcess.Eventually(() => quell.HasExited || facts.IsDrained(), ended => ended);
        }

        if (!quell.HasExited)
        {
            await quell.Kill();
            throw new InvalidOperationException($"{point} was reached less than {count} times.\n{quell.Output}");
        }

        quell.ExitCode.ShouldBe(137, quell.Output);
    }

    private static Dictionary<string, Execution> ReadExecutions(string data)
    {
        using var facts = new JournalFacts(data);
        return facts.Executions().ToDictionary(execution => execution.Id, StringComparer.Ordinal);
    }
}

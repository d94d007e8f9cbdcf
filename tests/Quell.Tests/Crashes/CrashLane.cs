using Quell.Aws;
using Quell.Aws.Client;
using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>
/// A data folder in which one execution after the other is cut off by a crash and goes on in the next process; which is armed, too,
/// and dies of the execution after it.
/// </summary>
internal sealed class CrashLane(string dataFolder) : IDisposable
{
    private static readonly string[] Counted = [CrashPoint.ExecutionBeforeEvent, CrashPoint.ExecutionAfterEvent];

    private readonly PuttingClient _client = new(0);

    /// <summary>The execution that the last crash cut off; null for none.</summary>
    private CutOff? _open;

    /// <summary>An execution that no crash interrupts.</summary>
    /// <returns>What it comes to; it and those that it starts.</returns>
    public async Task<(List<string> Outcome, List<RunFacts> Runs)> Undisturbed()
    {
        var quell = await QuellProcess.Start(WorkflowFolder.Arguments, dataFolder);
        using var facts = new WorkflowFacts(dataFolder);
        var mark = facts.Mark();
        await StartExecution(quell, 0);
        await QuellProcess.Eventually(OnTheWay, onTheWay => onTheWay.Length == 0);
        (await quell.Stop()).ShouldBe(0, quell.Output);
        return (facts.Outcome(mark), facts.Runs(mark));
    }

    /// <summary>Ends what the last crash cut off, and starts another one that is to die when it reaches the point that often.</summary>
    /// <returns>False where it ended without that.</returns>
    public async Task<bool> Crash(string point, int count, WorkflowFolder expected)
    {
        var before = 0;
        if (_open is not null && Counted.Contains(point))
        {
            before = expected.Events - _open.Reached;
        }
        else
        {
            await Finish(expected);
        }

        var quell = QuellProcess.Launch(
            WorkflowFolder.Arguments, dataFolder, new Dictionary<string, string> { ["QUELL_CRASH_AT"] = $"{point}:{before + count}" });
        try
        {
            (await quell.IsReady()).ShouldBeTrue(quell.Output);
            await Settle(quell, expected);
            await Start(quell, count);
            await QuellProcess.Eventually(() => quell.HasExited ? "" : OnTheWay(), onTheWay => onTheWay.Length == 0);
            if (!quell.HasExited && await quell.Stop() == 0)
            {
                Check(expected);
                return false;
            }
        }
        finally
        {
            await quell.Kill();
        }

        quell.ExitCode.ShouldBe(137, quell.Output);
        using var facts = new WorkflowFacts(dataFolder);
        var runs = facts.Runs(_open!.Mark);
        _open = _open with { Durable = runs.ToDictionary(run => run.Header.Id, run => run.History(), StringComparer.Ordinal), Reached = runs.Sum(run => run.Reached) };
        return true;
    }

    /// <summary>Ends what the last crash cut off.</summary>
    public async Task Finish(WorkflowFolder expected)
    {
        if (_open is null)
        {
            return;
        }

        var quell = await QuellProcess.Start(WorkflowFolder.Arguments, dataFolder);
        try
        {
            await Settle(quell, expected);
            (await quell.Stop()).ShouldBe(0, quell.Output);
        }
        finally
        {
            await quell.Kill();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        if (Directory.Exists(dataFolder))
        {
            Directory.Delete(dataFolder, recursive: true);
        }
    }

    private async Task Start(QuellProcess quell, int count)
    {
        using var facts = new WorkflowFacts(dataFolder);
        _open = new(count, facts.Mark(), [], 0);
        try
        {
            await StartExecution(quell, count);
        }
        catch (AwsException)
        {
            await quell.Died();
        }
    }

    /// <summary>The cut off execution goes on by itself; one that was never acknowledged may be started once more, by its name.</summary>
    private async Task Settle(QuellProcess quell, WorkflowFolder expected)
    {
        if (_open is null)
        {
            return;
        }

        if (_open.Durable.Count == 0)
        {
            await StartExecution(quell, _open.Count);
        }

        await QuellProcess.Eventually(() => quell.HasExited ? "it died" : OnTheWay(), onTheWay => onTheWay is "" or "it died");
        quell.HasExited.ShouldBeFalse(quell.Output);
        Check(expected);
    }

    private void Check(WorkflowFolder expected)
    {
        var open = _open!;
        using var facts = new WorkflowFacts(dataFolder);
        Differences(expected.Expected, facts.Outcome(open.Mark)).ShouldBeEmpty($"the crash number {open.Count}");
        foreach (var run in facts.Runs(open.Mark))
        {
            var durable = open.Durable.GetValueOrDefault(run.Header.Id) ?? [];
            run.History().Take(durable.Count).ShouldBe(durable, $"what was durable at the crash number {open.Count}");
        }

        _open = null;
    }

    /// <summary>Lines that are missing, and lines that are too many.</summary>
    private static string Differences(List<string> expected, List<string> found)
    {
        var surplus = found.ToList();
        var missing = expected.Where(line => !surplus.Remove(line)).ToList();
        return string.Join('\n', missing.Select(line => $"- {line}").Concat(surplus.Select(line => $"+ {line}")));
    }

    private string OnTheWay()
    {
        using var facts = new JournalFacts(dataFolder);
        return facts.OnTheWay();
    }

    private Task<AwsResult> StartExecution(QuellProcess quell, int count) => _client.Call(quell, "stepfunctions", "StartExecution", JsonObject.Of(
        ("stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:everything"), ("name", $"run-{count:D4}")));

    /// <param name="Count">At which reach of the point the process was to die.</param>
    /// <param name="Mark">Where in the journal the execution begins.</param>
    /// <param name="Durable">The histories that the crash left, by execution.</param>
    /// <param name="Reached">Events that are durable, and are not reached again.</param>
    private sealed record CutOff(int Count, long Mark, Dictionary<string, List<string>> Durable, int Reached);
}

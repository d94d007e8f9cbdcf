using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>
/// A data folder in which one execution of a runbook after the other is cut off by a crash. The process that comes next sees it to its
/// end, and dies of the execution that is started then.
/// </summary>
internal sealed class RunbookLane(RunbookFolder folder, string document) : IDisposable
{
    private readonly string _data = folder.Copy();
    private readonly List<RunbookRun> _runs = [];

    /// <summary>The execution that the last crash cut off; null for none.</summary>
    private RunbookRun? _open;

    /// <summary>Ends what the last crash cut off, and starts another one that is to die when it reaches the point that often.</summary>
    /// <returns>False where it ended without that.</returns>
    public async Task<bool> Crash(string point, int count)
    {
        var counts = Path.Combine(_data, $"count-{count}");
        var quell = QuellProcess.Launch(folder.Arguments, _data, new Dictionary<string, string> { ["QUELL_CRASH_AT"] = $"{point}:{count}@{counts}" });
        try
        {
            (await quell.IsReady()).ShouldBeTrue(quell.Output);
            await Settle(quell);
            await File.WriteAllTextAsync(counts, "");
            _open = new RunbookRun(document, count, folder);
            _runs.Add(_open);
            await _open.DriveToItsDeath(quell);
            if (!quell.HasExited && await quell.Stop() == 0)
            {
                return false;
            }
        }
        finally
        {
            await quell.Kill();
        }

        quell.ExitCode.ShouldBe(137, quell.Output);
        return true;
    }

    /// <summary>Ends what the last crash cut off.</summary>
    public async Task Finish()
    {
        if (_open is null)
        {
            return;
        }

        var quell = await QuellProcess.Start(folder.Arguments, _data);
        try
        {
            await Settle(quell);
        }
        finally
        {
            await quell.Kill();
        }
    }

    public void Dispose()
    {
        _runs.ForEach(run => run.Dispose());
        Directory.Delete(_data, recursive: true);
    }

    private async Task Settle(QuellProcess quell)
    {
        if (_open is not null)
        {
            await _open.Drive(quell);
            await Check(quell);
        }
    }

    /// <summary>The folder holds what so many executions leave behind, no more and no less.</summary>
    private async Task Check(QuellProcess quell)
    {
        var expected = Enumerable.Repeat(folder.Expected[document], _runs.Count).SelectMany(lines => lines).Order(StringComparer.Ordinal).ToList();
        (await _open!.Outcome(quell)).ShouldBe(expected, $"the crash number {_open.Count}");
        _open = null;
    }
}

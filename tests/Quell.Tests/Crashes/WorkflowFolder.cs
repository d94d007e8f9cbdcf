using Quell.Tests.Cli;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>A data folder into which <c>workflow.yaml</c> has been deployed once, and what an execution comes to that no crash interrupts.</summary>
public sealed class WorkflowFolder : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What each execution has to come to.</summary>
    internal List<string> Expected { get; private set; } = [];

    /// <summary>Events in the histories of an execution and of those that it starts.</summary>
    internal int Events { get; private set; }

    /// <summary>Calls that these make, and executions that a distributed Map starts.</summary>
    internal int Effects { get; private set; }

    internal static string[] Arguments => [Path.Combine(AppContext.BaseDirectory, "Crashes", "workflow.yaml")];

    private string Armed => Path.Combine(_folder.Path, "armed");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Armed);
        var quell = await QuellProcess.Start(Arguments, Armed);
        (await quell.Stop()).ShouldBe(0, quell.Output);

        using var undisturbed = new CrashLane(Copy());
        (Expected, var runs) = await undisturbed.Undisturbed();
        $"{runs[0].Execution.Status} {runs[0].Execution.Output}".ShouldBe(
            """Succeeded {"together":["paused","Ec2.Ec2Exception","It is meant to.",{"answer":42},2,{"twice":6}],"each":[30,40],"spread":[300,400],"flash":[9,16]}""");
        Events = runs.Sum(run => run.Reached);
        Effects = runs.Sum(run => run.Events.Count(happened => happened.Type == "TaskScheduled")) + runs.Count(run => run.Header.MapRun is not null);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>A fresh copy, without an execution.</summary>
    public string Copy() => ArmedFolder.CopyOf(Armed);
}

using Quell.Aws;
using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Cli;
using Quell.Tests.Examples;
using Xunit.Abstractions;

namespace Quell.Tests.Crashes;

/// <summary>
/// The real process dies at every event of a runbook's history, before and after it is durable, and before and after every effect.
/// Each time the runbook comes to the same, and each effect is done once.
/// </summary>
[Trait("Requirement", "N33")]
public sealed class RunbookCrashTests(RunbookFolder folder, ITestOutputHelper output) : IClassFixture<RunbookFolder>
{
    /// <summary>What the two runbooks have the process do at least.</summary>
    private const int Effects = 9;

    /// <summary>Data folders, each with a process, at once: most of the time each of them waits.</summary>
    private static readonly int AtOnce = Math.Max(4, Environment.ProcessorCount);

    [Theory]
    [InlineData("everything", CrashPoint.ExecutionBeforeEvent)]
    [InlineData("everything", CrashPoint.ExecutionAfterEvent)]
    [InlineData("everything", CrashPoint.WorkBeforeStart)]
    [InlineData("everything", CrashPoint.WorkAfterEnd)]
    [InlineData("scripted", CrashPoint.ExecutionBeforeEvent)]
    [InlineData("scripted", CrashPoint.ExecutionAfterEvent)]
    [InlineData("scripted", CrashPoint.WorkBeforeStart)]
    [InlineData("scripted", CrashPoint.WorkAfterEnd)]
    public async Task A_runbook_comes_to_the_same_wherever_it_is_cut_off(string document, string point)
    {
        var (next, crashes) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (await Crash(document, point, Interlocked.Increment(ref next)))
            {
                Interlocked.Increment(ref crashes);
            }
        })));

        output.WriteLine($"{crashes} crashes");
        if (point is CrashPoint.ExecutionBeforeEvent or CrashPoint.ExecutionAfterEvent)
        {
            crashes.ShouldBe(folder.Expected[document].Events);
        }
        else
        {
            crashes.ShouldBeGreaterThanOrEqualTo(document == "scripted" ? 1 : Effects, "every call, script, child and pause");
        }
    }

    /// <returns>False where it ended without a crash.</returns>
    private async Task<bool> Crash(string document, string point, int count)
    {
        var data = folder.Copy();
        using var run = new RunbookRun(document);
        try
        {
            var armed = QuellProcess.Launch(RunbookFolder.Arguments, data, new Dictionary<string, string> { ["QUELL_CRASH_AT"] = $"{point}:{count}" });
            try
            {
                (await armed.IsReady()).ShouldBeTrue(armed.Output);
                await run.DriveToItsDeath(armed);
                if (!armed.HasExited && await armed.Stop() == 0)
                {
                    return false;
                }
            }
            finally
            {
                await armed.Kill();
            }

            armed.ExitCode.ShouldBe(137, armed.Output);
            await using var quell = await QuellProcess.Start(RunbookFolder.Arguments, data);
            await run.Drive(quell);
            (await run.Outcome(quell)).ShouldBe(folder.Expected[document].Lines, $"the crash number {count} at {point}");
            return true;
        }
        finally
        {
            // The second process takes the folder along at its end; the first one leaves it.
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }
}

/// <summary>A data folder into which <c>runbook.yaml</c> has been deployed once, and what an execution comes to that no crash interrupts.</summary>
public sealed class RunbookFolder : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal static string[] Arguments => [Path.Combine(AppContext.BaseDirectory, "Crashes", "runbook.yaml")];

    /// <summary>By document: what it comes to, and the events in its history and in those of what it starts.</summary>
    internal Dictionary<string, (List<string> Lines, int Events)> Expected { get; } = new(StringComparer.Ordinal);

    private string Armed => Path.Combine(_folder.Path, "armed");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Armed);
        var armed = await QuellProcess.Start(Arguments, Armed);
        (await armed.Stop()).ShouldBe(0, armed.Output);

        foreach (var document in new[] { "everything", "scripted" })
        {
            using var run = new RunbookRun(document);
            await using var quell = await QuellProcess.Start(Arguments, Copy());
            await run.Drive(quell);
            Expected.Add(document, (await run.Outcome(quell), await Count(quell)));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    internal string Copy() => ArmedFolder.CopyOf(Armed);

    private static async Task<int> Count(QuellProcess quell)
    {
        using var http = new HttpClient();
        var count = 0;
        foreach (var execution in ((JsonObject)await quell.Quell("executions")).Array("executions").Objects)
        {
            var history = await http.GetByteArrayAsync($"{quell.Endpoint}/api/v1/executions/{Uri.EscapeDataString(execution.String("id")!)}/history?limit=1000");
            count += ((JsonObject)JsonValue.Parse(history)).Array("events").Count;
        }

        return count;
    }
}

/// <summary>One execution of the runbook, whatever processes it takes.</summary>
internal sealed class RunbookRun(string document) : IDisposable
{
    private const string Token = "11111111-2222-3333-4444-555555555555";

    private readonly PuttingClient _client = new(0);

    /// <summary>Starts it, or finds it started, and sees it to its end, or to the process's.</summary>
    public async Task Drive(QuellProcess quell)
    {
        var id = (await Call(quell, "ssm", "StartAutomationExecution", ("DocumentName", document), ("ClientToken", Token)))["AutomationExecutionId"];
        await QuellProcess.Eventually(async () => quell.HasExited || await IsOver(quell, id), isOver => isOver);
    }

    /// <summary>The same with a process that is to die meanwhile.</summary>
    public async Task DriveToItsDeath(QuellProcess quell)
    {
        try
        {
            await Drive(quell);
        }
        catch (AwsException)
        {
            await quell.Died();
        }
    }

    /// <summary>What an execution came to and what it did, without ids.</summary>
    public async Task<List<string>> Outcome(QuellProcess quell)
    {
        var executions = (await Call(quell, "ssm", "DescribeAutomationExecutions")).Array("AutomationExecutionMetadataList").Objects.ToList();
        var lines = new List<string>();
        foreach (var each in executions)
        {
            var execution = (await Call(quell, "ssm", "GetAutomationExecution", ("AutomationExecutionId", each["AutomationExecutionId"]))).Object("AutomationExecution")!;
            lines.Add($"{execution.String("DocumentName")} {execution.String("AutomationExecutionStatus")} {execution["Outputs"]}");
            lines.AddRange(execution.Array("StepExecutions").Objects.Select(step => $"{execution.String("DocumentName")} {step.String("StepName")} {step.String("StepStatus")} {step.String("FailureMessage")}"));
        }

        var vpcs = (await Call(quell, "ec2", "DescribeVpcs")).Array("Vpcs").Objects.Where(vpc => vpc.String("CidrBlock") == "10.1.0.0/16").ToList();
        lines.AddRange(vpcs.Select(vpc => $"vpc {vpc["Tags"]}"));
        var subnets = (await Call(quell, "ec2", "DescribeSubnets")).Array("Subnets").Objects.Where(subnet => subnet.String("CidrBlock") == "10.1.1.0/24");
        lines.AddRange(subnets.Select(subnet => $"subnet {subnet.String("CidrBlock")}"));
        var started = await Call(quell, "stepfunctions", "ListExecutions", ("stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:short"));
        lines.AddRange(started.Array("executions").Objects.Select(execution => $"execution {execution.String("status")}"));
        using var facts = new JournalFacts(quell.DataFolder);
        lines.AddRange(facts.Bodies("sent").Select(body => $"message {body}"));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Resumes the execution where it pauses.</summary>
    private async Task<bool> IsOver(QuellProcess quell, JsonValue? id)
    {
        var execution = (await Call(quell, "ssm", "GetAutomationExecution", ("AutomationExecutionId", id))).Object("AutomationExecution")!;
        if (execution.String("AutomationExecutionStatus") == "Waiting")
        {
            await Resume(quell, id);
        }

        var isMachineRunning = (await Call(quell, "stepfunctions", "ListExecutions", ("stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:short"), ("statusFilter", "RUNNING")))
            .Array("executions").Count > 0;
        return execution.Has("ExecutionEndTime") && !isMachineRunning;
    }

    /// <summary>One that goes on meanwhile takes no signal any more.</summary>
    private async Task Resume(QuellProcess quell, JsonValue? id)
    {
        try
        {
            await Call(
                quell, "ssm", "SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "Resume"),
                ("Payload", JsonObject.Of(("StepName", JsonArray.From([(JsonValue)"pause"])))));
        }
        catch (AwsException refusal) when (refusal.Code == "InvalidAutomationSignalException")
        {
            // It has been resumed.
        }
    }

    private async Task<JsonObject> Call(QuellProcess quell, string service, string operation, params (string Name, JsonValue? Value)[] input) =>
        (await _client.Call(quell, service, operation, JsonObject.Of(input))).Output;
}

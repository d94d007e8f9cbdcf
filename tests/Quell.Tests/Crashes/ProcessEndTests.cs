using System.Diagnostics;
using Quell.Engine.Json;
using Quell.Functions.Executions;
using Quell.Tests.Cli;
using Quell.Tests.Examples;
using Xunit.Abstractions;

namespace Quell.Tests.Crashes;

/// <summary>How the process ends, and what it leaves.</summary>
public sealed class ProcessEndTests(ArmedFolder folder, ITestOutputHelper output) : IClassFixture<ArmedFolder>
{
    private const string Lingering =
        """
        Parameters: {Starts: {Type: String}}
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
          Linger:
            Type: AWS::Lambda::Function
            Properties:
              FunctionName: linger
              Runtime: python3.12
              Handler: index.handler
              Role: !GetAtt Role.Arn
              Timeout: 600
              Environment: {Variables: {STARTS: !Ref Starts}}
              Code:
                ZipFile: |
                  import os, subprocess, time
                  def handler(event, context):
                      subprocess.Popen(["sleep", "600"])
                      subprocess.Popen(["sleep", "600"], start_new_session=True)
                      time.sleep(600)
        """;

    [Fact]
    public async Task Sigterm_in_the_middle_of_work_ends_cleanly_and_loses_nothing()
    {
        var data = folder.Copy();
        using var client = new PuttingClient(500);
        var first = await QuellProcess.Start(folder.Arguments, data);
        var putting = client.Put(first);
        await QuellProcess.Eventually(() => FunctionStart.Read(folder.Starts).Count, starts => starts >= 20);
        var since = Stopwatch.StartNew();
        (await first.Stop()).ShouldBe(0, first.Output);
        output.WriteLine($"Ended {since.Elapsed.TotalSeconds:F1} s after SIGTERM, {client.Acknowledged.Count} acknowledged.\n{first.Output}");
        await putting;
        FunctionStart.Processes(folder.Starts).ShouldBeEmpty();
        using var facts = new JournalFacts(data);
        var atEnd = facts.Executions().ToDictionary(execution => execution.Id, StringComparer.Ordinal);

        await using var quell = await QuellProcess.Start(folder.Arguments, data);
        (await client.Put(quell)).ShouldBeTrue(quell.Output);
        await facts.Drained();
        (await quell.Stop()).ShouldBe(0, quell.Output);
        new CrashEvidence(facts, FunctionStart.Read(folder.Starts), [atEnd]).CheckAll(client.Acknowledged);
        atEnd.Values.ShouldNotContain(execution => execution.State == ExecutionState.Started, "an attempt was cut off though it was about to end");
    }

    /// <summary>
    /// A function ends with Quell; what it has started itself without waiting for it ends at the latest when Quell starts again.
    /// </summary>
    [Fact]
    public async Task Kill_9_leaves_no_function_behind_and_the_next_start_nothing_of_what_they_started()
    {
        using var files = new TemporaryFolder();
        var template = files.Write("template.yaml", Lingering);
        var starts = Path.Combine(files.Path, "starts");
        string[] arguments = [template, "--parameter", $"Starts={starts}"];
        var killed = await QuellProcess.Start(arguments);
        using var client = new PuttingClient(0);
        await client.Call(killed, "lambda", "Invoke", JsonObject.Of(("FunctionName", "linger"), ("InvocationType", "Event")));
        await QuellProcess.Eventually(() => Sleeping(starts), sleeping => sleeping.Count == 2);
        var left = Sleeping(starts);
        await killed.Kill();
        await QuellProcess.Eventually(() => FunctionStart.Processes(starts), processes => processes.All(left.Contains));

        await using var quell = await QuellProcess.Start([], killed.DataFolder);
        FunctionStart.Processes(starts).ShouldNotContain(process => left.Contains(process));
    }

    [Fact]
    public async Task A_crash_point_that_does_not_exist_is_refused()
    {
        var quell = QuellProcess.Launch([], environment: new Dictionary<string, string> { ["QUELL_CRASH_AT"] = "nowhere:1" });
        await QuellProcess.Eventually(() => quell.HasExited, exited => exited);
        quell.ExitCode.ShouldBe(2);
        await QuellProcess.Eventually(() => quell.Output, text => text.Contains("QUELL_CRASH_AT is 'nowhere:1'", StringComparison.Ordinal));
        await quell.DisposeAsync();
    }

    [Fact]
    public async Task A_data_folder_that_a_process_has_is_refused_to_another()
    {
        await using var quell = await QuellProcess.Start([]);
        var (code, _, error) = await QuellProcess.Run(
            QuellProcess.Program, ["up", "--data", quell.DataFolder, "--port", "0"], QuellProcess.ClientEnvironment);
        code.ShouldBe(1);
        error.ShouldContain($"in use by process {quell.Pid} at {quell.Endpoint}");
        quell.HasExited.ShouldBeFalse();
    }

    private static List<int> Sleeping(string starts) => [.. FunctionStart.Processes(starts).Where(process => NameOf(process) == "sleep")];

    private static string NameOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (IOException)
        {
            // It has just ended.
            return "";
        }
    }
}

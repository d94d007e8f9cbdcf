using System.Diagnostics;
using Quell.Cli;
using Quell.Engine.Json;

namespace Quell.Tests.Cli;

/// <summary>Drives the real process.</summary>
public sealed class UpProcessTests : IDisposable
{
    private readonly List<Process> _started = [];

    private const string Template = """
        Resources:
          Queue: {Type: "AWS::SQS::Queue"}
          Seen:
            Type: AWS::Events::Rule
            Properties:
              Name: seen
              EventPattern: {source: [mine]}
              Targets: [{Id: queue, Arn: !GetAtt Queue.Arn}]
        """;

    [Fact]
    [Trait("Requirement", "W22")]
    public async Task Deploys_answers_and_ends_cleanly_on_SIGTERM()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        var process = Start("up", folder.Write("seen/template.yaml", Template), "--data", data, "--port", "0");
        var said = await UntilReady(process);
        said.ShouldContain("Stack seen: created, 1 rule armed.");
        using var shell = new Shell();
        (await shell.Run("rules", "--data", data, "--output", "json")).ShouldBe(0, shell.Error);
        ((JsonObject)JsonValue.Parse(shell.Out)).Array("rules").Objects.Single().String("name").ShouldBe("seen");
        var second = Start("up", "--data", data, "--port", "0");
        await second.WaitForExitAsync();
        second.ExitCode.ShouldBe(1);
        (await second.StandardError.ReadToEndAsync()).ShouldContain($"in use by process {process.Id} at http://127.0.0.1:");
        await Signal(process, "TERM");
        process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync());
        RunningInstance.Read(data).ShouldBeNull();
    }

    [Fact]
    public async Task Starts_again_in_the_folder_that_a_killed_process_left()
    {
        using var folder = new TemporaryFolder();
        var killed = Start("up", folder.Write("seen/template.yaml", Template), "--data", folder.Path, "--port", "0");
        await UntilReady(killed);
        await Signal(killed, "KILL");
        using var shell = new Shell();
        (await shell.Run("events", "--data", folder.Path)).ShouldBe(1);
        shell.Error.ShouldContain($"process {killed.Id}");
        var process = Start("up", "--data", folder.Path, "--port", "0");
        await UntilReady(process);
        using var stacks = new Shell();
        (await stacks.Run("stacks", "--data", folder.Path)).ShouldBe(0, stacks.Error);
        stacks.Out.ShouldContain("CREATE_COMPLETE");
        await Signal(process, "INT");
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_template_is_named_with_its_line_and_nothing_starts()
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("bad.yaml", "Resources:\n  X:\n    Type: AWS::No::Thing\n");
        var process = Start("up", template, "--data", Path.Combine(folder.Path, "data"), "--port", "0");
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(2);
        var error = await process.StandardError.ReadToEndAsync();
        error.ShouldContain("AWS::No::Thing");
        error.ShouldContain("line 3");
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Following_events_ends_with_the_signal_and_a_listing_by_itself(string signal, int code)
    {
        using var folder = new TemporaryFolder();
        var process = Start("up", folder.Write("seen/template.yaml", Template), "--data", folder.Path, "--port", "0");
        await UntilReady(process);
        using var shell = new Shell();
        (await shell.Run("events", "--data", folder.Path)).ShouldBe(0, shell.Error);
        shell.Lines.Length.ShouldBeGreaterThan(1);

        var following = Start("events", "--follow", "--data", folder.Path);
        (await following.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
        await Signal(following, signal);

        following.ExitCode.ShouldBe(code, await following.StandardError.ReadToEndAsync());
        await Signal(process, "INT");
        process.ExitCode.ShouldBe(0);
    }

    /// <summary>Ends what a failed test has left running.</summary>
    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }
    }

    private Process Start(params string[] args)
    {
        var info = Interruptible.Info("dotnet", [Path.Combine(AppContext.BaseDirectory, "quell.dll"), .. args]);
        (info.RedirectStandardOutput, info.RedirectStandardError) = (true, true);
        var process = Process.Start(info).ShouldNotBeNull();
        _started.Add(process);
        return process;
    }

    private static async Task<string> UntilReady(Process process)
    {
        var said = new System.Text.StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.Contains(" is ready at ", StringComparison.Ordinal))
            {
                // The data folder says where it listens by then.
                return said.ToString();
            }
        }

        throw new InvalidOperationException($"It ended: {await process.StandardError.ReadToEndAsync()}");
    }

    private static async Task Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }
}

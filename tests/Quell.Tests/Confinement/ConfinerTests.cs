using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws.Operations;
using Quell.Confinement;
using Quell.Engine.Json;
using Quell.Gate;
using Quell.Scripts;
using Quell.Tests.Cli;
using Quell.Tests.Scripts;

namespace Quell.Tests.Confinement;

/// <summary>The ways of confining: root becomes another user; a user namespace; and none, where the system gives no namespaces.</summary>
public sealed class ConfinerTests : IDisposable
{
    private const string Escaping =
        """
        import os, signal, sys, time
        def handler(events, context):
            for escape in (False, True):
                if os.fork() == 0:
                    if escape:
                        os.setsid()
                        if os.fork() != 0:
                            os._exit(0)
                    os.execve(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", events["mark"]], {})
            print(open("/proc/self/comm").read().strip(), flush=True)
            time.sleep(events["seconds"])
            return os.getuid()
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ConfinedFact]
    public async Task In_a_user_namespace_a_script_keeps_its_number_has_no_rights_and_leaves_nothing() => await Check([true], "user namespace");

    [Functions.ProgramFact("python3")]
    public async Task Without_namespaces_what_a_script_started_ends_with_it_wherever_it_went() => await Check([], "no namespace");

    [ConfinedFact]
    public async Task What_the_system_gives_is_found_out_by_trying()
    {
        using var confiner = new Confiner(_folder.Path, python: null, NullLogger.Instance);

        var level = await confiner.Level();

        (level.IsIsolated, level.IsMapped, level.Warning).ShouldBe((true, !Environment.IsPrivilegedProcess, null));
    }

    [Functions.ProgramFact("python3")]
    public async Task What_is_not_enforced_is_said_in_one_line()
    {
        using var confiner = new Confiner(_folder.Path, python: null, NullLogger.Instance) { Ways = [] };

        var warning = (await confiner.Level()).Warning.ShouldNotBeNull();

        warning.ShouldContain("not enforced");
        warning.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_python_that_is_not_there_is_said()
    {
        using var confiner = new Confiner(_folder.Path, "/nowhere/python3", NullLogger.Instance);

        (await Should.ThrowAsync<EnvironmentException>(confiner.Level)).Message.ShouldStartWith("No Python 3 was found (/nowhere/python3).");
    }

    [Functions.ProgramFact("python3")]
    public async Task A_launcher_that_was_killed_is_started_again()
    {
        using var confiner = new Confiner(_folder.Path, python: null, NullLogger.Instance);
        await using var scripts = Runner(confiner);
        (await Run(scripts, "import os\ndef handler(events, context): return 1")).Payload.ShouldBe((JsonValue)1);
        foreach (var launcher in Running(Path.Combine(_folder.Path, "programs")))
        {
            System.Diagnostics.Process.GetProcessById(launcher).Kill();
        }

        await Functions.Eventually.IsTrue(() => Running(Path.Combine(_folder.Path, "programs")).Count == 0);
        (await Run(scripts, "def handler(events, context): return 2")).Payload.ShouldBe((JsonValue)2);
    }

    private static ScriptRunner Runner(Confiner confiner) =>
        new(new ScriptHost { Confiner = confiner, Keys = new EnvironmentKeys(new IdSource("test", "environments")), Time = TimeProvider.System });

    private static Task<ScriptResult> Run(ScriptRunner scripts, string script, JsonObject? payload = null, double seconds = 60) => scripts.Run(
        new ScriptRun
        {
            Runtime = "python3.11",
            Script = script,
            Handler = "handler",
            InputPayload = payload ?? JsonObject.Empty,
            Scope = new("000000000000", "us-east-1"),
            Principal = ScriptHouse.Fixer,
            Cause = new("execution"),
            Timeout = TimeSpan.FromSeconds(seconds),
        },
        CancellationToken.None);

    /// <summary>Processes that have the text in their command.</summary>
    private static List<int> Running(string text) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(folder =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(text, StringComparison.Ordinal);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }).Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? process : 0).Where(process => process > 0),
    ];

    private async Task Check(bool[] ways, string mark)
    {
        mark = $"quell {mark} {Guid.NewGuid():N}";
        using var confiner = new Confiner(_folder.Path, python: null, NullLogger.Instance) { Ways = ways };
        await using var scripts = Runner(confiner);

        var returned = await Run(scripts, Escaping, JsonObject.Of(("mark", mark), ("seconds", 0)));

        returned.Fault.ShouldBeNull();
        returned.Output.ShouldNotBeEmpty();
        Running(mark).ShouldBeEmpty();

        var killed = await Run(scripts, Escaping, JsonObject.Of(("mark", mark), ("seconds", 600)), seconds: 1);

        killed.Fault.ShouldNotBeNull().Kind.ShouldBe(ScriptFaultKind.Timeout);
        Running(mark).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "runs")).ShouldBeEmpty();
    }
}

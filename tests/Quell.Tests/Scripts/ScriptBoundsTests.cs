using System.Net;
using System.Net.Sockets;
using Quell.Engine.Json;
using Quell.Scripts;
using Quell.Tests.Functions;

namespace Quell.Tests.Scripts;

/// <summary>Scripts that try to break their bounds.</summary>
[Trait("Requirement", "W9")]
public sealed class ScriptBoundsTests(ScriptHouse house) : IClassFixture<ScriptHouse>
{
    private const string Attempt =
        """
        import ctypes, os, resource, signal, socket, subprocess, sys, time
        def attempt(what):
            try:
                return what() or "done"
            except BaseException as fault:
                return type(fault).__name__

        """;

    [ProgramFact("python3")]
    public async Task A_script_that_hangs_ends_at_its_time_with_all_that_it_started_wherever_that_went()
    {
        var result = await house.Run(
            Attempt + """
            def handler(events, context):
                print("before", flush=True)
                for escape in (False, True):
                    if os.fork() == 0:
                        if escape:
                            os.setsid()
                            if os.fork() != 0:
                                os._exit(0)
                        os.execve(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", events["mark"]], {})
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(600)
            """,
            JsonObject.Of(("mark", "quell-script-that-hangs")), run => run with { Timeout = TimeSpan.FromSeconds(2) });

        var fault = result.Fault.ShouldNotBeNull();
        (fault.Kind, fault.Message).ShouldBe((ScriptFaultKind.Timeout, "The script had not returned after 2 seconds and was stopped."));
        result.Output.ShouldBe("before\n");
        Running("quell-script-that-hangs").ShouldBe(0);
    }

    [ConfinedFact]
    public async Task A_fork_bomb_cannot_outgrow_its_processes_and_leaves_none()
    {
        var result = await house.Run(
            Attempt + """
            def handler(events, context):
                made = 0
                while True:
                    try:
                        if os.fork() == 0:
                            time.sleep(600)
                        made += 1
                    except BlockingIOError:
                        print("made", made, flush=True)
                        time.sleep(600)
            """);

        var fault = result.Fault.ShouldNotBeNull();
        (fault.Kind, fault.Type).ShouldBe((ScriptFaultKind.Limit, "Script.Processes"));
    }

    [ProgramFact("python3")]
    public async Task Memory_ends_within_the_script_and_over_all_its_processes()
    {
        (await house.Run("def handler(events, context): return len(bytearray(2_000_000_000))")).Fault.ShouldNotBeNull().Type.ShouldBe("MemoryError");
        (await house.Run(
            Attempt + """
            def handler(events, context):
                for _ in range(8):
                    if os.fork() == 0:
                        kept = bytearray(b"x") * (200 << 20)
                        time.sleep(600)
                time.sleep(600)
            """)).Fault.ShouldNotBeNull().Type.ShouldBe("Script.Memory");
    }

    [ProgramFact("python3")]
    public async Task Memory_that_its_processes_share_counts_once()
    {
        var result = await house.Run(
            Attempt + """
            def handler(events, context):
                kept = bytearray(b"x") * (100 << 20)
                for _ in range(20):
                    if os.fork() == 0:
                        time.sleep(600)
                time.sleep(1)
                return len(kept)
            """);

        result.Fault.ShouldBeNull();
    }

    [ConfinedFact]
    public async Task Processor_time_file_size_open_files_and_the_folder_are_limited()
    {
        var result = await house.Run(
            Attempt + """
            def fill():
                for number in range(40):
                    with open(f"part{number}", "wb") as file:
                        file.write(b"x" * (8 << 20))
            def handler(events, context):
                limits = [resource.getrlimit(resource.RLIMIT_CPU)[1], resource.getrlimit(resource.RLIMIT_CORE)[1]]
                return limits + [
                    attempt(lambda: resource.setrlimit(resource.RLIMIT_CPU, (10_000, 10_000))),
                    attempt(lambda: open("large", "wb").write(b"x" * (200 << 20))),
                    attempt(lambda: [open("/dev/null") for _ in range(2000)] and None),
                    attempt(fill)]
            """,
            with: run => run with { Timeout = TimeSpan.FromSeconds(30) });

        result.Payload.ShouldBe(JsonArray.From([(JsonValue)31, 0, "ValueError", "OSError", "OSError", "OSError"]));
    }

    [ProgramFact("python3")]
    public async Task A_flood_of_output_is_cut_and_its_last_lines_are_kept()
    {
        var result = await house.Run("def handler(events, context):\n  for number in range(200000): print('line', number)");

        result.Fault.ShouldBeNull();
        result.Output.Length.ShouldBeLessThan(ScriptOutput.ByteLimit * 2);
        result.Output.ShouldContain("lines dropped");
        result.Output.ShouldEndWith("line 199999\n");
    }

    [ProgramFact("python3")]
    public async Task It_inherits_nothing_of_quells_environment()
    {
        Environment.SetEnvironmentVariable("QUELL_TEST_SECRET", "hidden");

        var result = await house.Run(
            Attempt + """
            def handler(events, context):
                return [sorted(os.environ), open("/proc/self/environ").read(), subprocess.run(["env"], capture_output=True, text=True).stdout]
            """);

        result.Payload.ShouldNotBeNull().ToString().ShouldNotContain("QUELL_TEST_SECRET");
        result.Payload.ToString().ShouldContain("AWS_ENDPOINT_URL");
    }

    [ConfinedFact]
    public async Task It_sees_no_file_of_quell_of_the_user_or_of_another_script()
    {
        var secret = Path.Combine(Path.GetTempPath(), $"quell-secret-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(secret, "secret");
        var result = await house.Run(
            Attempt + """
            def handler(events, context):
                return [attempt(lambda: open(path)) for path in events["paths"]] + [
                    attempt(lambda: open("/usr/mine", "w")), attempt(lambda: open("/mine", "w")), os.listdir("/tmp")]
            """,
            JsonObject.Of(("paths", JsonArray.From(["/etc/shadow", Path.Combine(house.Quell.DataFolder, "quell.db"), "/root/.bashrc", "/run", secret]))));
        File.Delete(secret);

        result.Payload.ShouldBe(JsonValue.Parse("""
            ["FileNotFoundError", "FileNotFoundError", "FileNotFoundError", "FileNotFoundError", "FileNotFoundError", "OSError", "OSError", []]
            """));
        Directory.EnumerateFileSystemEntries(Path.Combine(house.Quell.DataFolder, "confinement", "runs")).ShouldBeEmpty();
    }

    [ConfinedFact]
    public async Task It_reaches_no_network_but_the_gate()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var result = await house.Run(
            Attempt + """
            def handler(events, context):
                return [
                    attempt(lambda: socket.create_connection(("127.0.0.1", events["other"]), 5).close()),
                    attempt(lambda: socket.create_connection(("192.0.2.1", 443), 5).close()),
                    attempt(lambda: socket.create_connection(("169.254.169.254", 80), 5).close()),
                    attempt(lambda: socket.getaddrinfo("example.com", 443)),
                    attempt(lambda: socket.socket(40, socket.SOCK_STREAM)),
                    attempt(lambda: socket.create_connection(("127.0.0.1", events["gate"]), 5).close())]
            """,
            JsonObject.Of(("other", ((IPEndPoint)other.LocalEndpoint).Port), ("gate", house.Quell.Address.Port)));

        result.Payload.ShouldBe(JsonValue.Parse("""["ConnectionRefusedError", "OSError", "OSError", "gaierror", "OSError", "done"]"""));
    }

    [ConfinedFact]
    public async Task The_gate_takes_no_other_key_than_its_own_and_nothing_but_calls()
    {
        var result = await house.Run(
            Attempt + """
            import urllib.request, urllib.error
            def get(path):
                try:
                    return urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + path).status
                except urllib.error.HTTPError as fault:
                    return fault.code
            def call(**key):
                import boto3, botocore.exceptions
                try:
                    boto3.client("ec2", **key).create_vpc(CidrBlock="10.0.0.0/16")
                except botocore.exceptions.ClientError as fault:
                    return fault.response["Error"]["Code"]
                return "done"
            def handler(events, context):
                return [get("/api/v1/info"), get("/_runtime/other/2018-06-01/runtime/invocation/next"), get("/?Action=ConfirmSubscription&Token=x"),
                    call(aws_access_key_id="000000000000", aws_secret_access_key="x", aws_session_token=None), call()]
            """);

        result.Payload.ShouldBe(JsonValue.Parse("""[403, 403, 403, "AuthFailure", "done"]"""), result.Fault?.Traceback);
    }

    [ConfinedFact]
    public async Task It_gets_no_rights_back_and_cannot_touch_what_leads_it()
    {
        var result = await house.Run(
            Attempt + """
            def handler(events, context):
                libc = ctypes.CDLL(None)
                status = open("/proc/self/status").read()
                capabilities = [line.split()[1] for line in status.splitlines() if line.startswith("Cap")]
                return [
                    os.getuid() == 0,
                    set(capabilities) == {"0000000000000000"},
                    attempt(lambda: os.setuid(0)),
                    libc.mount(b"x", b"/tmp", b"tmpfs", 0, None),
                    libc.ptrace(16, 1, None, None),
                    attempt(lambda: os.kill(1, signal.SIGKILL)),
                    "NoNewPrivs:\t1" in status]
            """);

        // A signal to the first process of a namespace from within it is not delivered, whatever kill says.
        result.Payload.ShouldNotBeNull().ToString().ShouldBeOneOf(
            """[false,true,"PermissionError",-1,-1,"PermissionError",true]""", """[false,true,"PermissionError",-1,-1,"done",true]""");
    }

    /// <summary>How many processes have the mark in their command.</summary>
    private static int Running(string mark) => Directory.EnumerateDirectories("/proc").Count(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}

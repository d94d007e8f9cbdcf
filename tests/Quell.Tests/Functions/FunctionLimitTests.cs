using System.Diagnostics;
using System.Text;
using Quell.Engine.Json;
using Quell.Functions.Runtimes;

namespace Quell.Tests.Functions;

[Trait("Requirement", "D9")]
public sealed class FunctionLimitTests
{
    private static readonly (string, JsonValue?) OneSecond = ("Timeout", 1);

    [ProgramFact("python3")]
    public async Task A_hanging_function_and_all_that_it_started_end_at_its_timeout()
    {
        await using var bench = await FunctionBench.Start();
        var mark = $"quell-test-{Guid.NewGuid():N}";
        await bench.Python("hang", $$"""
            import subprocess, sys, time
            def handler(event, context):
                print("before", flush=True)
                subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "{{mark}}"])
                subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "{{mark}}"], start_new_session=True)
                time.sleep(600)
            """, OneSecond);

        var answer = await bench.Invoke("hang", "{}", ("LogType", "Tail"));

        var error = answer.Object("Payload").ShouldNotBeNull();
        error.String("errorType").ShouldBe("Sandbox.Timedout");
        error.String("errorMessage").ShouldBe("RequestId: 00000002-0000-0000-0000-000000000000 Error: Task timed out after 1.00 seconds");
        Tail(answer).ShouldContain("\nbefore\n");
        Tail(answer).ShouldContain("Task timed out after 1.00 seconds");
        await Eventually.IsTrue(() => Running(mark) == 0);
    }

    [ProgramFact("python3")]
    public async Task A_crash_ends_the_invocation_with_its_last_output_and_the_next_one_gets_a_new_process()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("crash", """
            import os
            def handler(event, context):
                print("last words", flush=True)
                if event.get("crash"):
                    os._exit(3)
                return "alive"
            """);

        var answer = await bench.Invoke("crash", """{"crash": true}""", ("LogType", "Tail"));

        var error = answer.Object("Payload").ShouldNotBeNull();
        error.String("errorType").ShouldBe("Runtime.ExitError");
        error.String("errorMessage").ShouldBe("RequestId: 00000002-0000-0000-0000-000000000000 Error: Runtime exited with error: exit status 3");
        Tail(answer).ShouldContain("\nlast words\n");
        (await bench.Invoke("crash"))["Payload"].ShouldBe((JsonValue)"alive");
    }

    [ProgramFact("python3")]
    public async Task A_flood_of_output_is_cut_and_its_last_lines_are_kept()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("flood", """
            def handler(event, context):
                for number in range(200000):
                    print("line", number)
            """, ("Timeout", 60));

        (await bench.Invoke("flood"))["FunctionError"].ShouldBeNull();

        await Eventually.IsTrue(() => bench.Log("/aws/lambda/flood").Exists(line => line.StartsWith("REPORT", StringComparison.Ordinal)));
        var log = bench.Log("/aws/lambda/flood");
        log.Count.ShouldBeLessThan(FunctionOutput.LineLimit + 100);
        log.ShouldContain("line 199999");
        log.ShouldContain(line => line.Contains("lines dropped", StringComparison.Ordinal));
    }

    [ProgramFact("python3")]
    public async Task A_function_that_takes_more_than_its_memory_is_killed()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("greedy", """
            import time
            def handler(event, context):
                kept = bytearray(b"x" * (200 << 20))
                time.sleep(600)
                return len(kept)
            """, ("Timeout", 60));

        var error = (await bench.Invoke("greedy")).Object("Payload").ShouldNotBeNull();

        error.String("errorType").ShouldBe("Runtime.ExitError");
        error.String("errorMessage").ShouldNotBeNull().ShouldContain("signal: killed");
    }

    [ProgramFact("python3")]
    public async Task A_fork_bomb_is_killed_whole()
    {
        await using var bench = await FunctionBench.Start();
        var mark = $"QUELL_TEST_{Guid.NewGuid():N}";
        await bench.Python("bomb", """
            import os, time
            def handler(event, context):
                for _ in range(1000):
                    if os.fork() == 0:
                        time.sleep(600)
                time.sleep(600)
            """, ("Timeout", 60), ("MemorySize", 10_240), ("Environment", JsonObject.Of(("Variables", JsonObject.Of((mark, "1"))))));

        var error = (await bench.Invoke("bomb")).Object("Payload").ShouldNotBeNull();

        error.String("errorMessage").ShouldNotBeNull().ShouldContain("processes");
        await Eventually.IsTrue(() => Running(mark) == 0);
    }

    [ProgramFact("python3")]
    public async Task An_answer_above_six_megabytes_is_an_error()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("large", "def handler(event, context): return 'x' * 7_000_000");

        (await bench.Invoke("large")).Object("Payload")?.String("errorType").ShouldBe("Function.ResponseSizeTooLarge");
    }

    [ProgramFact("python3")]
    public async Task A_module_that_cannot_be_loaded_is_an_error_of_the_invocation()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("broken", "import nothing_of_that_name");
        await bench.Python("missing", "x = 1");
        await bench.Python("exiting", "import sys; print('gone', flush=True); sys.exit(4)");

        (await bench.Invoke("broken")).Object("Payload")?.String("errorMessage")
            .ShouldBe("Unable to import module 'index': No module named 'nothing_of_that_name'");
        (await bench.Invoke("missing")).Object("Payload")?.String("errorType").ShouldBe("Runtime.HandlerNotFound");
        (await bench.Invoke("exiting")).Object("Payload")?.String("errorType").ShouldBe("Runtime.ExitError");
    }

    [ProgramFact("python3")]
    public async Task A_function_that_closes_its_output_still_answers()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("silent", """
            import os, sys
            def handler(event, context):
                sys.stdout.close()
                os.close(1)
                os.close(2)
                return "still here"
            """);

        (await bench.Invoke("silent"))["Payload"].ShouldBe((JsonValue)"still here");
        (await bench.Invoke("silent"))["FunctionError"].ShouldNotBeNull();
    }

    [ProgramFact("python3")]
    public async Task An_environment_has_the_variables_of_lambda_and_its_own_and_none_of_quells()
    {
        Environment.SetEnvironmentVariable("QUELL_TEST_SECRET", "hidden");
        await using var bench = await FunctionBench.Start();
        await bench.Python("env", """
            import os
            def handler(event, context): return dict(os.environ)
            """, ("Environment", JsonObject.Of(("Variables", JsonObject.Of(("GROUP_ID", "sg-1"))))));

        var variables = (await bench.Invoke("env")).Object("Payload").ShouldNotBeNull();

        variables.String("GROUP_ID").ShouldBe("sg-1");
        variables.String("AWS_REGION").ShouldBe("eu-west-1");
        variables.String("AWS_ENDPOINT_URL").ShouldBe($"http://{bench.Host.Authority}");
        bench.Keys.Find(variables.String("AWS_ACCESS_KEY_ID") ?? "").ShouldNotBeNull()
            .Principal.Arn.ShouldBe("arn:aws:sts::123456789012:assumed-role/fixer/env");
        variables.Has("QUELL_TEST_SECRET").ShouldBeFalse();
        variables.Has("DOTNET_ROOT").ShouldBeFalse();
    }

    [ProgramFact("python3")]
    public async Task An_environments_key_is_bound_to_the_invocation_and_to_none_between_invocations()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("keys", """
            import os, urllib.request
            def handler(event, context):
                print(os.environ["AWS_ACCESS_KEY_ID"], flush=True)
                urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/signal").read()
            """, ("Timeout", 60));

        var invocation = bench.Invoke("keys");
        var keyId = await Eventually.Is(() => bench.Log("/aws/lambda/keys").Find(line => line.StartsWith("ASIA", StringComparison.Ordinal)));
        var key = bench.Keys.Find(keyId).ShouldNotBeNull();
        key.Current.ShouldNotBeNull().Cause.ExecutionId.ShouldBe("00000002-0000-0000-0000-000000000000");
        bench.Signal.SetResult();
        await invocation;

        key.Current.ShouldBeNull();
        await bench.Call("lambda", "DeleteFunction", ("FunctionName", "keys"));
        await Eventually.IsTrue(() => bench.Keys.Find(keyId) is null);
    }

    [ConfinedFact("python3")]
    public async Task A_function_sees_no_file_of_quell_and_reaches_nothing_but_the_gate()
    {
        await using var bench = await FunctionBench.Start();
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        await bench.Python("curious", """
            import os, socket
            def attempt(what):
                try:
                    what()
                    return "done"
                except OSError as fault:
                    return type(fault).__name__
            def handler(event, context):
                return {
                    "journal": attempt(lambda: open(event["journal"], "rb")),
                    "code": attempt(lambda: open(__file__, "a")),
                    "other": attempt(lambda: socket.create_connection(("127.0.0.1", event["port"]), 5)),
                    "outside": attempt(lambda: socket.create_connection(("192.0.2.1", 443), 5)),
                    "user": os.getuid()}
            """);

        var answer = (await bench.Invoke("curious", JsonObject.Of(
            ("journal", Path.Combine(bench.Folder, "journal.db")),
            ("port", ((System.Net.IPEndPoint)other.LocalEndpoint).Port)).ToString())).Object("Payload").ShouldNotBeNull();

        answer.String("journal").ShouldBe("FileNotFoundError");
        answer.String("code").ShouldBeOneOf("OSError", "PermissionError");
        answer.String("other").ShouldBe("ConnectionRefusedError");
        answer.String("outside").ShouldBe("OSError");
        answer.Long("user").ShouldNotBe(0);
    }

    [ConfinedFact("node")]
    public async Task A_node_function_is_confined_as_well()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Node("curious", """
            import fs from "node:fs";
            export const handler = async () => ({ user: process.getuid(), root: fs.existsSync("/root/.bashrc"), mine: (fs.writeFileSync("/tmp/a", "a"), fs.readdirSync("/tmp")) });
            """);

        var answer = (await bench.Invoke("curious")).Object("Payload").ShouldNotBeNull();

        answer.Long("user").ShouldNotBe(0);
        answer["root"].ShouldBe(JsonValue.Parse("false"));
        answer.Array("mine").ToString().ShouldContain("\"a\"");
    }

    private static string Tail(JsonObject answer) => Encoding.UTF8.GetString(Convert.FromBase64String(answer.String("LogResult") ?? ""));

    /// <summary>How many processes have the mark in their command or environment.</summary>
    private static int Running(string mark) => Process.GetProcesses().Count(process =>
    {
        using (process)
        {
            return Reads($"/proc/{process.Id}/cmdline", mark) || Reads($"/proc/{process.Id}/environ", mark);
        }
    });

    private static bool Reads(string file, string mark)
    {
        try
        {
            return File.ReadAllText(file).Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

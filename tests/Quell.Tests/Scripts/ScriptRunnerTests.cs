using System.Text;
using Quell.Engine.Json;
using Quell.Functions;
using Quell.Scripts;
using Quell.Tests.Functions;

namespace Quell.Tests.Scripts;

/// <summary>What scripts are given and what comes of them (Systems Manager User Guide, "aws:executeScript – Run a script").</summary>
[Trait("Requirement", "W9")]
public sealed class ScriptRunnerTests(ScriptHouse house) : IClassFixture<ScriptHouse>
{
    [ProgramFact("python3")]
    public async Task The_handler_gets_the_payload_and_what_it_returns_is_the_result()
    {
        var printed = new List<string>();
        var result = await house.Run(
            """
            def handler(events, context):
                print("adding")
                return {"sum": events["a"] + events["b"], "names": ["ä", None, 1.5]}
            """,
            JsonObject.Of(("a", 1), ("b", 2)),
            run => run with { Print = printed.Add });

        result.Fault.ShouldBeNull();
        result.Payload.ShouldBe(JsonValue.Parse("""{"sum": 3, "names": ["ä", null, 1.5]}"""));
        result.Output.ShouldBe("adding\n");
        printed.ShouldBe(["adding"]);
    }

    [Boto3Fact(Boto3FactAttribute.Default)]
    public async Task Its_calls_are_made_as_the_role_and_belong_to_the_execution()
    {
        var result = await house.Run(
            """
            import boto3
            def handler(events, context):
                vpc = boto3.client("ec2").create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
                again = boto3.session.Session().client("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlock"]
                return [boto3.client("sts").get_caller_identity()["Arn"], again]
            """,
            with: run => run with { Cause = new("runbook-1") });

        result.Fault.ShouldBeNull();
        result.Payload.ShouldBe(JsonArray.From([ScriptHouse.Fixer.Arn, "10.7.0.0/16"]));
        var changes = house.Quell.Server.Engines.Journal.Read(connection => connection.Query(
            "SELECT COUNT(*) FROM changes WHERE execution = ?1", row => row.GetInt64(0), "runbook-1"));
        changes.ShouldBe([1]);
    }

    [Boto3Fact(Boto3FactAttribute.Default)]
    public async Task Without_a_role_it_has_no_credentials()
    {
        var result = await house.Run(
            """
            import boto3
            def handler(events, context):
                boto3.client("ec2").describe_vpcs()
            """,
            with: run => run with { Principal = null });

        result.Fault.ShouldNotBeNull().Type.ShouldBe("NoCredentialsError");
    }

    [ProgramFact("python3")]
    public async Task What_it_raises_is_told_with_its_line_and_traceback()
    {
        var result = await house.Run(
            """
            def inner(events):
                return events["missing"]

            def handler(events, context):
                print("so far", flush=True)
                return inner(events)
            """);

        var fault = result.Fault.ShouldNotBeNull();
        (fault.Kind, fault.Type, fault.Message, fault.Line).ShouldBe((ScriptFaultKind.Script, "KeyError", "'missing'", 2));
        fault.Traceback.ShouldContain("line 6, in handler\n    return inner(events)");
        result.Output.ShouldBe("so far\n");
    }

    [ProgramFact("python3")]
    public async Task What_is_no_python_is_told_with_its_line()
    {
        var fault = (await house.Run("x = 1\ndef handler(events, context)\n    return x\n")).Fault.ShouldNotBeNull();

        (fault.Type, fault.Line).ShouldBe(("SyntaxError", 2));
    }

    [ProgramFact("python3")]
    public async Task Its_end_without_an_answer_is_a_fault()
    {
        (await house.Run("import sys\ndef handler(events, context): sys.exit(3)")).Fault.ShouldNotBeNull().Type.ShouldBe("SystemExit");
        (await house.Run("import os\ndef handler(events, context): os._exit(3)")).Fault.ShouldNotBeNull().Message.ShouldBe("The script's process ended with exit status 3 before it had returned.");
        (await house.Run("import os\ndef handler(events, context): os.kill(os.getpid(), 11)")).Fault.ShouldNotBeNull().Message.ShouldBe("The script's process was ended by signal 11 before it had returned.");
        (await house.Run("def other(events, context): pass")).Fault.ShouldNotBeNull().Type.ShouldBe("Script.HandlerNotFound");
    }

    [ProgramFact("python3")]
    public async Task What_it_returns_has_to_be_json_of_at_most_100_kilobytes_and_100_items()
    {
        (await house.Run("def handler(events, context): return {1, 2}")).Fault.ShouldNotBeNull().Type.ShouldBe("Script.PayloadNotJson");
        (await house.Run("def handler(events, context): return 'x' * 200_000")).Fault.ShouldNotBeNull().Type.ShouldBe("Script.PayloadTooLarge");
        (await house.Run("def handler(events, context): return list(range(150))")).Payload.ShouldBeOfType<JsonArray>().Count.ShouldBe(100);
        (await house.Run("def handler(events, context): pass")).Payload.ShouldBe(JsonNull.Instance);
    }

    [ProgramFact("python3")]
    public async Task An_attached_zip_is_unpacked_and_can_be_imported()
    {
        var zip = ZipPackage.Of(("library/__init__.py", ""), ("library/sums.py", "def add(a, b): return a + b"), ("fix.py", "from library.sums import add\ndef run(events, context): return add(1, 2)"));

        (await house.Run("", with: run => run with { Handler = "fix.run", Attachment = new("fix.zip", zip) })).Payload.ShouldBe((JsonValue)3);
        (await house.Run(
            "from library.sums import add\ndef handler(events, context): return add(3, 4)",
            with: run => run with { Attachment = new("fix.zip", zip) })).Payload.ShouldBe((JsonValue)7);
    }

    [ProgramFact("python3")]
    public async Task An_attached_script_is_the_script()
    {
        var script = Encoding.UTF8.GetBytes("def run(events, context): return events['x']");

        (await house.Run("", JsonObject.Of(("x", 5)), run => run with { Handler = "fix.run", Attachment = new("fix.py", script) })).Payload.ShouldBe((JsonValue)5);
        (await house.Run("", with: run => run with { Handler = "fix.run", Attachment = new("fix.zip", script) })).Fault.ShouldNotBeNull().Type.ShouldBe("Script.BadAttachment");
    }

    [ProgramFact("python3")]
    public async Task A_runtime_that_is_unknown_or_not_installed_is_the_environments_fault()
    {
        var unknown = (await house.Run("", with: run => run with { Runtime = "ruby3.2" })).Fault.ShouldNotBeNull();
        (unknown.Kind, unknown.Message).ShouldBe((ScriptFaultKind.Environment, "ruby3.2 is no runtime of aws:executeScript."));
        if (!FakePowerShell.IsInstalled)
        {
            (await house.Run("return 1", with: run => run with { Runtime = "PowerShell 7.4", Handler = null })).Fault.ShouldNotBeNull()
                .Message.ShouldBe("The script asks for PowerShell 7.4, and this machine has no pwsh on its path. Install PowerShell 7.");
        }
    }

    [ConfinedFact]
    public async Task PowerShell_gets_its_payload_in_a_variable_and_leaves_its_answer_in_a_file()
    {
        if (FakePowerShell.IsInstalled)
        {
            return;
        }

        using var fake = new FakePowerShell();
        var result = await house.Run(
            "return 1", JsonObject.Of(("a", 1)), run => run with { Runtime = "PowerShell 7.4", Handler = null, Attachment = new("modules.zip", new byte[] { 1 }) });

        result.Fault.ShouldBeNull();
        result.Payload.ShouldBe(JsonValue.Parse("""
            {"arguments": ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", "frame.ps1"], "payload": "{\"a\":1}", "script": "return 1",
             "files": ["attachment.zip", "frame.ps1", "script.ps1"]}
            """));
        result.Output.ShouldBe("from pwsh\n");
    }

    [ProgramFact("python3")]
    public async Task A_run_that_is_cancelled_is_stopped()
    {
        using var cancelling = new CancellationTokenSource();
        var run = house.Of(
            """
            import time
            def handler(events, context):
                print("begun", flush=True)
                time.sleep(600)
            """,
            with: run => run with { Print = _ => cancelling.Cancel() });

        var result = await house.Quell.Server.Engines.Scripts.Run(run, cancelling.Token);

        result.Fault.ShouldNotBeNull().Kind.ShouldBe(ScriptFaultKind.Stopped);
        result.Output.ShouldBe("begun\n");
    }

    [ProgramFact("python3")]
    public async Task Its_key_ends_with_it()
    {
        var result = await house.Run("import os\ndef handler(events, context): return os.environ['AWS_ACCESS_KEY_ID']");

        var key = result.Payload.ShouldBeOfType<JsonString>().Value;
        key.ShouldStartWith("ASIA");
        house.Quell.Server.Engines.Environments.Find(key).ShouldBeNull();
    }

    [ProgramFact("python3")]
    public async Task Each_execution_starts_afresh()
    {
        const string Script =
            """
            import json, os
            def handler(events, context):
                before = [hasattr(json, "mark"), os.listdir("."), "MARK" in os.environ]
                json.mark = os.environ["MARK"] = "here"
                open("mark", "w").close()
                return before
            """;

        (await house.Run(Script)).Payload.ShouldBe(JsonValue.Parse("[false, [], false]"));
        (await house.Run(Script)).Payload.ShouldBe(JsonValue.Parse("[false, [], false]"));
    }
}

using System.Diagnostics;
using Quell.Commands.Hosts;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Stacks;
using Quell.Tests.Runbooks;
using Quell.Tests.Runbooks.Shipped;
using static Quell.Tests.Runbooks.Shipped.Scenes;

namespace Quell.Tests.Commands.Hosts;

/// <summary>Commands in a running Quell on a host that a stack names, over a real ssh to a real sshd.</summary>
public sealed class HostCommandTests(SshHost host) : IClassFixture<SshHost>, IAsyncLifetime
{
    private RunbookLab _lab = null!;

    [SshFact, Trait("Requirement", "N21")]
    public async Task A_script_runs_on_the_host_and_both_outputs_and_the_exit_code_come_back()
    {
        var node = await Node();

        var told = await Ran(node, "echo out; pwd; echo wrong >&2; printenv AWS_SSM_INSTANCE_ID; cat; exit 255", ("workingDirectory", host.Folder));

        (told.String("Status"), told.String("StatusDetails"), told.Long("ResponseCode")).ShouldBe(("Failed", "Failed", 255));
        told.String("StandardOutputContent").ShouldBe($"out\n{host.Folder}\n{node}\n");
        told.String("StandardErrorContent").ShouldBe("wrong\n");
    }

    [SshFact]
    public async Task A_script_arrives_as_it_was_written()
    {
        const string Script = """
            printf '%s|' "it's" 'a "quoted" \n text' '$(touch injected)' '`id`' "new
            line" 'ümlaut'
            cat <<'END'
              indented	tab \
            END
            """;

        (await Ran(await Node(), Script)).String("StandardOutputContent").ShouldBe("it's|a \"quoted\" \\n text|$(touch injected)|`id`|new\nline|ümlaut|  indented\ttab \\\n");
    }

    [SshFact]
    public async Task Output_is_cut_where_AWS_cuts_it()
    {
        var told = await Ran(await Node(), "head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2");

        told.String("Status").ShouldBe("Success");
        told.String("StandardOutputContent").ShouldBe(new string('x', 24_000));
        told.String("StandardErrorContent").ShouldBe(new string('y', 8_000));
    }

    [SshFact]
    public async Task A_host_with_another_key_is_refused_and_nothing_runs()
    {
        var told = await Ran(await Node(("HostKey", host.OtherKey)), $"touch {host.Folder}/ran");

        (told.String("Status"), told.String("StatusDetails"), told.Long("ResponseCode")).ShouldBe(("Failed", "Undeliverable", -1));
        told.String("StandardErrorContent").ShouldNotBeNull().ShouldContain("Host key verification failed.");
        File.Exists(Path.Combine(host.Folder, "ran")).ShouldBeFalse();
    }

    [SshFact]
    public async Task A_host_whose_key_is_not_pinned_and_not_known_is_refused()
    {
        var told = await Ran(await Node(("HostKey", null)), "true");

        (told.String("Status"), told.String("StatusDetails")).ShouldBe(("Failed", "Undeliverable"));
        told.String("StandardErrorContent").ShouldNotBeNull().ShouldContain("Host key verification failed.");
    }

    [SshFact]
    public async Task A_host_that_does_not_answer_is_told_in_the_words_of_ssh_and_counts_as_lost()
    {
        var node = await Node(("Port", SshHost.FreePort()));
        (await Information(node)).String("PingStatus").ShouldBe("Online");

        var told = await Ran(node, "true");

        (told.String("Status"), told.String("StatusDetails")).ShouldBe(("Failed", "Undeliverable"));
        told.String("StandardErrorContent").ShouldNotBeNull().ShouldContain("Connection refused");
        while ((await Information(node)).String("PingStatus") != "ConnectionLost")
        {
            await Task.Delay(10);
        }
    }

    [SshFact]
    public async Task A_key_that_does_not_open_the_host_is_told()
    {
        var told = await Ran(await Node(("IdentityFile", Path.Combine(host.Folder, "other"))), "true");

        told.String("StatusDetails").ShouldBe("Undeliverable");
        told.String("StandardErrorContent").ShouldNotBeNull().ShouldContain("Permission denied");
    }

    [SshFact]
    public async Task A_script_that_runs_too_long_is_ended_on_the_host_with_all_that_it_started()
    {
        var command = await Send(Node(), Hanging("late"), ("executionTimeout", "5"));

        var told = await Ended(command);

        (told.String("Status"), told.String("StatusDetails")).ShouldBe(("TimedOut", "ExecutionTimedOut"));
        told.String("StandardErrorContent").ShouldBe("The script ran longer than 5 seconds and was ended.");
        await AllGone("late");
    }

    [SshFact]
    public async Task A_script_that_is_cancelled_is_ended_on_the_host_with_all_that_it_started()
    {
        var command = await Send(Node(), Hanging("cancelled"));
        await host.ProcessIn("cancelled.main");
        await _lab.Call("ssm", "CancelCommand", ("CommandId", command.Id));

        var told = await Ended(command);

        (told.String("Status"), told.String("StandardErrorContent")).ShouldBe(("Cancelled", "The command was cancelled."));
        await AllGone("cancelled");
    }

    [SshFact]
    public async Task What_ran_when_Quell_ended_is_ended_on_the_host_and_not_run_again()
    {
        var command = await Send(Node(), Hanging("stopped") + $"\necho again >> {host.Folder}/stopped.again");
        await host.ProcessIn("stopped.main");

        await _lab.Restart(Allowed);

        var told = await Ended(command);
        (told.String("Status"), told.String("StatusDetails")).ShouldBe(("Failed", "Undeliverable"));
        await AllGone("stopped");
        File.Exists(Path.Combine(host.Folder, "stopped.again")).ShouldBeFalse();
    }

    [SshFact]
    public async Task A_script_whose_connection_breaks_is_ended_and_its_outcome_is_not_known()
    {
        var told = await Ran(
            await Node(),
            $$"""
            echo begun
            (setsid sh -c 'echo $$ > {{host.Folder}}/broken.away; exec sleep 600' &)
            while [ ! -s {{host.Folder}}/broken.away ]; do :; done
            read -r _ _ _ daemon _ < /proc/$PPID/stat
            echo $$ > {{host.Folder}}/broken.main
            kill -KILL "$daemon"
            sleep 600
            """);

        (told.String("Status"), told.String("StatusDetails"), told.Long("ResponseCode"), told.String("StandardOutputContent")).ShouldBe(("Failed", "Undeliverable", -1, "begun\n"));
        told.String("StandardErrorContent").ShouldNotBeNull().ShouldStartWith("The connection to 127.0.0.1 ended while the script ran.");
        await SshHost.Gone(await host.ProcessIn("broken.main"));
        await SshHost.Gone(await host.ProcessIn("broken.away"));
    }

    [SshFact]
    public async Task A_script_ends_when_ssh_is_killed()
    {
        var keys = Path.Combine(host.Folder, "keys");
        await File.WriteAllTextAsync(keys, $"mi-1 {host.HostKey}\n");
        using (var session = SshSession.Start(new("mi-1", "127.0.0.1", host.Port, Environment.UserName, host.IdentityFile, host.HostKey), keys))
        {
            (await session.Begun).ShouldBeTrue(session.Words);
            await session.Send(["3600", "mi-1", "us-east-1", "", "sh"], Hanging("killed"));
            await host.ProcessIn("killed.main");
        }

        await AllGone("killed");
    }

    [SshFact]
    public async Task A_script_ends_by_the_hosts_own_limit_where_the_connection_just_stays()
    {
        var keys = Path.Combine(host.Folder, "keys");
        await File.WriteAllTextAsync(keys, $"mi-1 {host.HostKey}\n");
        using var session = SshSession.Start(new("mi-1", "127.0.0.1", host.Port, Environment.UserName, host.IdentityFile, host.HostKey), keys);
        (await session.Begun).ShouldBeTrue(session.Words);
        await session.Send(["5", "mi-1", "us-east-1", "", "sh"], Hanging("outlasted"));

        (await session.Ended).ShouldBe(137);
        await AllGone("outlasted");
    }

    [SshFact]
    public async Task What_a_script_leaves_running_neither_holds_up_its_end_nor_is_ended()
    {
        var told = await Ran(await Node(), $"sleep 600 & echo $! > {host.Folder}/left; echo done");

        var left = await host.ProcessIn("left");
        (told.String("Status"), told.String("StandardOutputContent"), SshHost.IsAlive(left)).ShouldBe(("Success", "done\n", true));
        using var process = Process.GetProcessById(left);
        process.Kill();
    }

    [SshFact]
    public async Task A_host_without_PowerShell_says_so()
    {
        var sent = await _lab.Call(
            "ssm", "SendCommand", ("DocumentName", "AWS-RunPowerShellScript"), ("InstanceIds", List(await Node())), ("Parameters", JsonObject.Of(("commands", List("1 + 1")))));
        var command = sent.Object("Command")!;

        var told = await Ended((command.String("CommandId")!, command.Array("InstanceIds").Strings.First()));

        // Where the machine of the tests has it, it has it on the path of its logins, or not.
        (told.Long("ResponseCode"), told.String("StandardErrorContent")).ShouldBeOneOf((0, ""), (127, "This host has no PowerShell (pwsh), which aws:runPowerShellScript needs.\n"));
    }

    [SshFact, Trait("Requirement", "N21"), Trait("Requirement", "A39")]
    public async Task A_runbook_sends_its_command_to_the_hosts_with_a_tag()
    {
        var node = await Node(("Tags", JsonValue.Parse("""[{"Key":"Role","Value":"web"}]""")));
        const string Runbook = """
            schemaVersion: '0.3'
            mainSteps:
              - name: patch
                action: aws:runCommand
                inputs:
                  DocumentName: AWS-RunShellScript
                  Targets: [{Key: 'tag:Role', Values: [web]}]
                  Parameters: {commands: ['echo patched $AWS_SSM_INSTANCE_ID']}
            outputs: [patch.Output]
            """;
        await _lab.Call("ssm", "CreateDocument", ("Name", "patch"), ("Content", Runbook), ("DocumentType", "Automation"), ("DocumentFormat", "YAML"));

        var started = await _lab.Call("ssm", "StartAutomationExecution", ("DocumentName", "patch"));
        var execution = await Finished(started.String("AutomationExecutionId")!);

        execution.String("AutomationExecutionStatus").ShouldBe("Success", execution.String("FailureMessage"));
        execution.Object("Outputs")!.Array("patch.Output").Strings.ShouldBe([$"patched {node}\n"]);
        _lab.Engines.Journal.Read(connection => connection.Query(
                "SELECT record FROM changes WHERE service = 'ssm' AND operation = 'SendCommand'", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0))))
            .ShouldHaveSingleItem().String("executionId").ShouldNotBeNull().ShouldContain(started.String("AutomationExecutionId")!);
    }

    [SshFact]
    public async Task No_command_reaches_a_host_that_Quell_was_not_started_for()
    {
        var node = await Node();
        await _lab.Restart(options => options with { ManagedHosts = ["example.com"] });

        var told = await Ran(node, $"touch {host.Folder}/forbidden");

        (told.String("Status"), told.String("StatusDetails")).ShouldBe(("Failed", "Undeliverable"));
        told.String("StandardErrorContent").ShouldBe("Quell was not started for commands on the host 127.0.0.1. If that is meant, start it with --managed-host 127.0.0.1.");
        File.Exists(Path.Combine(host.Folder, "forbidden")).ShouldBeFalse();
    }

    public async Task InitializeAsync() => _lab = await RunbookLab.OpenWith(Allowed);

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    private static ServerOptions Allowed(ServerOptions options) => options with { ManagedHosts = ["127.0.0.1"], AllowsNoRole = true };

    /// <summary>Writes down its process, a child's and one's that has left its group and session, and hangs.</summary>
    private string Hanging(string name) =>
        $$"""
        cd {{host.Folder}}
        setsid sh -c 'echo $$ > {{name}}.away; exec sleep 600' &
        sh -c 'echo $$ > {{name}}.child; exec sleep 600' &
        while [ ! -s {{name}}.away ] || [ ! -s {{name}}.child ]; do sleep 0.1; done
        echo $$ > {{name}}.main
        wait
        """;

    private async Task AllGone(string name)
    {
        foreach (var each in new[] { "main", "child", "away" })
        {
            var file = $"{name}.{each}";
            File.Exists(Path.Combine(host.Folder, file)).ShouldBeTrue("It was ended before it had begun.");
            await SshHost.Gone(await host.ProcessIn(file));
        }
    }

    /// <summary>Deploys a template with the host in it.</summary>
    /// <returns>The node's id.</returns>
    private async Task<string> Node(params (string Name, JsonValue? Value)[] other)
    {
        var properties = JsonObject.Of(
            ("Host", "127.0.0.1"), ("Port", host.Port), ("User", Environment.UserName), ("IdentityFile", host.IdentityFile), ("HostKey", host.HostKey));
        properties = other.Aggregate(properties, (made, each) => made.With(each.Name, each.Value));
        var template = JsonObject.Of(("Resources", JsonObject.Of(("Web", JsonObject.Of(("Type", "Quell::SSM::ManagedNode"), ("Properties", properties))))));
        await _lab.Call("cloudformation", "CreateStack", ("StackName", "hosts"), ("TemplateBody", template.ToString()));
        await _lab.Engines.Stacks.Idle(Stack.Find(_lab.Engines.Store.Current, Stacks.StackHouse.Scope, "hosts")!.Key, CancellationToken.None);
        return (await _lab.Call("cloudformation", "DescribeStackResource", ("StackName", "hosts"), ("LogicalResourceId", "Web"))).Object("StackResourceDetail")!.String("PhysicalResourceId")!;
    }

    private async Task<JsonObject> Information(string node) => (await _lab.Call(
        "ssm", "DescribeInstanceInformation", ("Filters", JsonValue.Parse($$"""[{"Key":"InstanceIds","Values":["{{node}}"]}]""")))).Array("InstanceInformationList").Objects.Single();

    private async Task<JsonObject> Ran(string node, string script, params (string Name, string Value)[] more) => await Ended(await Send(Task.FromResult(node), script, more));

    private async Task<(string Id, string Node)> Send(Task<string> deployed, string script, params (string Name, string Value)[] more)
    {
        var node = await deployed;
        var parameters = more.Aggregate(JsonObject.Of(("commands", List(script))), (made, each) => made.With(each.Name, List(each.Value)));
        var sent = await _lab.Call("ssm", "SendCommand", ("DocumentName", "AWS-RunShellScript"), ("InstanceIds", List(node)), ("Parameters", parameters));
        return (sent.Object("Command")!.String("CommandId")!, node);
    }

    private async Task<JsonObject> Ended((string Id, string Node) command)
    {
        while (true)
        {
            var told = await _lab.Call("ssm", "GetCommandInvocation", ("CommandId", command.Id), ("InstanceId", command.Node));
            if (told.String("Status") is not ("Pending" or "InProgress" or "Cancelling"))
            {
                return told;
            }

            await Task.Delay(10);
        }
    }

    private async Task<JsonObject> Finished(string id)
    {
        while (true)
        {
            var execution = (await _lab.Call("ssm", "GetAutomationExecution", ("AutomationExecutionId", id))).Object("AutomationExecution")!;
            if (execution.Has("ExecutionEndTime"))
            {
                return execution;
            }

            await Task.Delay(10);
        }
    }
}

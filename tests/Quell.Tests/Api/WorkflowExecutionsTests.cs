using Quell.Engine.Json;
using Quell.Tests.Cli;

namespace Quell.Tests.Api;

public sealed class WorkflowExecutionsTests(RunningQuell quell) : IClassFixture<RunningQuell>
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["states.amazonaws.com","events.amazonaws.com"]},"Action":"sts:AssumeRole"}]}""";
    private const string All = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    [Fact]
    public async Task An_execution_has_its_history_whole_and_in_pages()
    {
        var arn = await Start(await Machine("paged", """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}"""), "one");
        var whole = await quell.Until($"executions/{Uri.EscapeDataString(arn)}", body => body.String("state") == "succeeded");
        (whole.String("kind"), whole.Object("result")).ShouldBe(("workflow", JsonObject.Of(("n", 1))));
        whole.Array("history").Objects.Select(each => each.String("type")).ShouldBe(["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);

        var (_, page) = await quell.Get($"executions/{Uri.EscapeDataString(arn)}/history?after=1&limit=2");
        page.Array("events").Objects.Select(each => each.Long("id")).ShouldBe([2L, 3L]);
        (page.String("state"), page.Long("next")).ShouldBe(("succeeded", 3L));
        var (_, last) = await quell.Get($"executions/{Uri.EscapeDataString(arn)}/history?after=3");
        (last.Array("events").Count, last.Has("next")).ShouldBe((1, false));
        (await quell.Get("executions/one")).Body.String("id").ShouldBe(arn);
    }

    [Fact]
    public async Task A_name_of_several_executions_is_refused_with_their_ARNs()
    {
        foreach (var machine in (string[])["twin-a", "twin-b"])
        {
            await Start(await Machine(machine, """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}"""), "twin");
        }

        var (status, body) = await quell.Get("executions/twin");
        status.ShouldBe(400);
        body.String("detail").ShouldNotBeNull().ShouldContain("execution:twin-a:twin");
        (await quell.Get("executions/nobody")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_children_of_a_map_run_are_listed_and_can_be_asked_for()
    {
        var arn = await Start(await Machine("far", """{"StartAt":"Far","States":{"Far":{"Type":"Map","ItemsPath":"$.v","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true}}}"""), "far-1", """{"v":["a","b"]}""");
        var whole = await quell.Until($"executions/{Uri.EscapeDataString(arn)}", body => body.String("state") == "succeeded");
        var run = whole.Array("history").Objects.Select(each => each.Object("mapRunStartedEventDetails")?.String("mapRunArn")).OfType<string>().Single();
        var children = (await quell.Get($"executions?mapRun={Uri.EscapeDataString(run)}")).Body.Array("executions").Objects.ToList();
        children.Select(child => child["input"]!.ToString()).Order().ShouldBe(["\"a\"", "\"b\""]);
        var id = children[0].String("id").ShouldNotBeNull();
        id.ShouldContain("far/Far:");
        (await quell.Get($"executions/{Uri.EscapeDataString(id)}")).Body.String("mapRun").ShouldBe(run);

        using var shell = new Shell();
        (await shell.Run("execution", "far-1", "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(0);
        shell.Out.ShouldContain($"    ✓ child {id[(id.LastIndexOf(':') + 1)..]}");
    }

    [Fact]
    public async Task The_command_follows_an_execution_to_its_end()
    {
        await Start(await Machine("followed", """{"StartAt":"Soon","States":{"Soon":{"Type":"Wait","Seconds":1,"Next":"Bad"},"Bad":{"Type":"Fail","Error":"E"}}}"""), "follow-me");
        using var now = new Shell();
        (await now.Run("execution", "follow-me", "--no-follow", "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(0);
        now.Lines[0].ShouldStartWith("… execution follow-me of followed, for ");
        using var shell = new Shell();
        (await shell.Run("execution", "follow-me", "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(1);
        shell.Lines[0].ShouldStartWith("✗ execution follow-me of followed, 1.");
        shell.Out.ShouldContain("  ✗ Bad (Fail), 0 ms");
        using var json = new Shell();
        (await json.Run("execution", "follow-me", "--output", "json", "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(0);
        ((JsonObject)JsonValue.Parse(json.Out)).Array("history").Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    [Trait("Requirement", "N11")]
    public async Task Why_shows_the_execution_between_the_event_and_its_changes()
    {
        var machine = await Machine("react", """{"StartAt":"Make","States":{"Make":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sqs:createQueue","Parameters":{"QueueName":"made-by-workflow"},"End":true}}}""");
        await quell.Pass("events", "PutRule", ("Name", "react"), ("EventPattern", """{"source":["test.react"]}"""));
        await quell.Pass("events", "PutTargets", ("Rule", "react"), ("Targets", JsonArray.From([(JsonValue)JsonObject.Of(("Id", "1"), ("Arn", machine), ("RoleArn", await Role()))])));
        var id = await quell.PutEvent("test.react");
        await quell.Until($"executions?event={id}", body => body.Array("executions").Objects.Any(execution => execution.String("state") == "succeeded"));

        using var shell = new Shell();
        (await shell.Run("why", id, "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(0);
        var lines = shell.Lines.Select(line => line.TrimStart()).ToList();
        lines[1].ShouldBe("rule react");
        lines[2].ShouldContain($"to {machine}: delivered");
        lines[3].ShouldStartWith("execution arn:aws:states:us-east-1:000000000000:execution:react:");
        lines[4].ShouldContain("sqs:CreateQueue");

        var execution = lines[3].Split(' ')[1];
        using var fromExecution = new Shell();
        (await fromExecution.Run("why", execution, "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(0);
        fromExecution.Out.ShouldContain($"event {id}");
    }

    private async Task<string> Role()
    {
        try
        {
            await quell.Pass("iam", "CreateRole", ("RoleName", "flows"), ("AssumeRolePolicyDocument", Trust));
        }
        catch (Quell.Aws.AwsException there) when (there.Code == "EntityAlreadyExists")
        {
            return "arn:aws:iam::000000000000:role/flows";
        }

        await quell.Pass("iam", "PutRolePolicy", ("RoleName", "flows"), ("PolicyName", "all"), ("PolicyDocument", All));
        return "arn:aws:iam::000000000000:role/flows";
    }

    private async Task<string> Machine(string name, string definition) => (await quell.Pass(
        "stepfunctions", "CreateStateMachine", ("name", name), ("definition", definition), ("roleArn", await Role()))).String("stateMachineArn")!;

    private async Task<string> Start(string machine, string name, string input = """{"n":1}""") => (await quell.Pass(
        "stepfunctions", "StartExecution", ("stateMachineArn", machine), ("name", name), ("input", input))).String("executionArn")!;
}

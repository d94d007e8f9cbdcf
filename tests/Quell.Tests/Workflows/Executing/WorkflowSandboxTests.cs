using Quell.Engine.Json;
using static Quell.Tests.Workflows.Executing.ExecutionsHouse;

namespace Quell.Tests.Workflows.Executing;

/// <summary>State machines that act on the simulated account, from their start to what is left behind.</summary>
public sealed class WorkflowSandboxTests : IAsyncLifetime
{
    private readonly ExecutionsHouse _house = new();

    [Fact, Trait("Requirement", "N16")]
    public async Task A_task_changes_the_account_through_the_gate_and_the_change_names_its_execution()
    {
        var vpc = (await _house.On("ec2", "CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Object("Vpc")!.String("VpcId")!;
        var arn = await _house.Run("tag", """
            {"StartAt":"Tag","States":{"Tag":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:ec2:createTags",
              "Parameters":{"Resources.$":"$.ids","Tags":[{"Key":"checked","Value":"yes"}]},"ResultPath":null,"End":true}}}
            """, $$"""{"ids":["{{vpc}}"]}""");

        (await _house.Ended(arn)).String("status").ShouldBe("SUCCEEDED");

        var described = await _house.On("ec2", "DescribeVpcs", ("VpcIds", List(vpc)));
        described.Array("Vpcs").Objects.Single().Array("Tags").Objects.Single().String("Value").ShouldBe("yes");
        var change = new Quell.Gate.ChangeLog(_house.Engines.Journal).OfExecution(arn).ShouldHaveSingleItem();
        (change.String("operation"), change.String("state")).ShouldBe(("CreateTags", "done"));
        (await _house.Events(arn)).ShouldBe([
            "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"]);
    }

    [Fact]
    public async Task A_task_waits_for_its_token_to_come_back_from_a_queue()
    {
        var queue = await _house.Queue("people");
        var arn = await _house.Run("approve", $$$$$"""
            {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","TimeoutSeconds":3600,
              "Parameters":{"QueueUrl":"{{{{{queue}}}}}","MessageBody":{"token.$":"$$.Task.Token","of.$":"$$.Execution.Name"}},"End":true}}}
            """);

        var message = (JsonObject)JsonValue.Parse(await _house.Message(queue));
        message.String("of").ShouldBe("one");
        await _house.Call("SendTaskSuccess", ("taskToken", message["token"]), ("output", """{"approved":true}"""));

        (await _house.Ended(arn)).String("output").ShouldBe("""{"approved":true}""");
        (await _house.Events(arn)).ShouldContain("TaskSubmitted");
    }

    [Fact]
    public async Task Branches_and_iterations_give_their_results_in_order()
    {
        var arn = await _house.Run("both", """
            {"StartAt":"P","States":{
              "P":{"Type":"Parallel","Branches":[
                {"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":2,"Next":"A2"},"A2":{"Type":"Pass","Result":"a","End":true}}},
                {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Parameters":{"n.$":"$"},"End":true}}},"End":true}}}],
               "End":true}}}
            """, """{"items":[1,2,3]}""");
        await _house.Until(arn, "MapStateExited");

        _house.Time.Advance(TimeSpan.FromSeconds(2));

        (await _house.Ended(arn)).String("output").ShouldBe("""["a",[{"n":1},{"n":2},{"n":3}]]""");
    }

    [Fact]
    public async Task A_nested_execution_is_waited_for_and_its_output_is_read()
    {
        await _house.Create("inner", Pass);
        await _house.Create("broken", Fail);
        var arn = await _house.Run("outer", Nested("inner", "sync:2"), """{"a":1}""");
        var failing = await _house.Run("hopeful", Nested("broken", "sync:2"), """{"a":1}""");

        var described = await _house.Ended(arn);
        described.String("status").ShouldBe("SUCCEEDED", described.ToString());
        var output = (JsonObject)JsonValue.Parse(described.String("output")!);
        (output.String("Status"), output.Object("Output")!.Long("a"), output.String("ExecutionArn")).ShouldBe(("SUCCEEDED", 1L, Execution("inner", "by-outer")));
        (await _house.Events(arn)).ShouldBe([
            "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"]);
        (await _house.Ended(failing)).String("error").ShouldBe("States.TaskFailed");
    }

    [Fact, Trait("Requirement", "D33")]
    public async Task A_nested_execution_is_waited_for_across_a_restart_and_started_once()
    {
        await _house.Call("CreateActivity", ("name", "ask"));
        await _house.Create("inner", """{"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:ask","End":true}}}""");
        var arn = await _house.Run("outer", Nested("inner", "sync:2"), "{}");
        await _house.Until(arn, "TaskSubmitted");

        await _house.Restart();
        var task = await _house.Call("GetActivityTask", ("activityArn", "arn:aws:states:us-east-1:000000000000:activity:ask"));
        await _house.Call("SendTaskSuccess", ("taskToken", task["taskToken"]), ("output", "5"));

        ((JsonObject)JsonValue.Parse((await _house.Ended(arn)).String("output")!)).Long("Output").ShouldBe(5);
        (await _house.Call("ListExecutions", ("stateMachineArn", Machine("inner")))).Array("executions").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_nested_execution_is_stopped_with_the_one_that_waits_for_it()
    {
        await _house.Create("inner", Wait);
        var arn = await _house.Run("outer", Nested("inner", "sync"), "{}");
        await _house.Until(arn, "TaskSubmitted");

        await _house.Call("StopExecution", ("executionArn", arn));

        (await _house.Ended(Execution("inner", "by-outer"))).String("status").ShouldBe("ABORTED");
    }

    [Fact]
    public async Task A_name_that_somebody_elses_execution_has_is_no_nested_execution()
    {
        await _house.Create("inner", Wait);
        await _house.Start("inner", "by-outer", "{}");
        var arn = await _house.Run("outer", Nested("inner", "sync"), "{}");

        (await _house.Ended(arn)).String("error").ShouldBe("StepFunctions.ExecutionAlreadyExistsException");
    }

    [Fact]
    public async Task A_history_is_logged_as_the_state_machine_says()
    {
        await _house.On("logs", "CreateLogGroup", ("logGroupName", "/flows"));
        await _house.Create("block", Pass, ("loggingConfiguration", JsonObject.Of(
            ("level", "ALL"), ("includeExecutionData", true), ("destinations", List(JsonObject.Of(
                ("cloudWatchLogsLogGroup", JsonObject.Of(("logGroupArn", "arn:aws:logs:us-east-1:000000000000:log-group:/flows:*")))))))));
        var arn = await _house.Start("block", "one", """{"a":1}""");
        await _house.Ended(arn);

        var lines = await Lines("/flows", 4);

        lines.Select(line => line.String("type")).ShouldBe(["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
        lines[0].String("execution_arn").ShouldBe(arn);
        lines[0].Object("details")!.String("input").ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task Changes_of_status_are_told_on_the_bus()
    {
        var queue = await _house.Queue("told");
        await _house.On("events", "PutRule", ("Name", "told"), ("EventPattern", """{"source":["aws.states"]}"""));
        await _house.On("events", "PutTargets", ("Rule", "told"), ("Targets", List(JsonObject.Of(("Id", "q"), ("Arn", "arn:aws:sqs:us-east-1:000000000000:told")))));

        var arn = await _house.Run("block", Fail);
        await _house.Ended(arn);

        var events = new List<JsonObject>();
        while (events.Count < 2)
        {
            var told = (JsonObject)JsonValue.Parse(await _house.Message(queue));
            if (told.String("detail-type") == "Step Functions Execution Status Change")
            {
                events.Add(told);
            }
        }

        events.Select(told => told.Object("detail")!.String("status")).ShouldBe(["RUNNING", "FAILED"], ignoreOrder: true);
        events.ShouldAllBe(told => told.Object("detail")!.String("executionArn") == arn && told.Array("resources").Strings.Single() == arn);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private static string Nested(string machine, string form) => $$$$$"""
        {"StartAt":"N","States":{"N":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.{{{{{form}}}}}",
          "Parameters":{"StateMachineArn":"{{{{{Machine(machine)}}}}}","Name":"by-outer","Input.$":"$"},"End":true}}}
        """;

    private async Task<List<JsonObject>> Lines(string group, int count)
    {
        while (true)
        {
            var lines = (await _house.On("logs", "FilterLogEvents", ("logGroupName", group))).Array("events").Objects.ToList();
            if (lines.Count >= count)
            {
                return [.. lines.Select(line => (JsonObject)JsonValue.Parse(line.String("message")!))];
            }

            await Task.Delay(5);
        }
    }
}

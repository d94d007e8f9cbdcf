using Quell.Engine.Json;
using static Quell.Tests.Workflows.Executing.ExecutionsHouse;

namespace Quell.Tests.Workflows.Executing;

public sealed class ExecutionControlTests : IAsyncLifetime
{
    /// <summary>Fails until its activity does not.</summary>
    private const string Asking = """
        {"StartAt":"Before","States":{"Before":{"Type":"Pass","Next":"Ask"},
         "Ask":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:ask","End":true}}}
        """;

    private readonly ExecutionsHouse _house = new();

    [Fact]
    public async Task A_stopped_execution_says_why_and_stays_stopped()
    {
        var arn = await _house.Run("block", Wait);
        _house.Time.Advance(TimeSpan.FromSeconds(3));

        var stopped = await _house.Call("StopExecution", ("executionArn", arn), ("error", "Enough"), ("cause", "by hand"));
        _house.Time.Advance(TimeSpan.FromSeconds(3));

        stopped.ToString().ShouldBe("""{"stopDate":"2026-01-02T03:04:08Z"}""");
        (await _house.Call("StopExecution", ("executionArn", arn), ("error", "Other"))).ShouldBe(stopped);
        var described = await _house.Describe(arn);
        (described.String("status"), described.String("error"), described.String("cause")).ShouldBe(("ABORTED", "Enough", "by hand"));
        (await _house.Events(arn))[^1].ShouldBe("ExecutionAborted");
    }

    [Fact]
    public async Task A_state_machine_that_is_deleted_goes_with_the_last_of_its_executions()
    {
        var one = await _house.Run("block", Wait);
        var two = await _house.Start("block", "two");
        await _house.Call("DeleteStateMachine", ("stateMachineArn", Machine("block")));

        (await _house.Call("DescribeStateMachine", ("stateMachineArn", Machine("block")))).String("status").ShouldBe("DELETING");
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")))).ShouldBe(("StateMachineDeleting", $"State Machine is being deleted: '{Machine("block")}'"));
        await _house.Call("StopExecution", ("executionArn", one));
        (await _house.Call("DescribeStateMachine", ("stateMachineArn", Machine("block")))).String("status").ShouldBe("DELETING");
        await _house.Call("StopExecution", ("executionArn", two));

        await Gone("block");
        (await _house.Describe(two)).String("redriveStatusReason").ShouldBe("State machine is in DELETING status");
    }

    [Fact]
    public async Task A_failed_execution_is_redriven_from_where_it_failed()
    {
        await _house.Call("CreateActivity", ("name", "ask"));
        var arn = await _house.Run("block", Asking, """{"a":1}""");
        await Answer("SendTaskFailure", ("error", "No"));
        (await _house.Ended(arn)).String("redriveStatus").ShouldBe("REDRIVABLE");
        _house.Time.Advance(TimeSpan.FromMinutes(2));

        var redriven = await _house.Call("RedriveExecution", ("executionArn", arn), ("clientToken", "t1"));
        redriven.ToString().ShouldBe("""{"redriveDate":"2026-01-02T03:06:05Z"}""");
        (await _house.Refused("RedriveExecution", ("executionArn", arn), ("clientToken", "t2"))).ShouldBe(("ExecutionNotRedrivable", "Execution is RUNNING and cannot be redriven"));
        await Answer("SendTaskSuccess", ("output", "2"));

        var described = await _house.Ended(arn);
        (described.String("status"), described.String("output"), described.Long("redriveCount")).ShouldBe(("SUCCEEDED", "2", 1L));
        (await _house.Events(arn)).Count(type => type == "PassStateEntered").ShouldBe(1);
        (await _house.Call("RedriveExecution", ("executionArn", arn), ("clientToken", "t1"))).ShouldBe(redriven);
        _house.Time.Advance(TimeSpan.FromMinutes(16));
        (await _house.Refused("RedriveExecution", ("executionArn", arn), ("clientToken", "t1"))).ShouldBe(("ExecutionNotRedrivable", "Execution is SUCCEEDED and cannot be redriven"));
        var listed = (await _house.Call("ListExecutions", ("stateMachineArn", Machine("block")), ("redriveFilter", "REDRIVEN"))).Array("executions").Objects.Single();
        (listed.Long("redriveCount"), listed.String("redriveDate")).ShouldBe((1L, "2026-01-02T03:06:05Z"));
    }

    [Fact]
    public async Task Two_weeks_after_its_end_an_execution_cannot_be_redriven()
    {
        var arn = await _house.Run("block", Fail);
        await _house.Ended(arn);
        _house.Time.Advance(TimeSpan.FromDays(14));

        (await _house.Refused("RedriveExecution", ("executionArn", arn))).ShouldBe(("ExecutionNotRedrivable", "Execution redrivable period exceeded"));
        (await _house.Describe(arn)).String("redriveStatus").ShouldBe("NOT_REDRIVABLE");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private async Task Answer(string operation, params (string Name, JsonValue? Value)[] input)
    {
        var task = await _house.Call("GetActivityTask", ("activityArn", "arn:aws:states:us-east-1:000000000000:activity:ask"));
        await _house.Call(operation, [("taskToken", task["taskToken"]), .. input]);
    }

    private async Task Gone(string machine)
    {
        while ((await _house.Call("ListStateMachines")).Array("stateMachines").Objects.Any(listed => listed.String("name") == machine))
        {
            await _house.Rest();
        }
    }
}

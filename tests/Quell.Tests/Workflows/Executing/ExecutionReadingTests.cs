using Quell.Engine.Json;
using static Quell.Tests.Workflows.Executing.ExecutionsHouse;

namespace Quell.Tests.Workflows.Executing;

public sealed class ExecutionReadingTests : IAsyncLifetime
{
    private readonly ExecutionsHouse _house = new();

    [Fact]
    public async Task A_history_is_read_whole_page_by_page_and_backwards()
    {
        var arn = await _house.Run("block", Pass, """{"a":1}""");
        await _house.Ended(arn);

        (await _house.Events(arn)).ShouldBe(["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
        var first = await _house.Call("GetExecutionHistory", ("executionArn", arn), ("maxResults", 3));
        var rest = await _house.Call("GetExecutionHistory", ("executionArn", arn), ("maxResults", 3), ("nextToken", first["nextToken"]));
        first.Array("events").Count.ShouldBe(3);
        rest.Array("events").Objects.Select(happened => happened.Long("id")).ShouldBe([4L]);
        rest.Has("nextToken").ShouldBeFalse();
        (await _house.Call("GetExecutionHistory", ("executionArn", arn), ("reverseOrder", true), ("maxResults", 2)))
            .Array("events").Objects.Select(happened => happened.Long("id")).ShouldBe([4L, 3L]);
        (await _house.Refused("GetExecutionHistory", ("executionArn", arn), ("nextToken", "what"))).ShouldBe(("InvalidToken", "Invalid Token: 'Invalid token'"));
    }

    [Fact]
    public async Task A_history_is_shown_without_data_where_that_is_asked_for()
    {
        var arn = await _house.Run("block", Pass, """{"secret":1}""");
        await _house.Ended(arn);

        var shown = (await _house.Call("GetExecutionHistory", ("executionArn", arn), ("includeExecutionData", false))).ToString();

        shown.ShouldNotContain("secret");
        (await _house.History(arn))[0].Object("executionStartedEventDetails")!.String("input").ShouldBe("""{"secret":1}""");
        var described = await _house.Call("DescribeExecution", ("executionArn", arn), ("includedData", "METADATA_ONLY"));
        described.ToString().ShouldNotContain("secret");
        described.Object("inputDetails")!.Bool("included").ShouldBe(false);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await _house.Create("block", Pass);
        var none = Execution("block", "none");

        foreach (var operation in new[] { "DescribeExecution", "GetExecutionHistory", "StopExecution", "RedriveExecution", "DescribeStateMachineForExecution", "ListMapRuns" })
        {
            (await _house.Refused(operation, ("executionArn", none))).ShouldBe(("ExecutionDoesNotExist", $"Execution Does Not Exist: '{none}'"));
            (await _house.Refused(operation, ("executionArn", Machine("block")))).ShouldBe(("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: stateMachine'"));
        }
    }

    [Fact]
    public async Task The_state_machine_is_shown_as_the_execution_runs_it()
    {
        var arn = await _house.Run("block", Wait);
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        await _house.Call("UpdateStateMachine", ("stateMachineArn", Machine("block")), ("definition", Pass), ("tracingConfiguration", JsonObject.Of(("enabled", true))));
        var later = await _house.Start("block", "two");

        var before = await _house.Call("DescribeStateMachineForExecution", ("executionArn", arn));
        var after = await _house.Call("DescribeStateMachineForExecution", ("executionArn", later));

        (before.String("definition"), before.String("updateDate"), before.Has("revisionId")).ShouldBe((Wait, "2026-01-02T03:04:05Z", false));
        (after.String("definition"), after.String("updateDate"), after.Has("revisionId")).ShouldBe((Pass, "2026-01-02T03:05:05Z", true));
        (before.Object("tracingConfiguration")!.Bool("enabled"), after.Object("tracingConfiguration")!.Bool("enabled")).ShouldBe((false, true));
        (before.String("name"), before.String("roleArn"), before.String("stateMachineArn")).ShouldBe(("block", Role, Machine("block")));
    }

    [Fact]
    public async Task Executions_are_listed_the_newest_first_page_by_page_and_by_their_status()
    {
        await _house.Create("block", """{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$","NumericEquals":2,"Next":"W"}],"Default":"S"},"S":{"Type":"Succeed"},"W":{"Type":"Wait","Seconds":60,"End":true}}}""");
        await _house.Create("block2", Pass);
        for (var number = 1; number <= 4; number++)
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            await _house.Start("block", $"e{number}", $"{number}");
        }

        await _house.Start("block2", "other");
        await _house.Ended(Execution("block", "e4"));
        await _house.Ended(Execution("block", "e1"));
        await _house.Ended(Execution("block", "e3"));

        (await Names()).ShouldBe(["e4", "e3", "e2", "e1"]);
        (await Names(("statusFilter", "RUNNING"))).ShouldBe(["e2"]);
        (await Names(("statusFilter", "SUCCEEDED"))).ShouldBe(["e4", "e3", "e1"]);
        (await Names(("redriveFilter", "REDRIVEN"))).ShouldBeEmpty();
        var page = await _house.Call("ListExecutions", ("stateMachineArn", Machine("block")), ("maxResults", 3));
        (await Names(("nextToken", page["nextToken"]))).ShouldBe(["e1"]);
        var running = page.Array("executions").Objects.ElementAt(2);
        running.ToString().ShouldBe(
            $$"""{"executionArn":"{{Execution("block", "e2")}}","stateMachineArn":"{{Machine("block")}}","name":"e2","status":"RUNNING","startDate":"2026-01-02T03:04:07Z","redriveCount":0}""");
    }

    [Fact]
    public async Task Executions_of_a_version_or_an_alias_are_listed_by_themselves()
    {
        await _house.Create("block", Pass);
        var version = (await _house.Call("PublishStateMachineVersion", ("stateMachineArn", Machine("block")))).String("stateMachineVersionArn");
        await _house.Call("CreateStateMachineAlias", ("name", "live"), ("routingConfiguration", StatesHouse.Routes((version!, 100))));
        await _house.Start("block", "current");
        await _house.Call("StartExecution", ("stateMachineArn", version), ("name", "versioned"));
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        await _house.Call("StartExecution", ("stateMachineArn", Machine("block") + ":live"), ("name", "aliased"));

        (await NamesOf(version!)).ShouldBe(["aliased", "versioned"]);
        (await NamesOf(version!, ("maxResults", 1))).ShouldBe(["aliased"]);
        (await NamesOf(Machine("block") + ":live")).ShouldBe(["aliased"]);
        (await Names()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Listings_that_cannot_be_are_refused()
    {
        await _house.Create("fast", Pass, ("type", "EXPRESS"));

        (await _house.Refused("ListExecutions", ("stateMachineArn", Machine("fast")))).ShouldBe(
            ("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"));
        (await _house.Refused("ListExecutions", ("stateMachineArn", Machine("none")))).Code.ShouldBe("StateMachineDoesNotExist");
        (await _house.Refused("ListExecutions")).Code.ShouldBe("ValidationException");
        (await _house.Refused("ListExecutions", ("mapRunArn", "arn:aws:states:us-east-1:000000000000:mapRun:a/b:c"))).Code.ShouldBe("ResourceNotFound");
        (await _house.Refused("ListExecutions", ("stateMachineArn", Machine("fast")), ("statusFilter", "ODD"))).Code.ShouldBe("ValidationException");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private Task<List<string?>> Names(params (string Name, JsonValue? Value)[] input) => NamesOf(Machine("block"), input);

    private async Task<List<string?>> NamesOf(string arn, params (string Name, JsonValue? Value)[] input) =>
        [.. (await _house.Call("ListExecutions", [("stateMachineArn", arn), .. input])).Array("executions").Objects.Select(listed => listed.String("name"))];
}

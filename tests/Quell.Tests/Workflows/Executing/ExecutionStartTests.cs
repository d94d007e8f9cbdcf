using Quell.Engine.Json;
using static Quell.Tests.Workflows.Executing.ExecutionsHouse;

namespace Quell.Tests.Workflows.Executing;

public sealed class ExecutionStartTests : IAsyncLifetime
{
    private readonly ExecutionsHouse _house = new();

    [Fact, Trait("Requirement", "D32")]
    public async Task An_execution_runs_and_is_described_with_its_input_as_it_was_spelt()
    {
        await _house.Create("block", Pass);

        var started = await _house.Call("StartExecution", ("stateMachineArn", Machine("block")), ("name", "one"), ("input", """{ "a": 1 }"""));
        var described = await _house.Ended(Execution("block", "one"));

        started.ToString().ShouldBe($$"""{"executionArn":"{{Execution("block", "one")}}","startDate":"2026-01-02T03:04:05Z"}""");
        described.String("status").ShouldBe("SUCCEEDED");
        (described.String("input"), described.String("output")).ShouldBe(("""{ "a": 1 }""", """{ "a": 1 }"""));
        described.String("startDate").ShouldStartWith("2026-01-02T03:04:05");
        described.String("stateMachineArn").ShouldBe(Machine("block"));
        described.Has("stateMachineVersionArn").ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_name_and_an_input_it_gets_a_new_name_and_an_empty_object()
    {
        await _house.Create("block", Pass);

        var one = (await _house.Call("StartExecution", ("stateMachineArn", Machine("block")))).String("executionArn")!;
        var two = (await _house.Call("StartExecution", ("stateMachineArn", Machine("block")))).String("executionArn")!;

        one.ShouldNotBe(two);
        Guid.TryParse((await _house.Ended(one)).String("name"), out _).ShouldBeTrue();
        (await _house.Ended(two)).String("output").ShouldBe("{}");
    }

    [Fact]
    public async Task A_name_is_idempotent_while_its_execution_runs_with_the_same_input()
    {
        await _house.Create("block", Wait);
        var first = await _house.Call("StartExecution", ("stateMachineArn", Machine("block")), ("name", "one"), ("input", """{"a":1}"""));
        _house.Time.Advance(TimeSpan.FromMinutes(1));

        (await _house.Call("StartExecution", ("stateMachineArn", Machine("block")), ("name", "one"), ("input", """{ "a": 1 }"""))).ShouldBe(first);
        var refusal = ("ExecutionAlreadyExists", $"Execution Already Exists: '{Execution("block", "one")}'");
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("name", "one"), ("input", """{"a":2}"""))).ShouldBe(refusal);

        await _house.Call("StopExecution", ("executionArn", Execution("block", "one")));
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("name", "one"), ("input", """{"a":1}"""))).ShouldBe(refusal);
    }

    [Fact]
    public async Task A_name_is_free_again_ninety_days_after_its_execution_has_ended()
    {
        await _house.Create("block", Pass);
        await _house.Ended(await _house.Start("block", "one", "1"));

        _house.Time.Advance(TimeSpan.FromDays(89));
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("name", "one"))).Code.ShouldBe("ExecutionAlreadyExists");
        _house.Time.Advance(TimeSpan.FromDays(2));
        await _house.Start("block", "one", "2");

        (await _house.Ended(Execution("block", "one"))).String("output").ShouldBe("2");
    }

    [Fact]
    public async Task Of_many_requests_for_one_name_at_once_one_starts_it_and_the_rest_get_its_answer()
    {
        await _house.Create("block", Wait);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            _house.Call("StartExecution", ("stateMachineArn", Machine("block")), ("name", "one")))));

        answers.Distinct().Count().ShouldBe(1);
        (await _house.Call("ListExecutions", ("stateMachineArn", Machine("block")))).Array("executions").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Bad_requests_are_refused_in_the_words_of_the_service()
    {
        await _house.Create("block", Pass);

        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("name", "a b"))).ShouldBe(("InvalidName", "Invalid Name: 'a b'"));
        (await _house.Refused("StartExecution", ("stateMachineArn", "block"))).ShouldBe(("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: block'"));
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("none")))).ShouldBe(
            ("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{Machine("none")}'"));
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("input", "oops"))).ShouldBe(
            ("InvalidExecutionInput", "Invalid State Machine Execution Input: 'com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'oops': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"oops\"; line: 1, column: 5]'"));
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("input", """{"a":"""))).Message
            .ShouldStartWith("Invalid State Machine Execution Input: 'com.fasterxml.jackson.core.io.JsonEOFException: Unexpected end-of-input");
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("input", $"\"{new string('a', 262_144)}\""))).Code.ShouldBe("ValidationException");
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block")), ("input", $"\"{new string('ü', 140_000)}\""))).Code.ShouldBe("ValidationException");
        await _house.Start("block", "largest", $"\"{new string('a', 262_142)}\"");
    }

    [Fact]
    public async Task Versions_and_aliases_are_started_as_they_were_published()
    {
        await _house.Create("block", Pass);
        var version = (await _house.Call("PublishStateMachineVersion", ("stateMachineArn", Machine("block")))).String("stateMachineVersionArn");
        await _house.Call("UpdateStateMachine", ("stateMachineArn", Machine("block")), ("definition", Fail));
        await _house.Call("CreateStateMachineAlias", ("name", "live"), ("routingConfiguration", StatesHouse.Routes((version!, 100))));

        var current = await _house.Call("StartExecution", ("stateMachineArn", Machine("block")));
        var published = await _house.Call("StartExecution", ("stateMachineArn", version));
        var live = await _house.Call("StartExecution", ("stateMachineArn", Machine("block") + ":live"));

        (await _house.Ended(current.String("executionArn")!)).String("status").ShouldBe("FAILED");
        var byVersion = await _house.Ended(published.String("executionArn")!);
        (byVersion.String("status"), byVersion.String("stateMachineVersionArn"), byVersion.String("stateMachineAliasArn")).ShouldBe(("SUCCEEDED", version, null));
        var byAlias = await _house.Ended(live.String("executionArn")!);
        (byAlias.String("stateMachineArn"), byAlias.String("stateMachineVersionArn"), byAlias.String("stateMachineAliasArn"))
            .ShouldBe((Machine("block"), version, Machine("block") + ":live"));
        (await _house.Refused("StartExecution", ("stateMachineArn", Machine("block") + ":9"))).Code.ShouldBe("StateMachineDoesNotExist");
    }

    [Fact]
    public async Task Express_executions_share_names_and_are_not_described()
    {
        await _house.Create("fast", Pass, ("type", "EXPRESS"));

        var one = await _house.Start("fast", "one");
        var two = await _house.Start("fast", "one");

        one.ShouldStartWith("arn:aws:states:us-east-1:000000000000:express:fast:one:");
        two.ShouldNotBe(one);
        var refusal = ("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'");
        foreach (var operation in new[] { "DescribeExecution", "GetExecutionHistory", "StopExecution", "RedriveExecution", "DescribeStateMachineForExecution", "ListMapRuns" })
        {
            (await _house.Refused(operation, ("executionArn", one))).ShouldBe(refusal);
        }
    }

    [Fact]
    public async Task A_synchronous_execution_is_answered_with_what_it_came_to()
    {
        await _house.Create("fast", Pass, ("type", "EXPRESS"));
        await _house.Create("broken", Fail, ("type", "EXPRESS"));
        await _house.Create("block", Pass);

        var done = await _house.Call("StartSyncExecution", ("stateMachineArn", Machine("fast")), ("name", "one"), ("input", """{"a":1}"""), ("traceHeader", "Root=1"));
        var failed = await _house.Call("StartSyncExecution", ("stateMachineArn", Machine("broken")), ("includedData", "METADATA_ONLY"));

        done.String("executionArn")!.ShouldStartWith("arn:aws:states:us-east-1:000000000000:express:fast:one:");
        done.Without("executionArn").ToString().ShouldBe(
            $$"""{"stateMachineArn":"{{Machine("fast")}}","name":"one","startDate":"2026-01-02T03:04:05Z","stopDate":"2026-01-02T03:04:05Z","status":"SUCCEEDED","""
            + """
            "input":"{\"a\":1}","inputDetails":{"included":true},"output":"{\"a\":1}","outputDetails":{"included":true},"traceHeader":"Root=1","billingDetails":{"billedMemoryUsedInMB":64,"billedDurationInMilliseconds":100}}
            """.Trim());
        (failed.String("status"), failed.String("error"), failed.String("cause"), failed.Has("input")).ShouldBe(("FAILED", "Bad", "because", false));
        (await _house.Refused("StartSyncExecution", ("stateMachineArn", Machine("block")))).ShouldBe(
            ("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"));
    }

    [Fact]
    public async Task A_synchronous_execution_ends_after_five_minutes()
    {
        await _house.Create("slow", Wait, ("type", "EXPRESS"));

        var answer = _house.Call("StartSyncExecution", ("stateMachineArn", Machine("slow")));
        while (!answer.IsCompleted)
        {
            _house.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(answer, Task.Delay(20));
        }

        (await answer).String("status").ShouldBe("TIMED_OUT");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();
}

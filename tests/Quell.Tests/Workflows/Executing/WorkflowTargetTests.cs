using Quell.Engine.Json;
using static Quell.Tests.Workflows.Executing.ExecutionsHouse;

namespace Quell.Tests.Workflows.Executing;

/// <summary>Rules that start state machines.</summary>
public sealed class WorkflowTargetTests : IAsyncLifetime
{
    private readonly ExecutionsHouse _house = new();

    [Fact, Trait("Requirement", "N11")]
    public async Task An_event_becomes_an_execution_that_is_called_by_the_events_id()
    {
        await _house.Create("block", Pass);
        await Rule(("RoleArn", Role));

        var id = await Put();
        var execution = await Started();
        var described = await _house.Ended(execution.String("executionArn")!);

        described.String("name")!.ShouldStartWith($"{id}_");
        var input = (JsonObject)JsonValue.Parse(described.String("input")!);
        (input.String("id"), input.Object("detail")!.Long("n")).ShouldBe((id, 1L));
        _house.Executions.Store.View(described.String("executionArn")!)!.Header.EventId.ShouldBe(id);
    }

    [Fact]
    public async Task The_input_is_what_the_target_makes_of_the_event()
    {
        await _house.Create("block", Pass);
        await Rule(("RoleArn", Role), ("InputPath", "$.detail"));

        await Put();

        (await _house.Ended((await Started()).String("executionArn")!)).String("output").ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task A_target_needs_a_role()
    {
        await _house.Create("block", Pass);

        var error = await Should.ThrowAsync<Quell.Aws.AwsException>(() => Rule());

        (error.Code, error.Message).ShouldBe(("ValidationException", $"RoleArn is required for target {Machine("block")}."));
    }

    [Fact]
    public async Task An_event_for_a_state_machine_that_is_not_there_is_a_dead_letter()
    {
        var letters = await _house.Queue("letters");
        await Rule(("RoleArn", Role), ("DeadLetterConfig", JsonObject.Of(("Arn", "arn:aws:sqs:us-east-1:000000000000:letters"))));

        var id = await Put();

        (await _house.Message(letters)).ShouldContain(id);
        _house.Engines.Journal.Read(connection => connection.Query("SELECT error_code FROM deliveries", row => row.GetString(0))).ShouldBe(["NO_RESOURCE"]);
    }

    [Fact]
    public async Task Express_state_machines_are_started_too()
    {
        var queue = await _house.Queue("told");
        await _house.Create("block", $$$$$"""
            {"StartAt":"S","States":{"S":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"{{{{{queue}}}}}","MessageBody.$":"$.id"},"End":true}}}
            """, ("type", "EXPRESS"));
        await Rule(("RoleArn", Role));

        var id = await Put();

        (await _house.Message(queue)).ShouldBe(id);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private async Task Rule(params (string Name, JsonValue? Value)[] more)
    {
        await _house.On("events", "PutRule", ("Name", "found"), ("EventPattern", """{"source":["app"]}"""));
        await _house.On("events", "PutTargets", ("Rule", "found"), ("Targets", List(JsonObject.Of([("Id", "m"), ("Arn", Machine("block")), .. more]))));
    }

    private async Task<string> Put() => (await _house.On("events", "PutEvents", ("Entries", List(JsonObject.Of(
        ("Source", "app"), ("DetailType", "Found"), ("Detail", """{"n":1}""")))))).Array("Entries").Objects.Single().String("EventId")!;

    private async Task<JsonObject> Started()
    {
        while (true)
        {
            if ((await _house.Call("ListExecutions", ("stateMachineArn", Machine("block")))).Array("executions").Objects.FirstOrDefault() is { } found)
            {
                return found;
            }

            await _house.Rest();
        }
    }
}

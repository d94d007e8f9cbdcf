using Quell.Engine.Json;

namespace Quell.Tests.Queues.Moving;

[Trait("Requirement", "D7")]
public sealed class MoveTaskTests : IDisposable
{
    private const string Letters = "arn:aws:sqs:us-east-1:123456789012:letters";

    private readonly QueueHouse _house = new();
    private readonly string _letters;

    public MoveTaskTests() => _letters = _house.Create("letters");

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Dead_letters_go_back_to_the_queues_that_they_came_from_as_new_messages()
    {
        var (one, other) = (Source("one"), Source("other"));
        var ids = await Bury(one, 150);
        await Bury(other, 2);

        var handle = await Start();
        (await Ended()).ShouldSatisfyAllConditions(
            task => task.String("Status").ShouldBe("COMPLETED"),
            task => task.Long("ApproximateNumberOfMessagesMoved").ShouldBe(152),
            task => task.Long("ApproximateNumberOfMessagesToMove").ShouldBe(152),
            task => task.Has("TaskHandle").ShouldBeFalse());

        handle.ShouldNotBeEmpty();
        (await _house.Attribute(_letters, "ApproximateNumberOfMessages")).ShouldBe("0");
        (await _house.Attribute(one, "ApproximateNumberOfMessages")).ShouldBe("150");
        (await _house.Attribute(other, "ApproximateNumberOfMessages")).ShouldBe("2");
        var back = (await _house.Receive(one))[0];
        ids.ShouldNotContain(back.String("MessageId"));
        back.Object("Attributes")!.String("ApproximateReceiveCount").ShouldBe("1");
        back.Object("MessageAttributes")!.Object("kind")!.String("StringValue").ShouldBe("dead");
    }

    [Fact]
    public async Task A_rate_holds_and_a_cancelled_task_leaves_the_rest_where_it_is()
    {
        await Bury(Source("one"), 5);
        var to = _house.Create("to");
        var handle = await Start(("DestinationArn", "arn:aws:sqs:us-east-1:123456789012:to"), ("MaxNumberOfMessagesPerSecond", 1));
        await Until(task => task.Long("ApproximateNumberOfMessagesMoved") == 1 && _house.Time.NextDue is not null);
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        var running = await Until(task => task.Long("ApproximateNumberOfMessagesMoved") == 2);
        (running.String("Status"), running.String("TaskHandle")).ShouldBe(("RUNNING", handle));
        (await _house.Refused("StartMessageMoveTask", ("SourceArn", Letters))).Message
            .ShouldBe("There is already a task running. Only one active task is allowed for a source queue arn at a given time.");

        (await _house.Call("CancelMessageMoveTask", ("TaskHandle", handle))).Long("ApproximateNumberOfMessagesMoved").ShouldBe(2);
        await Until(task =>
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            return task.String("Status") == "CANCELLED";
        });

        (await _house.Attribute(_letters, "ApproximateNumberOfMessages")).ShouldBe("3");
        (await _house.Attribute(to, "ApproximateNumberOfMessages")).ShouldBe("2");
        (await _house.Refused("CancelMessageMoveTask", ("TaskHandle", handle))).Code.ShouldBe("InvalidParameterValue");
    }

    [Fact]
    public async Task A_task_goes_on_after_a_restart_and_moves_no_message_twice()
    {
        var one = Source("one");
        await Bury(one, 4);
        await Start(("MaxNumberOfMessagesPerSecond", 1));
        await Until(task => task.Long("ApproximateNumberOfMessagesMoved") == 1);

        await _house.Restart();
        await Until(task =>
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            return task.String("Status") == "COMPLETED";
        });

        (await _house.Attribute(one, "ApproximateNumberOfMessages")).ShouldBe("4");
        (await _house.Attribute(_letters, "ApproximateNumberOfMessages")).ShouldBe("0");
    }

    [Fact]
    public async Task A_message_that_is_nobodys_dead_letter_ends_the_task_and_stays()
    {
        Source("one");
        await _house.Call("SendMessage", ("QueueUrl", _letters), ("MessageBody", "from nowhere"));

        await Start();
        var task = await Ended();

        (task.String("Status"), task.String("FailureReason")).ShouldBe(("FAILED", "CouldNotDetermineMessageSource"));
        (await _house.Receive(_letters)).Single().Object("Attributes")!.String("ApproximateReceiveCount").ShouldBe("1");
    }

    [Fact]
    public async Task What_is_wrong_with_a_move_is_told_as_SQS_tells_it()
    {
        (await _house.Refused("StartMessageMoveTask", ("SourceArn", Letters))).Message.ShouldBe("Source queue must be configured as a Dead Letter Queue.");
        Source("one");
        (await _house.Refused("StartMessageMoveTask", ("SourceArn", Letters + "x"))).Code.ShouldBe("ResourceNotFoundException");
        (await _house.Refused("StartMessageMoveTask", ("SourceArn", Letters), ("DestinationArn", Letters + "x"))).Code.ShouldBe("ResourceNotFoundException");
        (await _house.Refused("StartMessageMoveTask", ("SourceArn", Letters), ("DestinationArn", Letters))).Code.ShouldBe("InvalidParameterValue");
        (await _house.Refused("StartMessageMoveTask", ("SourceArn", Letters), ("MaxNumberOfMessagesPerSecond", 501))).Code.ShouldBe("InvalidParameterValue");
        (await _house.Refused("CancelMessageMoveTask", ("TaskHandle", "nothing"))).Code.ShouldBe("InvalidParameterValue");
        (await _house.Refused("ListMessageMoveTasks", ("SourceArn", Letters), ("MaxResults", 11))).Code.ShouldBe("InvalidParameterValue");
        (await _house.Call("ListMessageMoveTasks", ("SourceArn", Letters))).Array("Results").Count.ShouldBe(0);
    }

    private string Source(string name) => _house.Create(
        name, ("VisibilityTimeout", "0"), ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{Letters}}","maxReceiveCount":1}"""));

    /// <summary>Sends messages and receives them until they are dead letters.</summary>
    private async Task<List<string?>> Bury(string url, int count)
    {
        var ids = new List<string?>();
        for (var number = 0; number < count; number++)
        {
            ids.Add((await _house.Call("SendMessage", JsonObject.Of(
                ("QueueUrl", url), ("MessageBody", $"{number}"),
                ("MessageAttributes", JsonObject.Of(("kind", JsonObject.Of(("DataType", "String"), ("StringValue", "dead")))))))).String("MessageId"));
        }

        while (await _house.Attribute(url, "ApproximateNumberOfMessages") != "0")
        {
            await _house.Receive(url);
        }

        return ids;
    }

    private async Task<string> Start(params (string Name, JsonValue? Value)[] more) =>
        (await _house.Call("StartMessageMoveTask", [("SourceArn", Letters), .. more])).String("TaskHandle")!;

    private Task<JsonObject> Ended() => Until(task => task.String("Status") is not ("RUNNING" or "CANCELLING"));

    private async Task<JsonObject> Until(Func<JsonObject, bool> isRight)
    {
        while (true)
        {
            var task = (await _house.Call("ListMessageMoveTasks", ("SourceArn", Letters))).Array("Results").Objects.Single();
            if (isRight(task))
            {
                return task;
            }

            await Task.Delay(5);
        }
    }
}

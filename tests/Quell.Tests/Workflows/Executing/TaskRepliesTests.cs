using Quell.Engine.Json;
using static Quell.Tests.Workflows.Executing.ExecutionsHouse;

namespace Quell.Tests.Workflows.Executing;

/// <summary>Activities, and whoever answers for their tasks.</summary>
public sealed class TaskRepliesTests : IAsyncLifetime
{
    private const string Activity = "arn:aws:states:us-east-1:000000000000:activity:ask";

    private const string Asking = """
        {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:ask","TimeoutSeconds":600,"End":true}}}
        """;

    private const string Beating = """
        {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:ask","HeartbeatSeconds":60,"End":true}}}
        """;

    private readonly ExecutionsHouse _house = new();

    [Fact]
    public async Task A_worker_gets_the_task_with_its_input_and_answers_once()
    {
        var arn = await _house.Run("block", Asking, """{ "a": 1 }""");

        var task = await _house.Call("GetActivityTask", ("activityArn", Activity), ("workerName", "w1"));
        task.String("input").ShouldBe("""{ "a": 1 }""");
        (await _house.History(arn)).Single(happened => happened.String("type") == "ActivityStarted").Object("activityStartedEventDetails")!.String("workerName").ShouldBe("w1");
        (await _house.Call("SendTaskSuccess", ("taskToken", task["taskToken"]), ("output", "[2]"))).ShouldBe(JsonObject.Empty);

        (await _house.Ended(arn)).String("output").ShouldBe("[2]");
        var late = ("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
        (await _house.Refused("SendTaskSuccess", ("taskToken", task["taskToken"]), ("output", "[2]"))).ShouldBe(late);
        (await _house.Refused("SendTaskFailure", ("taskToken", task["taskToken"]))).ShouldBe(late);
        (await _house.Refused("SendTaskHeartbeat", ("taskToken", task["taskToken"]))).ShouldBe(late);
    }

    [Fact]
    public async Task A_failure_carries_its_error_and_cause()
    {
        var arn = await _house.Run("block", Asking);
        var task = await _house.Call("GetActivityTask", ("activityArn", Activity));

        await _house.Call("SendTaskFailure", ("taskToken", task["taskToken"]), ("error", "No"), ("cause", "not today"));

        var described = await _house.Ended(arn);
        (described.String("status"), described.String("error"), described.String("cause")).ShouldBe(("FAILED", "No", "not today"));
    }

    [Fact]
    public async Task What_is_no_token_or_no_JSON_is_refused()
    {
        await _house.Run("block", Asking);
        var task = await _house.Call("GetActivityTask", ("activityArn", Activity));
        var token = task.String("taskToken")!;

        (await _house.Refused("SendTaskSuccess", ("taskToken", "AAAA"), ("output", "1"))).ShouldBe(("InvalidToken", "Invalid Token: 'Invalid token'"));
        (await _house.Refused("SendTaskHeartbeat", ("taskToken", token[..^4] + "AAA="))).Code.ShouldBe("InvalidToken");
        (await _house.Refused("SendTaskSuccess", ("taskToken", token), ("output", "oops"))).Code.ShouldBe("InvalidOutput");
        (await _house.Refused("SendTaskSuccess", ("taskToken", token), ("output", $"\"{new string('a', 262_144)}\""))).Code.ShouldBe("ValidationException");
        var other = await Should.ThrowAsync<Quell.Aws.AwsException>(() => _house.Call(
            new("111111111111", "us-east-1"), "stepfunctions", "SendTaskSuccess", ("taskToken", token), ("output", "1")));
        other.Code.ShouldBe("InvalidToken");
        await _house.Call("SendTaskSuccess", ("taskToken", token), ("output", "1"));
    }

    [Fact]
    public async Task Signs_of_life_keep_a_task_alive_that_needs_them()
    {
        var arn = await _house.Run("block", Beating);
        var token = (await _house.Call("GetActivityTask", ("activityArn", Activity)))["taskToken"];

        for (var beat = 0; beat < 3; beat++)
        {
            _house.Time.Advance(TimeSpan.FromSeconds(45));
            (await _house.Call("SendTaskHeartbeat", ("taskToken", token))).ShouldBe(JsonObject.Empty);
        }

        (await _house.Describe(arn)).String("status").ShouldBe("RUNNING");
        _house.Time.Advance(TimeSpan.FromSeconds(61));
        (await _house.Ended(arn)).String("error").ShouldBe("States.Timeout");
        (await _house.Refused("SendTaskHeartbeat", ("taskToken", token))).Code.ShouldBe("TaskTimedOut");
    }

    [Fact]
    public async Task A_sign_of_life_is_taken_for_a_task_that_needs_none()
    {
        await _house.Run("block", Asking);
        var token = (await _house.Call("GetActivityTask", ("activityArn", Activity)))["taskToken"];

        (await _house.Call("SendTaskHeartbeat", ("taskToken", token))).ShouldBe(JsonObject.Empty);
    }

    [Fact]
    public async Task A_worker_waits_a_minute_for_a_task_and_then_goes_with_nothing()
    {
        var poll = _house.Call("GetActivityTask", ("activityArn", Activity));
        poll.IsCompleted.ShouldBeFalse();
        _house.Time.Advance(TimeSpan.FromSeconds(61));
        (await poll).ShouldBe(JsonObject.Empty);

        var next = _house.Call("GetActivityTask", ("activityArn", Activity));
        await _house.Run("block", Asking, "7");
        (await next).String("input").ShouldBe("7");
        (await _house.Refused("GetActivityTask", ("activityArn", Activity + "s"))).Code.ShouldBe("ActivityDoesNotExist");
        (await _house.Refused("GetActivityTask", ("activityArn", Machine("block")))).Code.ShouldBe("InvalidArn");
    }

    [Fact, Trait("Requirement", "D33")]
    public async Task A_task_that_was_taken_is_not_handed_out_again_after_a_restart_and_one_that_was_not_is()
    {
        await _house.Create("block", Asking);
        var taken = await _house.Start("block", "taken", "1");
        var token = (await _house.Call("GetActivityTask", ("activityArn", Activity)))["taskToken"];
        var waiting = await _house.Start("block", "waiting", "2");
        await _house.Until(waiting, "ActivityScheduled");

        await _house.Restart();

        var task = await _house.Call("GetActivityTask", ("activityArn", Activity));
        task.String("input").ShouldBe("2");
        await _house.Call("SendTaskSuccess", ("taskToken", token), ("output", "\"one\""));
        await _house.Call("SendTaskSuccess", ("taskToken", task["taskToken"]), ("output", "\"two\""));
        (await _house.Ended(taken)).String("output").ShouldBe("\"one\"");
        (await _house.Ended(waiting)).String("output").ShouldBe("\"two\"");
    }

    public async Task InitializeAsync() => await _house.Call("CreateActivity", ("name", "ask"));

    public async Task DisposeAsync() => await _house.DisposeAsync();
}

using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Workflows;

/// <summary>Tasks: their history, time-outs, retries and what catches them (Amazon States Language, "Errors"; developer guide, "Handling errors").</summary>
public sealed class TaskStateTests
{
    private const string Sqs = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";

    [Fact]
    public void Gives_its_output_to_the_next_state()
    {
        var played = new Played(Task("arn:aws:states:::sqs:sendMessage")).Succeed("""{"MessageId": "1"}""");
        played.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        played.Execution.Output!.ToString().ShouldBe("""{"MessageId":"1"}""");
        played.Types.ShouldBe(
            ["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"]);
    }

    [Fact]
    [Trait("Requirement", "D34")]
    public void Waits_between_attempts_as_its_retrier_says()
    {
        var played = new Played(Task("arn:aws:states:::sqs:sendMessage", """
            "Retry": [{"ErrorEquals": ["Broken"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 3, "MaxDelaySeconds": 10}],
            """));
        var began = played.Now;
        foreach (var seconds in new[] { 2, 6, 10 })
        {
            played.Fail().Execution.NextDue.ShouldBe(played.Now.AddSeconds(seconds));
            played.Pass(TimeSpan.FromSeconds(seconds));
        }

        (played.Now - began).ShouldBe(TimeSpan.FromSeconds(18));
        played.Fail().Execution.Status.ShouldBe(ExecutionStatus.Failed);
        played.Execution.Error.ShouldBe("Broken");
        played.Types.Count(type => type == "TaskScheduled").ShouldBe(4);
    }

    [Fact]
    public void Draws_jitter_that_is_the_same_when_the_step_is_made_again()
    {
        const string Retry = """ "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 100, "JitterStrategy": "FULL"}], """;
        var due = new Played(Task("arn:aws:states:::sqs:sendMessage", Retry)).Fail().Execution.NextDue;
        new Played(Task("arn:aws:states:::sqs:sendMessage", Retry)).Fail().Execution.NextDue.ShouldBe(due);
        (due!.Value - new Played(Task(Sqs)).Now).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void Counts_the_attempts_of_each_retrier_apart()
    {
        var played = new Played(Task("arn:aws:states:::sqs:sendMessage", """
            "Retry": [{"ErrorEquals": ["A"], "MaxAttempts": 1}, {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
            """));
        played.Fail("A").Pass(TimeSpan.FromSeconds(1));
        played.Fail("B").Pass(TimeSpan.FromSeconds(1));
        played.Fail("A").Execution.Error.ShouldBe("A");
    }

    [Fact]
    [Trait("Requirement", "D34")]
    public void Goes_where_its_catcher_leads_with_the_error_in_its_place()
    {
        var played = new Played(Task("arn:aws:states:::sqs:sendMessage", """
            "Catch": [{"ErrorEquals": ["Other"], "Next": "End"}, {"ErrorEquals": ["States.TaskFailed"], "ResultPath": "$.error", "Next": "End"}],
            """), """{"kept": 1}""").Fail("Broken", "because");
        played.Execution.Output!.ToString().ShouldBe("""{"kept":1,"error":{"Error":"Broken","Cause":"because"}}""");
    }

    [Fact]
    public void Is_not_saved_from_a_runtime_error_by_any_catcher()
    {
        var played = new Played(Task("arn:aws:states:::sqs:sendMessage", """
            "ResultSelector": {"x.$": "$.missing"}, "Retry": [{"ErrorEquals": ["States.ALL"]}], "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "End"}],
            """)).Succeed();
        played.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        played.Execution.Error.ShouldBe("States.Runtime");
        played.Execution.Cause!.ShouldStartWith("An error occurred while executing the state 'Do' (entered at the event id #2). ");
    }

    [Fact]
    public void A_missed_heartbeat_is_a_time_out_that_has_a_name_of_its_own_to_be_caught_by()
    {
        var played = new Played(Task(Sqs, """
            "HeartbeatSeconds": 5, "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "End"}],
            """)).Pass(TimeSpan.FromSeconds(5));
        played.Execution.Output!.ToString().ShouldBe("""{"Error":"States.Timeout","Cause":""}""");
        new Played(Task(Sqs, """
            "TimeoutSeconds": 5, "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "End"}],
            """)).Pass(TimeSpan.FromSeconds(5)).Execution.Status.ShouldBe(ExecutionStatus.Failed);
    }

    [Fact]
    public void A_time_out_beyond_all_dates_is_an_error_of_the_execution()
    {
        var played = new Played(Task(Sqs, """ "TimeoutSecondsPath": "$.seconds", """), """{"seconds": 9000000000000000}""");
        played.Execution.Error.ShouldBe("States.Runtime");
    }

    [Fact]
    public void Is_handed_over_once()
    {
        var submitted = new Signal.Submitted(JsonObject.Empty);
        var played = new Played(Task(Sqs)).Answer(submitted).Answer(submitted);
        played.Types.Count(type => type == "TaskSubmitted").ShouldBe(1);
    }

    [Fact]
    public void The_heartbeat_of_an_activity_counts_from_when_a_worker_has_it()
    {
        var played = new Played(Task("arn:aws:states:us-east-1:111111111111:activity:ask", """ "HeartbeatSeconds": 5, """)).Pass(TimeSpan.FromSeconds(60));
        played.Execution.IsRunning.ShouldBeTrue();
        played.Answer(new Signal.Started("w")).Answer(new Signal.Started("other")).Pass(TimeSpan.FromSeconds(5));
        played.Execution.Error.ShouldBe("States.Timeout");
        played.Types.Count(type => type == "ActivityStarted").ShouldBe(1);
    }

    [Fact]
    public void Times_out_and_lets_go_of_the_work()
    {
        var played = new Played(Task("arn:aws:states:::lambda:invoke", """ "TimeoutSeconds": 5, """));
        played.Pass(TimeSpan.FromSeconds(5));
        played.Execution.Error.ShouldBe("States.Timeout");
        played.Cancelled.Count.ShouldBe(1);
        played.Types.ShouldContain("TaskTimedOut");
    }

    [Fact]
    public void Ends_when_a_heartbeat_is_missed_and_not_while_they_come()
    {
        var played = new Played(Task(Sqs, """ "HeartbeatSeconds": 10, """));
        played.Answer(new Signal.Submitted(JsonObject.Empty));
        for (var beat = 0; beat < 5; beat++)
        {
            played.Pass(TimeSpan.FromSeconds(9)).Do(new Stimulus.Heartbeat(played.Begun[0].Id));
        }

        played.Execution.IsRunning.ShouldBeTrue();
        played.Pass(TimeSpan.FromSeconds(10)).Execution.Error.ShouldBe("States.Timeout");
    }

    [Fact]
    [Trait("Requirement", "D11")]
    public void Waits_for_its_token_and_takes_no_second_answer()
    {
        var played = new Played(Task(Sqs));
        played.Events.Single(happened => happened.Type == "TaskScheduled").Data!.ToString().ShouldContain("token-run-");
        played.Answer(new Signal.Submitted(JsonObject.Of(("MessageId", "1"))));
        var pending = played.Begun[0].Id;
        played.Do(new Stimulus.Answer(pending, new Signal.Succeeded(1)) { IsByToken = true }).Execution.Output.ShouldBe(1);
        var count = played.Events.Count;
        played.Do(new Stimulus.Answer(pending, new Signal.Succeeded(2)) { IsByToken = true });
        played.Events.Count.ShouldBe(count);
    }

    [Fact]
    public void Keeps_an_answer_that_comes_before_the_work_was_handed_over()
    {
        var played = new Played(Task(Sqs));
        played.Do(new Stimulus.Answer(played.Begun[0].Id, new Signal.Succeeded(1)) { IsByToken = true }).Execution.IsRunning.ShouldBeTrue();
        played.Answer(new Signal.Submitted(JsonObject.Empty)).Execution.Output.ShouldBe(1);
        played.Types.SkipWhile(type => type != "TaskSubmitted").ShouldBe(["TaskSubmitted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"]);
    }

    [Fact]
    public void Refuses_a_result_that_is_too_large_with_an_error_that_can_be_caught()
    {
        var played = new Played(Task("arn:aws:states:::sqs:sendMessage", """ "Catch": [{"ErrorEquals": ["States.DataLimitExceeded"], "Next": "End"}], """));
        played.Answer(new Signal.Succeeded(new string('a', 262_144)));
        played.Execution.Output!.ToString().ShouldContain("returned a result with a size exceeding the maximum number of bytes service limit.");
    }

    [Fact]
    public void Tells_of_an_activity_when_a_worker_has_taken_it_up()
    {
        var played = new Played(Task("arn:aws:states:us-east-1:111111111111:activity:work"));
        played.Types.ShouldNotContain("ActivityStarted");
        played.Answer(new Signal.Started("someone")).Succeed("1");
        played.Types.ShouldBe(
            ["ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted", "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"]);
    }

    private static string Task(string resource, string fields = "")
    {
        var token = resource == Sqs ? """, "token.$": "$$.Task.Token" """ : "";
        var end = fields.Contains("\"Next\"", StringComparison.Ordinal) ? """, "End": {"Type": "Succeed"} """ : "";
        return $$$"""
            {"StartAt": "Do", "States": {
              "Do": {"Type": "Task", "Resource": "{{{resource}}}", {{{fields}}} "Parameters": {"in.$": "$" {{{token}}} }, "End": true} {{{end}}} } }
            """;
    }
}

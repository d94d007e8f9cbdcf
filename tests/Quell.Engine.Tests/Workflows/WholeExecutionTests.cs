using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Workflows;

/// <summary>Branches, loops, ends: what concerns an execution as a whole.</summary>
public sealed class WholeExecutionTests
{
    private const string Activity = "arn:aws:states:us-east-1:111111111111:activity:work";

    private const string Branches = $$"""
        {"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
          {"StartAt": "Left", "States": {"Left": {"Type": "Task", "Resource": "{{Activity}}", "End": true} } },
          {"StartAt": "Right", "States": {"Right": {"Type": "Wait", "Seconds": 60, "End": true} } } ] } } }
        """;

    private const string Each = $$"""
        {"StartAt": "Each", "States": {"Each": {"Type": "Map", "MaxConcurrency": 2, "End": true, "ItemProcessor": {
          "StartAt": "One", "States": {"One": {"Type": "Task", "Resource": "{{Activity}}", "End": true} } } } } }
        """;

    [Fact]
    [Trait("Requirement", "D21")]
    public void Ends_with_what_all_branches_came_to_in_their_order()
    {
        var played = new Played(Branches, "7").Pass(TimeSpan.FromSeconds(60));
        played.Execution.IsRunning.ShouldBeTrue();
        played.Succeed("\"left\"").Execution.Output!.ToString().ShouldBe("""["left",7]""");
    }

    [Fact]
    public void Gives_up_the_other_branches_when_one_fails()
    {
        var played = new Played(Branches).Fail();
        played.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        played.Execution.Pending.ShouldBeEmpty();
        played.Types.ShouldBe(
        [
            "ExecutionStarted", "ParallelStateEntered", "ParallelStateStarted", "TaskStateEntered", "ActivityScheduled", "WaitStateEntered",
            "ActivityFailed", "WaitStateAborted", "ParallelStateFailed", "ExecutionFailed",
        ]);
    }

    [Fact]
    public void Has_no_more_iterations_under_way_than_it_may()
    {
        var played = new Played(Each, "[1, 2, 3, 4, 5]");
        played.Begun.Count.ShouldBe(2);
        played.Succeed("10", 1).Begun.Count.ShouldBe(2);
        while (played.Begun.Count > 0)
        {
            played.Succeed(played.Begun[0].Work!.Spec["arguments"]!.ToString());
        }

        played.Execution.Output!.ToString().ShouldBe("[1,10,3,4,5]");
    }

    [Fact]
    public void Goes_on_with_the_failed_iterations_alone_when_it_is_driven_again()
    {
        var played = new Played(Each, "[1, 2, 3]").Succeed("10").Fail();
        played.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        played.Do(Stimulus.Redrive.Instance);
        played.Types.ShouldContain("ExecutionRedriven");
        played.Begun.Select(pending => pending.Work!.Spec["arguments"]!.ToString()).ShouldBe(["2", "3"]);
        played.Succeed("20").Succeed("30").Execution.Output!.ToString().ShouldBe("[10,20,30]");
    }

    [Fact]
    public void Stops_with_the_error_and_cause_that_it_is_stopped_with()
    {
        var played = new Played(Each, "[1]").Do(new Stimulus.Stop("Enough", "of this"));
        played.Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        played.Cancelled.Count.ShouldBe(1);
        played.Events[^1].Fields!.ToString().ShouldBe("""{"error":"Enough","cause":"of this"}""");
    }

    [Fact]
    public void Times_out_as_a_whole()
    {
        var played = new Played("""{"TimeoutSeconds": 30, "StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true} } }""");
        played.Pass(TimeSpan.FromSeconds(60)).Execution.Status.ShouldBe(ExecutionStatus.TimedOut);
        played.Types.ShouldBe(["ExecutionStarted", "WaitStateEntered", "ExecutionTimedOut"]);
    }

    [Fact]
    public void Fails_when_its_history_is_full_instead_of_going_round_for_ever()
    {
        var played = new Played("""{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"} } }""");
        played.Pass(TimeSpan.FromSeconds(1));
        played.Execution.Status.ShouldBe(ExecutionStatus.Failed);
        played.Execution.Cause.ShouldBe("The execution reached the maximum number of history events (25000).");
        played.Execution.LastEvent.ShouldBeLessThanOrEqualTo(25_000);
    }

    [Fact]
    public void Rests_now_and_then_where_its_history_may_grow_without_end()
    {
        var identity = Some.Identity() with { IsExpress = true };
        var played = new Played("""{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"} } }""", identity: identity);
        played.Execution.IsRunning.ShouldBeTrue();
        played.Execution.NextDue.ShouldBe(played.Now);
        played.Events.Count.ShouldBeLessThan(25_000);
    }

    [Fact]
    public void Has_variables_that_inner_graphs_see_and_do_not_change()
    {
        var played = new Played("""
            {"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
              "Set": {"Type": "Pass", "Assign": {"x": 1}, "Next": "Each"},
              "Each": {"Type": "Map", "Items": [1, 2], "Next": "Get", "ItemProcessor": {"StartAt": "In", "States": {
                "In": {"Type": "Pass", "Assign": {"y": "{% $x + $states.input %}"}, "Output": "{% $x %}", "Next": "Out"},
                "Out": {"Type": "Pass", "Output": "{% $y %}", "End": true} } } },
              "Get": {"Type": "Pass", "Output": {"x": "{% $x %}", "items": "{% $states.input %}"}, "End": true} } }
            """);
        played.Execution.Output!.ToString().ShouldBe("""{"x":1,"items":[2,3]}""");
    }

    [Fact]
    public void Fails_when_a_variable_grows_without_end()
    {
        var played = new Played("""
            {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"x": "{% $exists($x) ? $x & $x : 'ab' %}"}, "Output": 1, "Next": "A"} } }
            """);
        played.Execution.Error.ShouldBe("States.DataLimitExceeded");
    }
}

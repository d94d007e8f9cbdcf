using Quell.Engine.Executions;

namespace Quell.Engine.Tests.Workflows;

/// <summary>Executions that are taken up again (developer guide, "Restarting state machine executions with redrive").</summary>
public sealed class RedriveTests
{
    private const string Task = """ "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"in.$": "$"}, "End": true """;

    [Fact]
    public void Only_branches_that_did_not_succeed_are_gone_through_again()
    {
        var played = new Played("""
            {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "A", "States": {"A": { TASK }}}, {"StartAt": "B", "States": {"B": { TASK }}}]}}}
            """.Replace("TASK", Task, StringComparison.Ordinal)).Succeed("1").Fail();
        played.Execution.Status.ShouldBe(ExecutionStatus.Failed);

        played.Do(Stimulus.Redrive.Instance).Begun.Count.ShouldBe(1);
        played.Succeed("2").Execution.Output!.ToString().ShouldBe("[1,2]");
    }

    [Fact]
    public void A_map_that_failed_when_its_iterations_were_over_is_gone_through_again()
    {
        var played = new Played("""
            {"StartAt": "M", "QueryLanguage": "JSONata", "States": {"M": {"Type": "Map", "End": true, "Items": [1], "Output": "{% $states.result[0].ok %}",
              "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Arguments": {}, "End": true}}}}}}
            """).Succeed("""{"bad": 1}""");
        played.Execution.Error.ShouldBe("States.QueryEvaluationError");

        played.Do(Stimulus.Redrive.Instance).Succeed("""{"ok": 1}""").Execution.Output!.ToString().ShouldBe("1");
    }

    [Fact]
    public void One_that_succeeded_stays_as_it_is()
    {
        var played = new Played("""{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}""");
        played.Do(Stimulus.Redrive.Instance).Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    public void A_map_run_beside_a_branch_that_failed_is_told_of_and_its_children_are_driven_again()
    {
        var played = new Played("""
            {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "A", "States": {"A": { TASK }}},
              {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemsPath": "$.items", "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "C", "States": {"C": { TASK }}}}}}]}}}
            """.Replace("TASK", Task, StringComparison.Ordinal), """{"items": [1, 2]}""");
        var child = played.Begun.First(pending => pending.Work!.Kind == "map-child").Id;
        played.Fail();
        played.Types.ShouldContain("MapRunAborted");
        var (started, aborted) = (played.Events.Single(happened => happened.Type == "MapRunStarted"), played.Events.Single(happened => happened.Type == "MapRunAborted"));
        aborted.Previous.ShouldBe(started.Id);

        played.Do(Stimulus.Redrive.Instance);
        played.Begun.Select(pending => pending.Id).ShouldContain(child);
        played.Begun.Count.ShouldBe(3);
        played.Succeed().Succeed().Succeed().Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }
}

using Quell.Engine.Executions;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks;

/// <summary>Stopping, by hand and in the middle (Systems Manager User Guide, "Properties shared by all actions", "onCancel"; API reference, StopAutomationExecution).</summary>
public sealed class CancellationTests
{
    private const string Cleaning = """
        - {name: work, action: 'aws:executeAwsApi', onCancel: 'step:clean', inputs: {Service: ec2, Api: StopInstances}}
        - {name: more, action: 'aws:sleep', inputs: {Duration: PT0S}, isEnd: true}
        - {name: clean, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StartInstances}}
        - {name: after, action: 'aws:sleep', inputs: {Duration: PT0S}}
        """;

    [Fact]
    public void Stopping_gives_up_the_step_and_ends_it()
    {
        var runbook = Runbook.Of("- {name: work, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StopInstances}}").Do(new Stimulus.Stop(null, "enough"));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        runbook.Message.ShouldBe("enough");
        runbook.Cancelled.Count.ShouldBe(1);
        runbook.Types.TakeLast(2).ShouldBe([RunbookEvents.StepCancelled, RunbookEvents.AutomationCancelled]);
    }

    [Fact]
    [Trait("Requirement", "D34")]
    public void Stopping_goes_on_with_the_step_that_cleans_up()
    {
        var runbook = Runbook.Of(Cleaning).Do(new Stimulus.Stop(null, null));
        runbook.Execution.IsRunning.ShouldBeTrue();
        runbook.Calls.ShouldBe(["ec2:StopInstances", "ec2:StartInstances"]);
        runbook.Succeed();
        runbook.Steps.ShouldBe(["work", "clean", "after"]);
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        runbook.Types.ShouldContain(RunbookEvents.AutomationCancelling);
    }

    [Fact]
    public void Cleaning_up_may_take_two_minutes()
    {
        var runbook = Runbook.Of(Cleaning).Do(new Stimulus.Stop(null, null));
        runbook.Execution.Deadline.ShouldBe(runbook.Now.AddMinutes(2));
        runbook.Fail().Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        runbook = Runbook.Of(Cleaning.Replace("aws:executeAwsApi', inputs: {Service: ec2, Api: StartInstances", "aws:pause', inputs: {", StringComparison.Ordinal)).Do(new Stimulus.Stop(null, null));
        runbook.Pass(TimeSpan.FromMinutes(2)).Execution.Status.ShouldBe(ExecutionStatus.Aborted);
    }

    [Fact]
    public void Stopping_twice_ends_it_at_once()
    {
        var runbook = Runbook.Of(Cleaning).Do(new Stimulus.Stop(null, null)).Do(new Stimulus.Stop(null, null));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        runbook.Begun.ShouldBeEmpty();
    }

    [Fact]
    public void A_step_that_is_stopped_between_two_attempts_is_cancelled()
    {
        var runbook = Runbook.Of("- {name: work, action: 'aws:executeAwsApi', maxAttempts: 2, inputs: {Service: ec2, Api: StopInstances}}").Fail().Do(new Stimulus.Stop(null, null));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        runbook.Types.ShouldContain(RunbookEvents.StepCancelled);
    }

    [Fact]
    public void Stopping_within_a_loop_cancels_the_loop_too()
    {
        var runbook = Runbook.Of("""
            - name: each
              action: aws:loop
              inputs:
                Iterators: [a, b]
                Steps:
                - {name: work, action: 'aws:executeAwsApi', onCancel: 'step:clean', inputs: {Service: ec2, Api: StopInstances}}
            - {name: clean, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StartInstances}}
            """).Do(new Stimulus.Stop(null, null));
        runbook.Events.Where(happened => happened.Type == RunbookEvents.StepCancelled).Select(happened => happened.Name).ShouldBe(["work", "each"]);
        runbook.Succeed().Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        runbook.Steps.ShouldBe(["each", "work", "clean"]);
    }

    [Fact]
    public void A_step_can_be_stopped_by_the_number_of_its_start()
    {
        var runbook = Runbook.Of(Cleaning).Change("""{"signal": "StopStep", "started": 99}""");
        runbook.Types.ShouldNotContain(RunbookEvents.StepCancelled);
        runbook.Change("""{"signal": "StopStep", "started": 2}""");
        runbook.Types.ShouldContain(RunbookEvents.StepCancelled);
        runbook.Calls.ShouldContain("ec2:StartInstances");
    }

    [Fact]
    public void Completing_ends_it_without_the_steps_that_are_left()
    {
        var runbook = Runbook.Of(Cleaning).Change("""{"signal": "Complete"}""");
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Steps.ShouldBe(["work"]);
        runbook.Begun.ShouldBeEmpty();
    }
}

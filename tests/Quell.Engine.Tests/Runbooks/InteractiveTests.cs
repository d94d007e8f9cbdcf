using Quell.Engine.Executions;
using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks;

/// <summary>Steps that somebody starts (API reference, SendAutomationSignal).</summary>
public sealed class InteractiveTests
{
    private const string Steps = """
        schemaVersion: '0.3'
        mainSteps:
        - {name: a, action: 'aws:sleep', inputs: {Duration: PT0S}}
        - {name: b, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: StopInstances}}
        """;

    private static readonly RunbookIdentity Identity = Runbook.Identity with { Mode = RunbookMode.Interactive };

    [Fact]
    public void Each_step_waits_until_it_is_started()
    {
        var runbook = new Runbook(Steps, identity: Identity);
        runbook.Steps.ShouldBeEmpty();
        runbook.Work.Kind.ShouldBe(RunbookWork.Pause);
        runbook.Work.Spec.String("step").ShouldBe("a");
        runbook.Change("""{"signal": "StartStep", "step": "b"}""").Steps.ShouldBeEmpty();
        runbook.Change("""{"signal": "StartStep", "step": "a"}""").Steps.ShouldBe(["a"]);
        runbook.Change("""{"signal": "StartStep", "step": "b"}""").Succeed();
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
        runbook.Types.Count(type => type == RunbookEvents.StepHeld).ShouldBe(2);
    }

    [Fact]
    public void The_token_starts_it_as_well()
    {
        var runbook = new Runbook(Steps, identity: Identity);
        runbook.Succeed().Steps.ShouldBe(["a"]);
    }

    [Fact]
    public void What_is_held_can_be_stopped()
    {
        var runbook = new Runbook(Steps, identity: Identity).Do(new Stimulus.Stop(null, null));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.Aborted);
        runbook.Types.ShouldNotContain(RunbookEvents.StepCancelled);
    }

    [Fact]
    public void A_pause_is_over_when_it_is_resumed()
    {
        var runbook = Runbook.Of("- {name: wait, action: 'aws:pause', inputs: {}}");
        runbook.Types.ShouldContain(RunbookEvents.StepWaiting);
        runbook.Change("""{"signal": "Resume", "step": "other"}""").Execution.IsRunning.ShouldBeTrue();
        runbook.Change("""{"signal": "Resume", "step": "wait"}""").Execution.Status.ShouldBe(ExecutionStatus.Succeeded);
    }

    [Fact]
    public void A_pause_lasts_seven_days()
    {
        var runbook = new Runbook("""
            schemaVersion: '0.3'
            assumeRole: arn:aws:iam::111122223333:role/r
            mainSteps: [{name: wait, action: 'aws:pause', inputs: {}}]
            """).Pass(TimeSpan.FromDays(7));
        runbook.Execution.Status.ShouldBe(ExecutionStatus.TimedOut);
    }
}

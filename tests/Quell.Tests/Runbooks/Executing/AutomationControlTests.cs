using Quell.Engine.Json;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Runbooks.Executing;

public sealed class AutomationControlTests : IAsyncLifetime
{
    private readonly RunbooksHouse _house = new();

    [Fact]
    public async Task Cancelling_runs_the_step_that_cleans_up()
    {
        var id = await _house.Run("Clean", """
            mainSteps:
              - {name: wait, action: aws:sleep, onCancel: 'step:clean', isEnd: true, inputs: {Duration: PT1H}}
              - {name: clean, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: 10.0.0.0/16}}
            """);
        await _house.Until(id, execution => execution.String("CurrentStepName") == "wait");

        await _house.Call("StopAutomationExecution", ("AutomationExecutionId", id), ("Type", "Cancel"));
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Cancelled");
        Statuses(execution).ShouldBe(["wait Cancelled", "clean Success"]);
    }

    [Fact]
    public async Task What_has_ended_cannot_be_stopped()
    {
        var id = await _house.Run("Once", "mainSteps: [{name: vpc, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: 10.0.0.0/16}}]");
        await _house.Ended(id);

        (await _house.Refused("StopAutomationExecution", ("AutomationExecutionId", id))).Code.ShouldBe("InvalidAutomationStatusUpdateException");
    }

    [Fact]
    public async Task A_pause_waits_for_somebody_to_resume_it()
    {
        var id = await _house.Run("Pause", "mainSteps: [{name: pause, action: aws:pause, inputs: {}}]");
        await _house.Waiting(id);

        (await _house.Refused("SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "Resume"), ("Payload", Lists(("StepName", "other"))))).Code
            .ShouldBe("AutomationStepNotFoundException");
        await _house.Call("SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "Resume"), ("Payload", Lists(("StepName", "pause"))));

        (await _house.Ended(id)).String("AutomationExecutionStatus").ShouldBe("Success");
    }

    [Fact]
    public async Task Gone_through_by_hand_each_step_waits_for_its_start()
    {
        await _house.Document("Hand", """
            mainSteps:
              - {name: one, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: 10.0.0.0/16}}
              - {name: two, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: 10.1.0.0/16}}
            """);
        var id = (await _house.Call("StartAutomationExecution", ("DocumentName", "Hand"), ("Mode", "Interactive"))).String("AutomationExecutionId")!;
        await _house.Waiting(id);

        (await _house.Refused("SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "StartStep"), ("Payload", Lists(("StepName", "two"))))).Code
            .ShouldBe("InvalidAutomationSignalException");
        await Start(id, "one");
        var between = await _house.Until(id, execution => Step(execution, "one").String("StepStatus") == "Success" && execution.String("AutomationExecutionStatus") == "Waiting");
        await Start(id, "two");
        var execution = await _house.Ended(id);

        Step(between, "two").String("StepStatus").ShouldBe("Pending");
        (execution.String("Mode"), execution.String("AutomationExecutionStatus")).ShouldBe(("Interactive", "Success"));
    }

    [Fact]
    public async Task A_signal_that_nothing_waits_for_is_refused()
    {
        var id = await _house.Run("Wait", "mainSteps: [{name: wait, action: aws:sleep, inputs: {Duration: PT1H}}]");
        await _house.Until(id, execution => execution.String("CurrentStepName") == "wait");

        (await _house.Refused("SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "Approve"))).Code.ShouldBe("InvalidAutomationSignalException");
        (await _house.Refused("SendAutomationSignal", ("AutomationExecutionId", "00000000-0000-0000-0000-000000000000"), ("SignalType", "Approve"))).Code
            .ShouldBe("AutomationExecutionNotFoundException");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private Task<JsonObject> Start(string id, string step) =>
        _house.Call("SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "StartStep"), ("Payload", Lists(("StepName", step))));
}

using Quell.Engine.Json;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Runbooks.Running;

public sealed class ChildPerformerTests : IAsyncLifetime
{
    private readonly RunbooksHouse _house = new();

    [Fact]
    public async Task A_runbook_waits_for_the_one_that_it_starts()
    {
        await _house.Document("Child", """
            parameters: {Cidr: {type: String}}
            mainSteps:
              - name: vpc
                action: aws:executeAwsApi
                inputs: {Service: ec2, Api: CreateVpc, CidrBlock: '{{ Cidr }}'}
                outputs: [{Name: Cidr, Selector: $.Vpc.CidrBlock, Type: String}]
            outputs: [vpc.Cidr]
            """);
        var id = await _house.Run("Parent", """
            mainSteps:
              - {name: child, action: aws:executeAutomation, inputs: {DocumentName: Child, RuntimeParameters: {Cidr: 10.0.0.0/16}}}
            outputs: [child.Output, child.Status, child.ExecutionId]
            """);

        var execution = await _house.Ended(id);
        var child = await _house.Describe(((JsonString)execution.Object("Outputs")!.Array("child.ExecutionId")[0]).Value);

        execution.Object("Outputs")!.Array("child.Output").ToString().ShouldBe("""["10.0.0.0/16"]""");
        execution.Object("Outputs")!.Array("child.Status").ToString().ShouldBe("""["Success"]""");
        child.String("ParentAutomationExecutionId").ShouldBe(id);
    }

    [Fact]
    public async Task Stopping_a_runbook_stops_the_one_that_it_started()
    {
        await _house.Document("Child", "mainSteps: [{name: wait, action: aws:sleep, inputs: {Duration: PT1H}}]");
        var id = await _house.Run("Parent", "mainSteps: [{name: child, action: aws:executeAutomation, inputs: {DocumentName: Child}}]");
        await _house.Until(id, execution => execution.String("CurrentStepName") == "child");
        string? child = null;
        while (child is null)
        {
            child = (await _house.Call("DescribeAutomationExecutions")).Array("AutomationExecutionMetadataList").Objects
                .FirstOrDefault(each => each.String("ParentAutomationExecutionId") == id)?.String("AutomationExecutionId");
        }

        await _house.Call("StopAutomationExecution", ("AutomationExecutionId", id));

        (await _house.Ended(child)).String("AutomationExecutionStatus").ShouldBe("Cancelled");
    }

    [Theory]
    [InlineData("Targets: [{Key: ParameterValues, Values: [a]}], TargetParameterName: Name", "targets")]
    [InlineData("MaxErrors: '1'", "maxErrors")]
    public async Task Inputs_that_are_not_served_are_refused_rather_than_passed_over(string inputs, string named)
    {
        await _house.Document("Child", "mainSteps: [{name: wait, action: aws:sleep, inputs: {Duration: PT1S}}]");
        var id = await _house.Run("Parent", $$"""mainSteps: [{name: child, action: aws:executeAutomation, inputs: {DocumentName: Child, {{inputs}} } }]""");

        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Failed");
        Step(execution, "child").String("FailureMessage")!.ShouldContain($"Quell does not support {named} of aws:executeAutomation.");
        (await _house.Call("DescribeAutomationExecutions")).Array("AutomationExecutionMetadataList").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_runbook_that_starts_itself_comes_to_an_end()
    {
        var id = await _house.Run("Self", "mainSteps: [{name: self, action: aws:executeAutomation, inputs: {DocumentName: Self}}]");

        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Failed");
        (await _house.Call("DescribeAutomationExecutions")).Array("AutomationExecutionMetadataList").Count.ShouldBe(11);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();
}

using Quell.Engine.Json;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Runbooks.Running;

/// <summary>Shapes: Systems Manager User Guide, "Reference: Amazon EventBridge event patterns and types for Systems Manager".</summary>
public sealed class AutomationNoticesTests : IAsyncLifetime
{
    private const string OfExecution = "EC2 Automation Execution Status-change Notification";
    private const string OfStep = "EC2 Automation Step Status-change Notification";

    private readonly RunbooksHouse _house = new();

    [Fact]
    public async Task An_execution_and_its_steps_tell_the_bus_how_they_go()
    {
        var id = await _house.Run("Look", """
            mainSteps:
              - {name: look, action: aws:executeAwsApi, inputs: {Service: ec2, Api: DescribeVpcs}}
              - {name: miss, action: aws:executeAwsApi, inputs: {Service: ec2, Api: DescribeVpcs, VpcIds: [vpc-0]}}
            """);
        await _house.Ended(id);

        var notices = _house.Notices().Where(notice => notice.String("detail-type")!.StartsWith("EC2 Automation", StringComparison.Ordinal)).ToList();

        notices.Select(Told).ShouldBe(
        [
            $"{OfExecution}:  InProgress",
            $"{OfStep}: look InProgress",
            $"{OfStep}: look Success",
            $"{OfStep}: miss InProgress",
            $"{OfStep}: miss Failed",
            $"{OfExecution}:  Failed",
        ]);
        notices.ShouldAllBe(notice => notice.Object("detail")!.String("ExecutionId") == id && notice.Object("detail")!.String("Definition") == "Look");
        notices[0].Array("resources").Strings.ShouldBe(
            [$"arn:aws:ssm:us-east-1:000000000000:automation-execution/{id}", "arn:aws:ssm:us-east-1:000000000000:automation-definition/Look:1"]);
        notices[0].Object("detail")!.Has("EndTime").ShouldBeFalse();
        notices[^1].Object("detail")!.Names.ShouldBe(
            ["ExecutionId", "Definition", "DefinitionVersion", "Status", "StartTime", "EndTime", "Time", "ExecutedBy"], ignoreOrder: true);
        notices[2].Object("detail")!.Names.ShouldBe(
            ["ExecutionId", "Definition", "DefinitionVersion", "Status", "StartTime", "EndTime", "Time", "StepName", "Action"], ignoreOrder: true);
    }

    private static string Told(JsonObject notice) =>
        $"{notice.String("detail-type")}: {notice.Object("detail")!.String("StepName")} {notice.Object("detail")!.String("Status")}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();
}

using Quell.Engine.Json;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Runbooks.Executing;

public sealed class RolloutTests : IAsyncLifetime
{
    private const string Network = """
        parameters: {Cidr: {type: String}}
        mainSteps: [{name: vpc, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: '{{ Cidr }}'}}]
        """;

    private readonly RunbooksHouse _house = new();

    [Fact]
    public async Task A_document_runs_once_for_each_target()
    {
        await _house.Document("Network", Network);

        var id = await Start("1", "0", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16");
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Success");
        Statuses(execution).ShouldBe(["10.1.0.0/16 Success", "10.2.0.0/16 Success", "10.3.0.0/16 Success"]);
        execution.Object("ResolvedTargets")!.Array("ParameterValues").Count.ShouldBe(3);
        var children = (await _house.Call("DescribeAutomationExecutions", ("Filters", JsonArray.From([(JsonValue)JsonObject.Of(("Key", "ParentExecutionId"), ("Values", JsonArray.From([(JsonValue)id])))]))))
            .Array("AutomationExecutionMetadataList").Objects.Select(child => child.String("Target"));
        children.Order().ShouldBe(["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]);
    }

    [Theory]
    [InlineData("0", "1.1.1.1/99 Failed")]
    [InlineData("1", "1.1.1.1/99 Failed", "10.1.0.0/16 Success", "1.1.1.1/98 Failed")]
    [InlineData("100%", "1.1.1.1/99 Failed", "10.1.0.0/16 Success", "1.1.1.1/98 Failed", "10.2.0.0/16 Success")]
    public async Task None_is_begun_after_too_many_have_failed(string errors, params string[] statuses)
    {
        await _house.Document("Network", Network);

        var id = await Start("1", errors, "1.1.1.1/99", "10.1.0.0/16", "1.1.1.1/98", "10.2.0.0/16");
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Failed");
        Statuses(execution).ShouldBe(statuses);
    }

    [Fact]
    public async Task Instances_are_found_by_their_tags()
    {
        await _house.Document("Look", """
            parameters: {InstanceId: {type: String}}
            mainSteps: [{name: look, action: aws:executeAwsApi, inputs: {Service: ec2, Api: DescribeInstances, InstanceIds: ['{{ InstanceId }}']}}]
            """);
        var instance = await Launch("test");
        await Launch("prod");

        var id = (await _house.Call(
            "StartAutomationExecution", ("DocumentName", "Look"), ("TargetParameterName", "InstanceId"), ("Targets", Targets("tag:Env", "test")))).String("AutomationExecutionId")!;

        Statuses(await _house.Ended(id)).ShouldBe([$"{instance} Success"]);
    }

    [Fact]
    public async Task Targets_that_name_nothing_are_refused()
    {
        await _house.Document("Network", Network);

        (await _house.Refused("StartAutomationExecution", ("DocumentName", "Network"), ("TargetParameterName", "Cidr"), ("Targets", Targets("tag:Env", "none")))).Code
            .ShouldBe("InvalidTarget");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private async Task<string> Launch(string env) => (await _house.House.On(
        "ec2", "RunInstances", ("ImageId", "ami-12345678"), ("MinCount", 1), ("MaxCount", 1), ("TagSpecifications", JsonArray.From([(JsonValue)JsonObject.Of(
            ("ResourceType", "instance"), ("Tags", JsonArray.From([(JsonValue)JsonObject.Of(("Key", "Env"), ("Value", env))])))])))).Array("Instances").Objects.First().String("InstanceId")!;

    private async Task<string> Start(string concurrency, string errors, params string[] values) => (await _house.Call(
        "StartAutomationExecution", ("DocumentName", "Network"), ("TargetParameterName", "Cidr"), ("Targets", Targets("ParameterValues", values)),
        ("MaxConcurrency", concurrency), ("MaxErrors", errors))).String("AutomationExecutionId")!;

    private static JsonArray Targets(string key, params string[] values) =>
        JsonArray.From([(JsonValue)JsonObject.Of(("Key", key), ("Values", JsonArray.From(values.Select(value => (JsonValue)value))))]);
}

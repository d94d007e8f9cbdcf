using Quell.Engine.Json;
using Quell.Tests.Workflows.Executing;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Runbooks.Executing;

/// <summary>Rules that start runbooks.</summary>
public sealed class RunbookTargetTests : IAsyncLifetime
{
    private const string Target = "arn:aws:ssm:us-east-1:000000000000:automation-definition/Network:$DEFAULT";

    private readonly RunbooksHouse _house = new(allowsNoRole: true);

    [Fact, Trait("Requirement", "N22")]
    public async Task An_event_starts_a_runbook_with_the_parameters_that_the_transformer_makes()
    {
        await _house.Document("Network", """
            parameters: {Cidr: {type: String}}
            mainSteps: [{name: vpc, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: '{{ Cidr }}'}}]
            """);
        await _house.House.On("events", "PutRule", ("Name", "r"), ("EventPattern", """{"source":["app"]}"""));
        await _house.House.On("events", "PutTargets", ("Rule", "r"), ("Targets", ExecutionsHouse.List(JsonObject.Of(
            ("Id", "1"), ("Arn", Target),
            ("InputTransformer", JsonObject.Of(("InputPathsMap", JsonObject.Of(("cidr", "$.detail.cidr"))), ("InputTemplate", """{"Cidr": [<cidr>]}""")))))));

        await _house.House.On("events", "PutEvents", ("Entries", ExecutionsHouse.List(JsonObject.Of(
            ("Source", "app"), ("DetailType", "new network"), ("Detail", """{"cidr":"10.7.0.0/16"}""")))));
        var id = await Started();
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Success");
        execution.Object("Parameters")!.Array("Cidr").ToString().ShouldBe("""["10.7.0.0/16"]""");
        _house.Engines.Executions.Store.Find($"arn:aws:ssm:us-east-1:000000000000:automation-execution/{id}")!.Header.EventId.ShouldNotBeNull();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private async Task<string> Started()
    {
        while (true)
        {
            if ((await _house.Call("DescribeAutomationExecutions")).Array("AutomationExecutionMetadataList").Objects.FirstOrDefault() is { } execution)
            {
                return execution.String("AutomationExecutionId")!;
            }

            await _house.House.Rest();
        }
    }
}

using Quell.Engine.Json;

namespace Quell.Tests.Runbooks.Running;

public sealed class LookupPerformerTests : IAsyncLifetime
{
    private const string Network = """
        parameters: {Cidr: {type: String, default: '{{ ssm:/network/cidr }}'}}
        mainSteps:
          - name: vpc
            action: aws:executeAwsApi
            inputs: {Service: ec2, Api: CreateVpc, CidrBlock: '{{ Cidr }}'}
            outputs: [{Name: Cidr, Selector: $.Vpc.CidrBlock, Type: String}]
        outputs: [vpc.Cidr]
        """;

    private readonly RunbooksHouse _house = new();

    [Fact]
    public async Task A_document_reads_what_the_parameter_store_has()
    {
        await _house.Call("PutParameter", ("Name", "/network/cidr"), ("Type", "String"), ("Value", "10.9.0.0/16"));

        var execution = await _house.Ended(await _house.Run("Network", Network));

        execution.Object("Outputs")!.Array("vpc.Cidr").ToString().ShouldBe("""["10.9.0.0/16"]""");
    }

    [Fact]
    public async Task A_parameter_that_is_not_there_fails_the_execution()
    {
        var execution = await _house.Ended(await _house.Run("Network", Network));

        (execution.String("AutomationExecutionStatus"), execution.String("FailureMessage")!.Contains("/network/cidr", StringComparison.Ordinal)).ShouldBe(("Failed", true));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();
}

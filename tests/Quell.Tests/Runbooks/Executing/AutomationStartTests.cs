using Quell.Engine.Json;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Runbooks.Executing;

public sealed class AutomationStartTests : IAsyncLifetime
{
    private const string Tag = """
        parameters:
          VpcId: {type: String, allowedPattern: '^vpc-.*'}
          Owner: {type: String, default: nobody}
        mainSteps:
          - name: tag
            action: aws:executeAwsApi
            inputs:
              Service: ec2
              Api: create_tags
              Resources: ['{{ VpcId }}']
              Tags: [{Key: Owner, Value: '{{ Owner }}'}]
          - name: look
            action: aws:executeAwsApi
            inputs: {Service: ec2, Api: DescribeVpcs, VpcIds: ['{{ VpcId }}']}
            outputs: [{Name: Owner, Selector: '$.Vpcs[0].Tags[0].Value', Type: String}]
        outputs: [look.Owner]
        """;

    private readonly RunbooksHouse _house = new();

    [Fact, Trait("Requirement", "N21"), Trait("Requirement", "N16")]
    public async Task A_document_changes_the_account_through_the_gate_and_gives_its_outputs()
    {
        var vpc = (await _house.House.On("ec2", "CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Object("Vpc")!.String("VpcId")!;

        var id = await _house.Run("Tag", Tag, ("VpcId", vpc), ("Owner", "ops"));
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Success");
        execution.Object("Outputs").ShouldBe(JsonObject.Of(("look.Owner", JsonArray.From(["ops"]))));
        Statuses(execution).ShouldBe(["tag Success", "look Success"]);
        Step(execution, "tag").Object("Inputs")!.String("Resources").ShouldBe($"[\"{vpc}\"]");
        var change = new Quell.Gate.ChangeLog(_house.Engines.Journal).OfExecution($"arn:aws:ssm:us-east-1:000000000000:automation-execution/{id}").ShouldHaveSingleItem();
        (change.String("operation"), change.String("state")).ShouldBe(("CreateTags", "done"));
    }

    [Fact]
    public async Task What_is_wrong_with_the_parameters_is_said_at_the_start()
    {
        await _house.Document("Tag", Tag);

        var (code, message) = await _house.Refused("StartAutomationExecution", ("DocumentName", "Tag"), ("Parameters", Lists(("VpcId", "subnet-1"), ("Color", "red"))));

        code.ShouldBe("InvalidAutomationExecutionParametersException");
        message.ShouldContain("Color");
        message.ShouldContain("^vpc-.*");
    }

    [Theory]
    [InlineData("Nothing", null, "AutomationDefinitionNotFoundException")]
    [InlineData("Tag", "7", "AutomationDefinitionVersionNotFoundException")]
    [InlineData("AWS-RunShellScript", null, "AutomationDefinitionNotFoundException")]
    public async Task A_document_that_is_not_there_is_not_started(string name, string? version, string code)
    {
        await _house.Document("Tag", Tag);

        (await _house.Refused("StartAutomationExecution", ("DocumentName", name), ("DocumentVersion", version))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_client_token_names_one_execution()
    {
        const string Token = "11111111-2222-3333-4444-555555555555";
        await _house.Document("Wait", "mainSteps: [{name: wait, action: aws:sleep, inputs: {Duration: PT1H}}]");

        var first = (await _house.Call("StartAutomationExecution", ("DocumentName", "Wait"), ("ClientToken", Token))).String("AutomationExecutionId");
        var again = (await _house.Call("StartAutomationExecution", ("DocumentName", "Wait"), ("ClientToken", Token))).String("AutomationExecutionId");
        var (code, _) = await _house.Refused("StartAutomationExecution", ("DocumentName", "Wait"), ("ClientToken", Token), ("Mode", "Interactive"));

        (again, code).ShouldBe((first, "IdempotentParameterMismatch"));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("functions")]
    public async Task A_role_that_is_not_there_or_trusts_others_cannot_be_assumed(string role)
    {
        await _house.House.On("iam", "CreateRole", ("RoleName", "functions"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
        await _house.Document("Roled", """
            assumeRole: '{{ AutomationAssumeRole }}'
            parameters: {AutomationAssumeRole: {type: String, default: ''}}
            mainSteps: [{name: wait, action: aws:sleep, inputs: {Duration: PT1S}}]
            """);

        (await _house.Refused(
            "StartAutomationExecution", ("DocumentName", "Roled"), ("Parameters", Lists(("AutomationAssumeRole", $"arn:aws:iam::000000000000:role/{role}")))))
            .ShouldBe(("InvalidAutomationExecutionParametersException", "The defined assume role is unable to be assumed."));
    }

    [Fact]
    public async Task A_step_that_fails_says_what_the_service_said()
    {
        var id = await _house.Run("Tag", Tag, ("VpcId", "vpc-none"));
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Failed");
        Statuses(execution).ShouldBe(["tag Failed", "look Pending"]);
        var step = Step(execution, "tag");
        step.String("FailureMessage")!.ShouldContain("An error occurred (InvalidVpcID.NotFound) when calling the create_tags operation");
        step.Object("FailureDetails")!.Object("Details")!.Array("ErrorCode").Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_execution_goes_on_after_a_restart()
    {
        var id = await _house.Run("Wait", """
            mainSteps:
              - {name: wait, action: aws:sleep, inputs: {Duration: PT1H}}
              - {name: vpc, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: 10.0.0.0/16}}
            """);
        await _house.Until(id, execution => execution.String("CurrentStepName") == "wait");

        await _house.House.Restart();
        _house.House.Time.Advance(TimeSpan.FromHours(1));
        var execution = await _house.Ended(id);

        Statuses(execution).ShouldBe(["wait Success", "vpc Success"]);
    }

    [Fact]
    public async Task Executions_are_listed_with_filters()
    {
        await _house.Document("Wait", "mainSteps: [{name: wait, action: aws:sleep, inputs: {Duration: PT1H}}]");
        await _house.Document("Other", "mainSteps: [{name: wait, action: aws:sleep, inputs: {Duration: PT1S}}]");
        var running = await _house.Start("Wait");
        var done = await _house.Start("Other");
        await _house.Until(done, execution => execution.String("CurrentStepName") == "wait");
        _house.House.Time.Advance(TimeSpan.FromSeconds(2));
        await _house.Ended(done);

        (await Listed("ExecutionStatus", "InProgress")).ShouldBe([running]);
        (await Listed("DocumentNamePrefix", "Oth")).ShouldBe([done]);
        (await _house.Refused("DescribeAutomationExecutions", ("Filters", Filter("OpsItemId", "x")))).Code.ShouldBe("InvalidFilterKey");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private async Task<List<string?>> Listed(string key, string value) =>
        [.. (await _house.Call("DescribeAutomationExecutions", ("Filters", Filter(key, value)))).Array("AutomationExecutionMetadataList").Objects.Select(each => each.String("AutomationExecutionId"))];

    private static JsonArray Filter(string key, string value) => JsonArray.From([(JsonValue)JsonObject.Of(("Key", key), ("Values", JsonArray.From([(JsonValue)value])))]);
}

using Quell.Engine.Json;
using Quell.Tests.Cli;

namespace Quell.Tests.Stacks.Types;

public sealed class StatesStateMachineTests
{
    private const string Definition = """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""";

    private static readonly (string, JsonValue?) Capabilities = ("Capabilities", JsonArray.From(["CAPABILITY_IAM"]));

    [Fact, Trait("Requirement", "R16")]
    public async Task State_machines_activities_versions_and_aliases_are_deployed_changed_and_deleted()
    {
        await using var house = StackHouse.Open();
        var template = await File.ReadAllTextAsync(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/workflows.yaml"));

        var stack = await house.Create("flows", template, Capabilities);
        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("flows"));
        var machine = await house.PhysicalId("flows", "Machine");
        machine.ShouldMatch("^arn:aws:states:us-east-1:000000000000:stateMachine:flows-Machine-[A-Z0-9]+$");
        var outputs = Outputs(stack);
        outputs["Machine"].ShouldBe(machine);
        outputs["MachineArn"].ShouldBe(machine);
        outputs["MachineName"].ShouldBe(machine.Split(':')[^1]);
        outputs["Revision"].ShouldBe("INITIAL");
        outputs["Activity"].ShouldBe("arn:aws:states:us-east-1:000000000000:activity:approve");
        outputs["Version"].ShouldBe(machine + ":1");
        outputs["Live"].ShouldBe(machine + ":live");
        var made = await house.Call("stepfunctions", "DescribeStateMachine", ("stateMachineArn", machine));
        Json(made, "definition").Object("States")!.ToString().ShouldBe(
            """{"Ask":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:approve","Next":"Done"},"Done":{"Type":"Pass","Result":"${kept} 3","End":true}}""");
        made.Object("loggingConfiguration")!.String("level").ShouldBe("ERROR");
        made.Object("tracingConfiguration")!.Bool("enabled").ShouldBe(true);
        (await Tags(house, machine)).ShouldBe(["team=ops"]);

        stack = await house.Update(
            "flows", template.Replace("Comment: first", "Comment: second", StringComparison.Ordinal).Replace("Value: ops", "Value: dev", StringComparison.Ordinal)
                .Replace("TracingConfiguration: {Enabled: true}", "", StringComparison.Ordinal), Capabilities);
        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("flows"));
        (await house.PhysicalId("flows", "Machine")).ShouldBe(machine);
        var changed = await house.Call("stepfunctions", "DescribeStateMachine", ("stateMachineArn", machine));
        Json(changed, "definition").String("Comment").ShouldBe("second");
        changed.Object("tracingConfiguration")!.Bool("enabled").ShouldBe(false);
        Outputs(stack)["Revision"].ShouldBe(changed.String("revisionId"));
        Outputs(stack)["Version"].ShouldBe(machine + ":2");
        (await Tags(house, machine)).ShouldBe(["team=dev"]);
        (await Tags(house, await house.PhysicalId("flows", "Activity"))).ShouldBe(["team=dev"]);
        (await house.Call("stepfunctions", "DescribeStateMachineAlias", ("stateMachineAliasArn", machine + ":live")))
            .Array("routingConfiguration").Objects.Single().String("stateMachineVersionArn").ShouldBe(machine + ":2");

        var id = stack.String("StackId")!;
        (await house.Delete("flows")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        (await house.Call("stepfunctions", "ListStateMachines")).Array("stateMachines").Count.ShouldBe(0);
        (await house.Call("stepfunctions", "ListActivities")).Array("activities").Count.ShouldBe(0);
        ModelConformance.MistakesOf(house).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"StartAt":"${first}","States":{"A":{"Type":"Pass","End":true}}}""")]
    [InlineData("StartAt: ${first}\nStates:\n  A:\n    Type: Pass\n    End: true\n")]
    public async Task A_definition_can_lie_in_a_bucket(string content)
    {
        await using var house = StackHouse.Open();
        await house.Call("s3", "CreateBucket", ("Bucket", "definitions"));
        await house.Put("definitions", "flow", content);

        var stack = await house.Create(
            "stored",
            """
            Resources:
              M:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  RoleArn: arn:aws:iam::000000000000:role/r
                  DefinitionS3Location: {Bucket: definitions, Key: flow}
                  DefinitionSubstitutions: {first: A}
            """);

        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("stored"));
        var machine = await house.Call("stepfunctions", "DescribeStateMachine", ("stateMachineArn", await house.PhysicalId("stored", "M")));
        Json(machine, "definition").ShouldBe(JsonValue.Parse(Definition));
    }

    [Theory]
    [InlineData("", "Exactly one of")]
    [InlineData($"DefinitionString: '{Definition}', Definition: {{StartAt: A}}", "Exactly one of")]
    [InlineData("Definition: {StartAt: '${First}', States: {A: {Type: Pass, End: true}}}, DefinitionSubstitutions: {First: B}", "MISSING_TRANSITION_TARGET")]
    [InlineData("DefinitionString: '{\"StartAt\": 1'", "INVALID_JSON_DESCRIPTION")]
    public async Task A_state_machine_needs_one_right_definition(string properties, string expected)
    {
        await using var house = StackHouse.Open();
        var template =
            $$"""
            Resources:
              M:
                Type: AWS::StepFunctions::StateMachine
                Properties: { RoleArn: 'arn:aws:iam::000000000000:role/r', {{properties}} }
            """;

        (await house.Refused("cloudformation", "CreateStack", ("StackName", "bad"), ("TemplateBody", template))).Message.ShouldContain(expected);
    }

    [Fact]
    public async Task A_role_that_Step_Functions_cannot_assume_fails_the_stack_with_its_reason()
    {
        await using var house = StackHouse.Open();
        var template = (await File.ReadAllTextAsync(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/workflows.yaml")))
            .Replace("Service: states.amazonaws.com", "Service: lambda.amazonaws.com", StringComparison.Ordinal);

        await house.Create("flows", template, Capabilities);

        (await house.Reasons("flows")).ShouldContain("Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.");
    }

    private static Dictionary<string, string?> Outputs(JsonObject stack) =>
        stack.Array("Outputs").Objects.ToDictionary(output => output.String("OutputKey")!, output => output.String("OutputValue"));

    private static JsonObject Json(JsonObject parent, string member) => (JsonObject)JsonValue.Parse(parent.String(member)!);

    private static async Task<List<string>> Tags(StackHouse house, string arn) =>
        [.. (await house.Call("stepfunctions", "ListTagsForResource", ("resourceArn", arn))).Array("tags").Objects
            .Select(tag => $"{tag.String("key")}={tag.String("value")}")];
}

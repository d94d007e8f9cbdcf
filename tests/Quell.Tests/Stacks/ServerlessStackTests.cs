using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Stacks;
using Quell.Tests.Api;
using Quell.Tests.Cli;
using Quell.Tests.Functions;

namespace Quell.Tests.Stacks;

public sealed class ServerlessStackTests
{
    private static readonly (string Name, JsonValue? Value) Acknowledged = ("Capabilities", JsonArray.From(["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]));

    private const string Minimal =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties: {Runtime: python3.12, Handler: index.handler, InlineCode: 'def handler(event, context): return event', Role: 'arn:aws:iam::000000000000:role/r'}
        """;

    private static string Template { get; } = File.ReadAllText(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/serverless.yaml"));

    [ProgramFact("python3")]
    public async Task The_event_of_a_serverless_function_runs_it()
    {
        using var quell = new RunningQuell();
        await quell.InitializeAsync();
        try
        {
            await quell.Pass("cloudformation", "CreateStack", ("StackName", "answers"), ("TemplateBody", Template), Acknowledged);
            await quell.Until("stacks/answers", stack => stack.String("status") == "CREATE_COMPLETE");
            await quell.PutEvent("orders");

            var executions = await quell.Until("executions", body => body.Array("executions").Objects.Any(each => each.String("state") == "succeeded"));

            var ended = executions.Array("executions").Objects.First(each => each.String("state") == "succeeded");
            var (_, execution) = await quell.Get($"executions/{ended.String("id")}");
            execution.ToString().ShouldContain("\"answered\":\"orders\"");
        }
        finally
        {
            await quell.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stack_of_serverless_functions_is_created_updated_and_deleted()
    {
        await using var house = StackHouse.Open();

        var stack = await house.Create("sam", Template, Acknowledged);

        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("sam"));
        var function = await house.PhysicalId("sam", "Answer");
        stack.Array("Outputs").Objects.First(output => output.String("OutputKey") == "Alias").String("OutputValue").ShouldEndWith($":{function}:live");
        var role = await house.PhysicalId("sam", "AnswerRole");
        (await house.Call("iam", "ListAttachedRolePolicies", ("RoleName", role))).Array("AttachedPolicies").Objects
            .Select(policy => policy.String("PolicyArn")).ShouldContain("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");

        stack = await house.Update("sam", Template.Replace("MODE: first", "MODE: second", StringComparison.Ordinal), Acknowledged);

        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("sam"));
        stack.Array("Outputs").Objects.First(output => output.String("OutputKey") == "Version").String("OutputValue").ShouldBe("2");
        (await house.Call("lambda", "ListVersionsByFunction", ("FunctionName", function))).Array("Versions").Objects
            .Select(version => version.String("Version")).ShouldBe(["$LATEST", "1", "2"]);
        var id = stack.String("StackId")!;
        (await house.Delete("sam")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        ModelConformance.MistakesOf(house).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_template_file_needs_no_acknowledgement_and_changes_nothing_the_second_time()
    {
        await using var house = StackHouse.Open();
        var deployer = new Deployer(Principal.Root(StackHouse.Scope.Account), StackHouse.Scope, "127.0.0.1:4600");
        Task<StackOutcome> Deploy() => house.Engines.Deployer.Deploy("sam", Template, new Dictionary<string, string> { ["Stage"] = "test" }, deployer, CancellationToken.None);

        var outcome = await Deploy();

        outcome.Result.ShouldBe(StackResult.Created, outcome.Failure);
        outcome.Rules.Select(rule => rule.IsEnabled).ShouldBe([true, false], ignoreOrder: true);
        outcome.Rules.SelectMany(rule => rule.Warnings).ShouldBeEmpty();
        outcome.Outputs.ShouldContain(output => output.Name == "Alias" && output.Value.EndsWith(":test", StringComparison.Ordinal));
        (await Deploy()).Result.ShouldBe(StackResult.Unchanged);
    }

    [Fact]
    public async Task A_stack_needs_the_acknowledgement_of_its_transform_and_a_change_set_does_not()
    {
        await using var house = StackHouse.Open();

        var refused = await house.Refused("cloudformation", "CreateStack", ("StackName", "sam"), ("TemplateBody", Minimal));
        refused.Code.ShouldBe("InsufficientCapabilitiesException");
        refused.Message.ShouldBe("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");

        await house.Call("cloudformation", "CreateChangeSet", ("StackName", "sam"), ("ChangeSetName", "first"), ("ChangeSetType", "CREATE"), ("TemplateBody", Minimal));
        var changes = await house.Call("cloudformation", "DescribeChangeSet", ("StackName", "sam"), ("ChangeSetName", "first"));
        changes.Array("Changes").Objects.Single().Object("ResourceChange")!.String("ResourceType").ShouldBe("AWS::Lambda::Function");
        await house.Call("cloudformation", "ExecuteChangeSet", ("StackName", "sam"), ("ChangeSetName", "first"));
        (await house.Ended("sam")).String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("sam"));

        (await house.Refused("cloudformation", "UpdateStack", ("StackName", "sam"), ("TemplateBody", Minimal.Replace("event", "data", StringComparison.Ordinal))))
            .Message.ShouldBe("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
    }

    [Fact]
    public async Task Shows_a_template_as_it_was_written_and_as_it_is_deployed()
    {
        await using var house = StackHouse.Open();
        await house.Create("sam", Minimal, Acknowledged);

        (await house.Call("cloudformation", "GetTemplate", ("StackName", "sam"), ("TemplateStage", "Original"))).String("TemplateBody").ShouldBe(Minimal);
        var processed = (JsonObject)JsonValue.Parse((await house.Call("cloudformation", "GetTemplate", ("StackName", "sam"))).String("TemplateBody") ?? "");
        processed.Names.ShouldBe(["Resources"]);
        processed.Object("Resources")!.Object("F")!.String("Type").ShouldBe("AWS::Lambda::Function");

        var summary = await house.Call("cloudformation", "GetTemplateSummary", ("StackName", "sam"));
        summary.Array("DeclaredTransforms").Strings.ShouldBe(["AWS::Serverless-2016-10-31"]);
        summary.Array("ResourceTypes").Strings.ShouldBe(["AWS::Serverless::Function"]);
        summary.Array("Capabilities").Strings.ShouldBe(["CAPABILITY_AUTO_EXPAND"]);
    }

    [Fact]
    public async Task Says_where_an_event_asks_for_what_is_not_there()
    {
        await using var house = StackHouse.Open();

        var refused = await house.Refused(
            "cloudformation", "CreateStack", ("StackName", "sam"), Acknowledged, ("TemplateBody", Minimal + "\n" +
            """
              G:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: python3.12
                  Handler: index.handler
                  InlineCode: x
                  Events:
                    Asked: {Type: Api, Properties: {Path: /, Method: get}}
              Table: {Type: AWS::Serverless::SimpleTable}
            """));

        refused.Code.ShouldBe("ValidationError");
        refused.Message.ShouldContain("Resource with id [G] is invalid. Event with id [Asked] is invalid. Quell does not support events of type Api.");
        refused.Message.ShouldContain("Quell does not support AWS::Serverless::SimpleTable: it has no AWS::DynamoDB::Table. (line 14, column 17: Resources.Table.Type)");
    }
}

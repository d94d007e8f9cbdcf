using System.Text;
using Quell.Aws;
using Quell.Aws.Models;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Tests.Workflows;
using Quell.Engine.Workflows;
using Quell.Tests.Api;
using Quell.Workflows.Testing;

namespace Quell.Tests.Workflows.Testing;

public sealed class StateTestingTests
{
    /// <summary>Requests that say what the recording has in its answer only by the name of a function: nothing can be compared.</summary>
    private static readonly string[] Different = ["test_sfn_start_execution_success#147"];

    [SharedFact("conformance/workflows/test-state.jsonl")]
    [Trait("Requirement", "D21")]
    public async Task Recorded_tests_of_states_come_to_the_same()
    {
        var failures = new StringBuilder();
        var all = 0;
        foreach (var line in File.ReadLines(Shared.PathOf("conformance/workflows/test-state.jsonl")).Select(line => (JsonObject)JsonValue.Parse(line)))
        {
            all++;
            var expected = line.Object("expected")!.Without("ResponseMetadata").Without("message");
            var result = expected.Object("inspectionData")?["result"];
            var answer = await Answer(line.Object("request")!, new Signal.Succeeded(result is JsonString text ? JsonValue.Parse(text.Value) : result ?? JsonValue.Null));
            var difference = RecordedHistory.Difference(expected, answer, line.Array("replacements"));
            failures.Append(difference is null || Different.Contains(line.String("id")) ? "" : $"{line.String("id")}: {difference}\n");
        }

        failures.ToString().ShouldBeEmpty($"of {all}");
    }

    [Fact]
    public async Task A_wait_is_skipped_unless_it_is_longer_than_a_test_may_take()
    {
        (await Test("""{"Type":"Wait","Seconds":299,"Next":"B"}""")).ToString().ShouldBe("""{"output":"{}","nextState":"B","status":"SUCCEEDED"}""");
        (await Test("""{"Type":"Wait","Seconds":301,"Next":"B"}""")).ToString().ShouldBe("""{"error":"States.Timeout","status":"FAILED"}""");
    }

    [Fact]
    public async Task Variables_are_seen_and_those_assigned_are_shown()
    {
        var answer = await Test(
            """{"Type":"Pass","Parameters":{"x.$":"$a"},"Assign":{"b.$":"$.x"},"End":true}""", ("variables", """{"a":1}"""), ("inspectionLevel", "DEBUG"));
        answer.String("output").ShouldBe("""{"x":1}""");
        answer.Object("inspectionData")!.String("variables").ShouldBe("""{"a":1,"b":1}""");
    }

    [Fact]
    public async Task A_state_that_leads_to_itself_is_left_all_the_same()
    {
        const string Machine = """{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.x","NumericEquals":1,"Next":"B"}],"Default":"A"},"B":{"Type":"Succeed"}}}""";
        (await Test(Machine, ("stateName", "A"), ("input", """{"x":2}"""))).String("nextState").ShouldBe("A");
        (await Test(Machine, ("stateName", "A"), ("input", """{"x":1}"""))).String("nextState").ShouldBe("B");
    }

    [Fact]
    public async Task A_state_within_a_map_can_be_named()
    {
        const string Machine = """{"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"In","States":{"In":{"Type":"Pass","Result":7,"End":true}}}}}}""";
        (await Test(Machine, ("stateName", "In"))).String("output").ShouldBe("7");
    }

    [Fact]
    public async Task A_map_shows_what_its_iterations_would_get()
    {
        const string State = """{"Type":"Map","ItemsPath":"$.v","ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value"},"ItemBatcher":{"MaxItemsPerBatch":2},"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"In","States":{"In":{"Type":"Pass","End":true}}},"End":true}""";
        var shown = (await Test(State, ("input", """{"v":["a","b","c"]}"""), ("inspectionLevel", "DEBUG"), ("mock", JsonObject.Of(("result", "[1,2]"))))).Object("inspectionData")!;
        shown.String("afterItemsPath").ShouldBe("""["a","b","c"]""");
        shown.String("afterItemSelector").ShouldBe("""[{"i":0,"v":"a"},{"i":1,"v":"b"},{"i":2,"v":"c"}]""");
        shown.String("afterItemBatcher").ShouldBe("""[{"Items":[{"i":0,"v":"a"},{"i":1,"v":"b"}]},{"Items":[{"i":2,"v":"c"}]}]""");
    }

    [Fact]
    public async Task Refuses_requests_that_do_not_go_together()
    {
        const string Pass = """{"Type":"Pass","End":true}""";
        const string Task = """{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{},"End":true}""";
        var result = JsonObject.Of(("result", "{}"));
        foreach (var (code, request) in ((string, JsonObject)[])
        [
            ("InvalidDefinition", JsonObject.Of(("definition", "{"))),
            ("InvalidDefinition", JsonObject.Of(("definition", "[]"))),
            ("InvalidDefinition", JsonObject.Of(("definition", """{"Type":"Nothing"}"""))),
            ("InvalidDefinition", JsonObject.Of(("definition", Task.Replace("sendMessage", "sendMessage.waitForTaskToken", StringComparison.Ordinal)))),
            ("ValidationException", JsonObject.Of(("definition", Task))),
            ("ValidationException", JsonObject.Of(("definition", Task), ("mock", result.With("errorOutput", JsonObject.Of(("error", "E")))))),
            ("ValidationException", JsonObject.Of(("definition", Task), ("mock", JsonObject.Of(("result", "{"))))),
            ("ValidationException", JsonObject.Of(("definition", Pass), ("context", "{}"))),
            ("ValidationException", JsonObject.Of(("definition", Pass), ("variables", "[]"))),
            ("InvalidExecutionInput", JsonObject.Of(("definition", Pass), ("input", "{"))),
            ("InvalidArn", JsonObject.Of(("definition", Pass), ("roleArn", "nobody"))),
            ("ValidationException", JsonObject.Of(("definition", """{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}"""), ("stateName", "B"))),
        ])
        {
            (await Answer(request, Signal.TimedOut.Instance)).Object("Error")?.String("Code").ShouldBe(code, request.ToString());
        }
    }

    [Boto3Fact(Boto3FactAttribute.Default)]
    public async Task Boto3_tests_states_whose_calls_are_really_made()
    {
        using var quell = new RunningQuell();
        await quell.InitializeAsync();
        try
        {
            var (status, output) = await Task.Run(() => Boto3FactAttribute.Run(
                Boto3FactAttribute.Default, [Repository.PathOf("tests/Quell.Tests/Workflows/Testing/test_state.py"), quell.Endpoint.OriginalString]));
            status.ShouldBe(0, output);
        }
        finally
        {
            await quell.DisposeAsync();
        }
    }

    private static async Task<JsonObject> Test(string definition, params (string Name, JsonValue? Value)[] more) =>
        await Answer(JsonObject.Of([("definition", definition), .. more]), Signal.TimedOut.Instance);

    private static async Task<JsonObject> Answer(JsonObject request, Signal called)
    {
        try
        {
            var service = ServiceCatalog.Default.Get("stepfunctions");
            InputValidator.Check(service, service.Find("TestState")!, request);
            var test = StateTest.Read(request);
            var verdict = await new StateTrial(test, Identity(test.RoleArn), (_, _) => ValueTask.FromResult(called)).Run(CancellationToken.None);
            return verdict.ToJson(test, JsonObject.Empty);
        }
        catch (AwsException refusal)
        {
            return JsonObject.Of(("Error", JsonObject.Of(("Code", refusal.Code), ("Message", refusal.Message))));
        }
    }

    private static WorkflowIdentity Identity(string role) => new()
    {
        ExecutionArn = "arn:aws:states:us-east-1:111111111111:express:m:e",
        ExecutionName = "e",
        RoleArn = role,
        StateMachineArn = "arn:aws:states:us-east-1:111111111111:stateMachine:m",
        StateMachineName = "m",
        Region = "us-east-1",
        IsExpress = true,
        Seed = "test",
        Token = static _ => "token",
        MapRunArn = static (label, _) => $"arn:aws:states:us-east-1:111111111111:mapRun:m/{label}:e",
    };
}

using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Tasks;
using static Quell.Tests.Workflows.Tasks.IntegrationCallsTests;

namespace Quell.Tests.Workflows.Tasks;

/// <summary>Developer guide, "Invoke an AWS Lambda function with Step Functions"; the causes are those of recorded executions.</summary>
public sealed class FunctionResultsTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:111111111111:function:f";

    [Fact]
    public void A_functions_ARN_invokes_it_with_the_arguments()
    {
        var call = Function("\"HelloWorld\"");
        (call.Service, call.Operation).ShouldBe(("lambda", "Invoke"));
        call.Input.String("FunctionName").ShouldBe(Arn);
        Encoding.UTF8.GetString(Convert.FromBase64String(call.Input.String("Payload")!)).ShouldBe("\"HelloWorld\"");
    }

    [Theory]
    [InlineData("0.0")]
    [InlineData("\"HelloWorld\"")]
    [InlineData("{\"Return\": \"HelloWorld\"}")]
    public void The_result_of_a_functions_ARN_is_what_it_returned(string payload) =>
        Outcome(Function("{}"), payload).ShouldBe(new TaskOutcome.Succeeded(JsonValue.Parse(payload)));

    [Fact]
    public void The_result_of_invoke_is_the_APIs_answer_with_the_payload_as_JSON()
    {
        var output = (JsonObject)Outcome(Prepare("lambda:invoke", """{"FunctionName":"f"}"""), "\"HelloWorld!\"").ShouldBeOfType<TaskOutcome.Succeeded>().Output;
        output.Names.ShouldBe(["ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"]);
        output["Payload"].ShouldBe((JsonValue)"HelloWorld!");
        var headers = output.Object("SdkHttpMetadata")!.Object("HttpHeaders")!;
        headers.Names.ShouldBe(["Connection", "Content-Length", "Content-Type", "Date", "X-Amz-Executed-Version", "x-amzn-Remapped-Content-Length", "x-amzn-RequestId", "X-Amzn-Trace-Id"]);
        headers.String("Content-Length").ShouldBe("13");
        headers.String("X-Amzn-Trace-Id").ShouldBe("Root=1-0b9c2a1e-7f364d089a513c6d2b7e8f90;Sampled=0");
    }

    [Theory]
    [InlineData("""{"errorMessage":"Some exception was raised.","errorType":"Exception","requestId":"i","stackTrace":["l"]}""", "Exception")]
    [InlineData("""{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: i Error: Task timed out after 3.00 seconds"}""", "Sandbox.Timedout")]
    [InlineData("""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: i Error: Runtime exited with error: exit status 1"}""", "Runtime.ExitError")]
    public void A_functions_error_is_the_states_and_its_document_the_cause(string payload, string error)
    {
        Outcome(Function("{}"), payload, isError: true).ShouldBe(new TaskOutcome.Failed(error, payload));
        Outcome(Prepare("lambda:invoke", """{"FunctionName":"f"}"""), payload, isError: true).ShouldBe(new TaskOutcome.Failed(error, payload));
    }

    [Theory]
    [InlineData("""{"errorMessage":"2024-11-26T00:36:39.604Z 5b1c368c Task timed out after 600.15 seconds"}""")]
    [InlineData("not JSON")]
    public void An_error_without_a_type_is_unknown(string payload) => Outcome(Function("{}"), payload, isError: true).ShouldBe(new TaskOutcome.Failed(
        "Lambda.Unknown", $"The cause could not be determined because Lambda did not return an error type. Returned payload: {payload}"));

    [Fact]
    public void A_result_that_is_no_JSON_fails_the_state() => Outcome(Function("{}"), "<xml/>")
        .ShouldBe(new TaskOutcome.Failed("Lambda.Unknown", "The function's result is not JSON. Returned payload: <xml/>"));

    [Fact]
    public void A_result_that_is_too_large_fails_the_state()
    {
        var payload = $"\"{new string('a', 257 * 1024)}\"";
        var outcome = Outcome(Function("{}"), payload).ShouldBeOfType<TaskOutcome.Failed>();
        (outcome.Error, outcome.Cause).ShouldBe((
            "States.DataLimitExceeded", $"The state/task '{Arn}' returned a result with a size exceeding the maximum number of bytes service limit."));
        Outcome(Prepare("lambda:invoke", """{"FunctionName":"f"}"""), payload).ShouldBeOfType<TaskOutcome.Failed>().Cause.ShouldStartWith("The state/task 'lambda' ");
    }

    private static IntegrationCall Function(string arguments)
    {
        TaskResource.TryParse(Arn, out var resource, out _).ShouldBeTrue();
        IntegrationCalls.TryPrepare(resource!, JsonValue.Parse(arguments), new("e", "m"), out var call, out _).ShouldBeTrue();
        return call!;
    }

    private static TaskOutcome Outcome(IntegrationCall call, string payload, bool isError = false) => IntegrationCalls.Outcome(call, Answer(JsonObject.Of(
        ("StatusCode", 200),
        ("FunctionError", isError ? (JsonValue)"Unhandled" : null),
        ("ExecutedVersion", "$LATEST"),
        ("Payload", Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)))).ToString()));
}

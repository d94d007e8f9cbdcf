using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Tasks;

namespace Quell.Tests.Workflows.Tasks;

/// <summary>API reference, MockInput; the messages are AWS's (../shared/conformance/README.md).</summary>
public sealed class MockResultCheckTests
{
    [Theory]
    [InlineData("states:startExecution", "{}", 0, "Required field 'ExecutionArn' is missing")]
    [InlineData("states:startExecution", """{"ExecutionArn":"a","StartDate":true}""", 0, "Field 'StartDate' must be a string")]
    [InlineData("states:startExecution", """{"executionArn":"a"}""", 1, null)]
    [InlineData("events:putEvents", """{"random":"json"}""", 0, null)]
    [InlineData("events:putEvents", """{"Entries":"e"}""", 1, "Field 'Entries' must be an array")]
    [InlineData("events:putEvents", """{"Entries":[{"EventId":"a"},{"EventId":[1]}]}""", 0, "Field 'EventId' must be a string")]
    [InlineData("lambda:invoke", """{"StatusCode":"200"}""", 1, "Field 'StatusCode' must be a number")]
    [InlineData("lambda:invoke", """{"StatusCode":200,"Payload":{"any":[1]}}""", 0, null)]
    [InlineData("dynamodb:putItem", """{"ConsumedCapacity":{"CapacityUnits":"1.5"},"SdkHttpMetadata":{}}""", 1, "Field 'CapacityUnits' must be a number")]
    [InlineData("dynamodb:putItem", """{"Attributes":[]}""", 0, "Field 'Attributes' must be an object")]
    [InlineData("dynamodb:getItem", """{"Item":{"a":{"BOOL":"x"}}}""", 0, "Field 'BOOL' must be a boolean")]
    [InlineData("aws-sdk:s3:getObject", """{"ContentLength":"9"}""", 0, "Field 'ContentLength' must be a number")]
    [InlineData("aws-sdk:s3:getObject", """{"StorageClass":"Papyrus"}""", 1, "Field 'StorageClass' is not an expected value")]
    [InlineData("aws-sdk:kms:encrypt", """{"CiphertextBlob":""}""", 0, "Field 'CiphertextBlob' is smaller than the minimum length")]
    [InlineData("aws-sdk:kms:encrypt", """{"CiphertextBlob":1}""", 1, "Field 'CiphertextBlob' must be a string")]
    [InlineData("aws-sdk:lambda:getFunction", """{"Configuration":{"MemorySize":127}}""", 0, "Field 'MemorySize' is less than the minimum value")]
    [InlineData("aws-sdk:lambda:getFunction", """{"Configuration":{"MemorySize":10241}}""", 1, "Field 'MemorySize' exceeds the maximum value")]
    [InlineData("aws-sdk:lambda:getFunction", """{"Configuration":{"MemorySize":10241}}""", 2, null)]
    [InlineData("states:startExecution.sync:2", """{"Output":{"a":1}}""", 1, null)]
    [InlineData("states:startExecution.sync", """{"Output":{"a":1}}""", 1, "Field 'Output' must be a string")]
    [InlineData("sqs:sendMessage.waitForTaskToken", "5", 0, null)]
    [InlineData("http:invoke", "5", 0, null)]
    public void Holds_a_mocked_result_to_the_model(string resource, string result, int mode, string? fault) =>
        MockResultCheck.Check(IntegrationApiTests.Resource(resource), JsonValue.Parse(result), (MockValidation)mode)
            .ShouldBe(fault is null ? null : $"Mock result schema validation error: {fault}");

    [Fact]
    public void A_mocked_answer_of_a_service_is_an_object() =>
        MockResultCheck.Check(IntegrationApiTests.Resource("sns:publish"), 5, MockValidation.Present).ShouldBe("Mocked result must be a JSON object.");

    [SharedFact("conformance/workflows/test-state.jsonl")]
    public void Holds_mocked_results_to_the_model_as_the_service_does()
    {
        var checkedResults = 0;
        foreach (var line in File.ReadLines(Shared.PathOf("conformance/workflows/test-state.jsonl")).Select(text => (JsonObject)JsonValue.Parse(text)))
        {
            var (request, message) = (line.Object("request")!, line.Object("expected")!.String("message"));
            var definition = (JsonObject)JsonValue.Parse(request.String("definition")!);
            if (request.Object("mock")?.String("result") is { } mocked && TaskResource.TryParse(definition.String("Resource") ?? "", out var resource, out _)
                && message?.Contains("RevealSecrets", StringComparison.Ordinal) is not true)
            {
                var mode = request.Object("mock")!.String("fieldValidationMode") is { } given ? Enum.Parse<MockValidation>(given, ignoreCase: true) : MockValidation.Strict;
                MockResultCheck.Check(resource, JsonValue.Parse(mocked), mode).ShouldBe(message, line.String("id"));
                checkedResults++;
            }
        }

        checkedResults.ShouldBeGreaterThan(20);
    }
}

using System.Text;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Executions;
using Quell.Workflows.Tasks;
using static Quell.Tests.Workflows.Tasks.IntegrationApiTests;

namespace Quell.Tests.Workflows.Tasks;

public sealed class IntegrationCallsTests
{
    private const string RequestId = "0b9c2a1e-7f36-4d08-9a51-3c6d2b7e8f90";

    private static readonly TaskCaller Caller = new("arn:aws:states:us-east-1:111111111111:execution:m:e", "arn:aws:states:us-east-1:111111111111:stateMachine:m");

    [Theory]
    [InlineData("aws-sdk:sfn:startExecution", """{"StateMachineArn":"a","Input":{"key":"value"}}""", """{"stateMachineArn":"a","input":"{\"key\":\"value\"}"}""")]
    [InlineData("states:startExecution", """{"StateMachineArn":"a","Input":null,"Name":"n"}""", """{"stateMachineArn":"a","name":"n"}""")]
    [InlineData("sqs:sendMessage", """{"QueueUrl":"q","MessageBody":{"a":[1,2.50]},"DelaySeconds":"5"}""", """{"QueueUrl":"q","MessageBody":"{\"a\":[1,2.50]}","DelaySeconds":5}""")]
    [InlineData("sns:publish", """{"TopicArn":"t","Message":true}""", """{"TopicArn":"t","Message":"true"}""")]
    [InlineData("aws-sdk:rds:describeDBInstances", """{"DbInstanceIdentifier":"db"}""", """{"DBInstanceIdentifier":"db"}""")]
    [InlineData("aws-sdk:dynamodb:putItem", """{"TableName":"t","Item":{"a":{"Bool":true},"b":{"Ss":["x"]},"c":{"Nul":true}}}""", """{"TableName":"t","Item":{"a":{"BOOL":true},"b":{"SS":["x"]},"c":{"NULL":true}}}""")]
    [InlineData("dynamodb:putItem", """{"TableName":"t","Item":{"a":{"BOOL":true},"n":{"N":5}}}""", """{"TableName":"t","Item":{"a":{"BOOL":true},"n":{"N":"5"}}}""")]
    [InlineData("aws-sdk:ec2:createTags", """{"Resources":["i-1"],"Tags":[{"Key":"k","Value":1}],"DryRun":"false"}""", """{"Resources":["i-1"],"Tags":[{"Key":"k","Value":"1"}],"DryRun":false}""")]
    [InlineData("aws-sdk:cloudwatch:getMetricStatistics", """{"Namespace":"n","MetricName":"m","StartTime":"2024-04-18T06:27:01.5Z","EndTime":1713421621,"Period":60}""", """{"Namespace":"n","MetricName":"m","StartTime":"2024-04-18T06:27:01.500Z","EndTime":"2024-04-18T06:27:01Z","Period":60}""")]
    [InlineData("ecs:runTask", """{"TaskDefinition":"d","LaunchType":"FARGATE"}""", """{"taskDefinition":"d","launchType":"FARGATE","startedBy":"AWS Step Functions"}""")]
    [InlineData("lambda:invoke", """{"FunctionName":"f","Payload":null}""", """{"FunctionName":"f","Payload":"e30="}""")]
    public void Arguments_become_the_APIs_input(string resource, string arguments, string input) =>
        Prepare(resource, arguments).Input.ShouldBe(JsonValue.Parse(input));

    [Fact]
    public void Events_name_the_execution_and_its_state_machine_among_their_resources()
    {
        var entries = Prepare("events:putEvents", """{"Entries":[{"Detail":{"a":1},"DetailType":"d","Source":"s","Resources":["r"]},{"Source":"s"}]}""").Input.Array("Entries");
        entries[0].ShouldBe(JsonValue.Parse($$$"""{"Detail":"{\"a\":1}","DetailType":"d","Source":"s","Resources":["r","{{{Caller.ExecutionArn}}}","{{{Caller.StateMachineArn}}}"]}"""));
        ((JsonObject)entries[1]).Array("Resources").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("\"text data\"", "\"text data\"", "KUmHvQ==")]
    [InlineData("{\"Dict\": \"Value\"}", "{\"Dict\":\"Value\"}", "hnEfWw==")]
    [InlineData("false", "false", "K81oMA==")]
    public void An_objects_content_is_the_bodys_JSON_with_the_checksum_that_SDKs_send(string body, string content, string checksum)
    {
        var call = Prepare("aws-sdk:s3:putObject", $$$"""{"Bucket":"b","Key":"k","Body":{{{body}}}}""");
        Encoding.UTF8.GetString(call.Body!.Value.Span).ShouldBe(content);
        call.Input.ShouldBe(JsonValue.Parse($$$"""{"Bucket":"b","Key":"k","ChecksumCRC32":"{{{checksum}}}"}"""));
    }

    [Theory]
    [InlineData("\"\\\"PayloadFromTrustedAccount\\\"\"", "\"PayloadFromTrustedAccount\"")]
    [InlineData("\"true\"", "true")]
    [InlineData("\"hello\"", "\"hello\"")]
    [InlineData("{\"a\": 1}", "{\"a\":1}")]
    public void A_functions_event_is_the_payload_or_what_its_text_says(string payload, string expected)
    {
        var call = Prepare("lambda:invoke", $$$"""{"FunctionName":"f","Payload":{{{payload}}}}""");
        Encoding.UTF8.GetString(Convert.FromBase64String(call.Input.String("Payload")!)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("sqs:sendMessage", """{"QueueUrl":"q"}""", "The field 'MessageBody' is required but was missing")]
    [InlineData("lambda:invoke", """{"FunctionName":"f","TaskToken":"t"}""", "The field \"TaskToken\" is not supported by Step Functions")]
    [InlineData("aws-sdk:batch:listJobs", """{"jobQueue":"q"}""", "The field \"jobQueue\" is not supported by Step Functions")]
    [InlineData("aws-sdk:ec2:describeSnapshots", """{"Filter":[],"MaxResults":"x"}""", "The field \"Filter\" is not supported by Step Functions, The value of the field 'MaxResults' has an invalid format")]
    [InlineData("ecs:runTask", """{"TaskDefinition":"d","Count":2}""", "The field \"Count\" is not supported by Step Functions")]
    [InlineData("sns:publish", "5", "They must be a JSON object")]
    public void All_that_is_wrong_with_arguments_is_said_at_once(string resource, string arguments, string mistakes)
    {
        IntegrationCalls.TryPrepare(Resource(resource), JsonValue.Parse(arguments), Caller, out _, out var failure).ShouldBeFalse();
        (failure?.Error, failure?.Cause).ShouldBe(("States.Runtime", $"The Parameters '{arguments}' could not be used to start the Task: [{mistakes}]"));
    }

    [Fact]
    public void SDK_results_have_the_SDKs_names_in_their_order_and_the_body_last()
    {
        var call = Prepare("aws-sdk:s3:getObject", """{"Bucket":"b","Key":"k"}""");
        Output(call, """{"ETag":"\"e\"","ContentLength":9,"SSEKMSKeyId":"k","LastModified":"2024-04-18T06:27:01Z"}""", "text data"u8.ToArray())
            .ToString().ShouldBe("""{"ContentLength":9,"ETag":"\"e\"","LastModified":"2024-04-18T06:27:01Z","Metadata":{},"SsekmsKeyId":"k","Body":"text data"}""");
        Output(Prepare("aws-sdk:rds:describeDBInstances", "{}"), """{"DBInstances":[{"DBInstanceStatus":"available"}]}""")
            .ToString().ShouldBe("""{"DbInstances":[{"DbInstanceStatus":"available"}]}""");
    }

    [Fact]
    public void Optimized_results_have_the_APIs_names_and_what_HTTP_said()
    {
        var output = Output(
            Prepare("sqs:sendMessage", """{"QueueUrl":"q","MessageBody":"m"}"""),
            """{"MD5OfMessageBody":"0123456789abcdef0123456789abcdef","MessageId":"5a3c9d1e-0f2b-4c6d-8e7f-9a0b1c2d3e4f"}""");
        output.ToString().ShouldBe($$$"""
            {"MD5OfMessageBody":"0123456789abcdef0123456789abcdef","MessageId":"5a3c9d1e-0f2b-4c6d-8e7f-9a0b1c2d3e4f","SdkHttpMetadata":{"AllHttpHeaders":{"x-amzn-RequestId":["{{{RequestId}}}"],"connection":["keep-alive"],"Content-Length":["106"],"Date":["Thu, 18 Apr 2024 06:27:01 GMT"],"Content-Type":["application/x-amz-json-1.0"]},"HttpHeaders":{"connection":"keep-alive","Content-Length":"106","Content-Type":"application/x-amz-json-1.0","Date":"Thu, 18 Apr 2024 06:27:01 GMT","x-amzn-RequestId":"{{{RequestId}}}"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"{{{RequestId}}}"}}
            """);
    }

    [Fact]
    public void A_models_answer_is_shown_as_JSON() => Output(
            Prepare("bedrock:invokeModel", """{"ModelId":"m","Body":{"prompt":"p"}}"""), """{"contentType":"application/json"}""", """{"completion":"c"}"""u8.ToArray())
        .ToString().ShouldBe("""{"Body":{"completion":"c"},"ContentType":"application/json"}""");

    [Fact]
    public void DynamoDBs_answers_have_their_checksum() => Output(Prepare("dynamodb:putItem", """{"TableName":"t","Item":{"a":{"S":"x"}}}"""), "{}")
        .Object("SdkHttpMetadata")!.Object("HttpHeaders")!.String("x-amz-crc32").ShouldBe("2745614147");

    [Fact]
    public void Optimized_results_have_times_in_milliseconds() => Output(
            Prepare("states:startExecution", """{"StateMachineArn":"a"}"""), """{"executionArn":"x","startDate":"2024-04-18T06:27:01.120Z"}""")
        .Long("StartDate").ShouldBe(1713421621120);

    [Fact]
    public void An_entry_that_the_bus_refuses_fails_the_state()
    {
        var call = Prepare("events:putEvents", """{"Entries":[{"Source":"s"}]}""");
        IntegrationCalls.Outcome(call, Answer("""{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InvalidArgument","ErrorMessage":"m"}]}""")).ShouldBe(
            new TaskOutcome.Failed("EventBridge.FailedEntry", """{"Entries":[{"ErrorCode":"InvalidArgument","ErrorMessage":"m"}],"FailedEntryCount":1}"""));
        Output(call, """{"FailedEntryCount":0,"Entries":[{"EventId":"i"}]}""").ShouldBe(JsonValue.Parse("""{"Entries":[{"EventId":"i"}],"FailedEntryCount":0}"""));
    }

    [Theory]
    [InlineData("aws-sdk:dynamodb:putItem", "ResourceNotFoundException", "Requested resource not found", 400, "DynamoDb.ResourceNotFoundException", "Requested resource not found (Service: DynamoDb, Status Code: 400, Request ID: ID)")]
    [InlineData("aws-sdk:dynamodb:putItem", "ValidationException", "m", 400, "DynamoDb.DynamoDbException", "m (Service: DynamoDb, Status Code: 400, Request ID: ID)")]
    [InlineData("aws-sdk:ec2:describeVpcs", "InvalidVpcID.NotFound", "m", 400, "Ec2.Ec2Exception", "m (Service: Ec2, Status Code: 400, Request ID: ID)")]
    [InlineData("aws-sdk:rds:describeDBInstances", "DBInstanceNotFound", "m", 404, "Rds.DbInstanceNotFoundException", "m (Service: Rds, Status Code: 404, Request ID: ID)")]
    [InlineData("aws-sdk:sfn:sendTaskFailure", "InvalidToken", "Invalid Token: 'Invalid token'", 400, "Sfn.InvalidTokenException", "Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID: ID) (SDK Attempt Count: 1)")]
    [InlineData("lambda:invoke", "TooManyRequestsException", "m", 429, "Lambda.TooManyRequestsException", "m (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: ID; Proxy: null)")]
    [InlineData("states:startExecution", "StateMachineDoesNotExist", "m", 400, "StepFunctions.StateMachineDoesNotExistException", "m (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: ID; Proxy: null)")]
    [InlineData("sqs:sendMessage", "MissingParameter", "m", 400, "SQS.AmazonSQSException", "m (Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; Request ID: ID; Proxy: null)")]
    [InlineData("sns:publish", "NotFound", "Topic does not exist", 404, "SNS.NotFoundException", "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: ID; Proxy: null)")]
    [InlineData("sns:publish", "InvalidParameter", "m", 400, "SNS.InvalidParameterException", "m (Service: AmazonSNS; Status Code: 400; Error Code: InvalidParameter; Request ID: ID; Proxy: null)")]
    [InlineData("dynamodb:getItem", "ValidationException", "m", 400, "DynamoDB.AmazonDynamoDBException", "m (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: ID; Proxy: null)")]
    public void A_refusal_is_told_as_the_SDK_tells_it(string resource, string code, string message, int status, string error, string cause) =>
        IntegrationApi.Find(Resource(resource))!.Errors.Failure(new AwsException(code, message, status), "ID").ShouldBe(new TaskOutcome.Failed(error, cause));

    [Fact]
    public void S3_has_a_second_request_id()
    {
        var failure = IntegrationApi.Find(Resource("aws-sdk:s3:listObjects"))!.Errors.Failure(new AwsException("NoSuchBucket", "The specified bucket does not exist", 404), "ID");
        failure.Error.ShouldBe("S3.NoSuchBucketException");
        failure.Cause.ShouldMatch(@"^The specified bucket does not exist \(Service: S3, Status Code: 404, Request ID: ID, Extended Request ID: [A-Za-z0-9+/=]+\)$");
    }

    internal static IntegrationCall Prepare(string resource, string arguments) =>
        IntegrationCalls.TryPrepare(Resource(resource), JsonValue.Parse(arguments), Caller, out var call, out var failure)
            ? call
            : throw new InvalidOperationException(failure.Cause);

    internal static CallAnswer Answer(string output, byte[]? body = null) => new(
        (JsonObject)JsonValue.Parse(output), body is null ? null : (ReadOnlyMemory<byte>?)body, RequestId, new(2024, 4, 18, 6, 27, 1, TimeSpan.Zero));

    private static JsonObject Output(IntegrationCall call, string output, byte[]? body = null) =>
        (JsonObject)IntegrationCalls.Outcome(call, Answer(output, body)).ShouldBeOfType<TaskOutcome.Succeeded>().Output;
}

using System.Text;
using Quell.Connections;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Tests.Destinations;
using Quell.Workflows.Tasks;

namespace Quell.Tests.Workflows.Tasks;

/// <summary>Developer guide, "Call HTTPS APIs in Step Functions workflows".</summary>
public sealed class HttpTaskTests : IAsyncLifetime
{
    private static readonly TaskResource.Integration Invoke = IntegrationApiTests.Resource("http:invoke");

    private readonly Endpoint _endpoint = new();
    private DestinationHouse _house = null!;

    public async Task InitializeAsync() => _house = await DestinationHouse.Open();

    public async Task DisposeAsync()
    {
        await _house.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task Sends_what_the_definition_and_the_connection_say_and_shows_the_answer()
    {
        var connection = await Connection();
        _endpoint.Then(async context =>
        {
            context.Response.Headers.ContentType = "application/json; charset=utf-8";
            await context.Response.Body.WriteAsync("""{"ok":true}"""u8.ToArray());
        });
        var outcome = await Run($$$"""
            {"ApiEndpoint":"{{{_endpoint.Url}}}/path?a=1","Method":"POST","Authentication":{"ConnectionArn":"{{{connection}}}"},
             "Headers":{"Request-Id":"r","Header-Param":"machine"},"QueryParameters":{"QueryParam":"machine","list":["x","y z"]},
             "RequestBody":{"Job":"Software Engineer","BodyParam":"machine"}}
            """);
        var output = (JsonObject)outcome.ShouldBeOfType<TaskOutcome.Succeeded>().Output;
        output["ResponseBody"].ShouldBe(JsonValue.Parse("""{"ok":true}"""));
        (output["StatusCode"]?.ToString(), output.String("StatusText")).ShouldBe(("200", "OK"));
        output.Object("Headers")!["content-type"].ShouldBe(JsonValue.Parse("""["application/json; charset=utf-8"]"""));

        var sent = await _endpoint.Next();
        (sent.Method, sent.Body).ShouldBe(("POST", """{"Job":"Software Engineer","BodyParam":"connection"}"""));
        sent.Path.ShouldBe("/path?a=1&list=x&list=y%20z&QueryParam=connection");
        sent.Header("Content-Type").ShouldBe("application/json; charset=UTF-8");
        (sent.Header("Request-Id"), sent.Header("Header-Param"), sent.Header("ApiKey")).ShouldBe(("r", "connection", "v"));
        (sent.Header("User-Agent"), sent.Header("Range")).ShouldBe(("Amazon|StepFunctions|HttpInvoke|us-east-1", "bytes=0-262144"));
    }

    [Fact]
    public async Task A_form_is_encoded_after_the_connections_parameters_are_in_it()
    {
        var connection = await Connection();
        await Run($$$"""
            {"ApiEndpoint":"{{{_endpoint.Url}}}/form","Method":"POST","InvocationConfig":{"ConnectionArn":"{{{connection}}}"},
             "Headers":{"content-type":"application/x-www-form-urlencoded"},"RequestBody":{"array":["a","b c"]},
             "Transform":{"RequestBodyEncoding":"URL_ENCODED","RequestEncodingOptions":{"ArrayFormat":"REPEAT"} } }
            """);
        var sent = await _endpoint.Next();
        (sent.Body, sent.Header("Content-Type")).ShouldBe(("array=a&array=b%20c&BodyParam=connection", "application/x-www-form-urlencoded"));
    }

    [Fact]
    public async Task What_keeps_a_request_from_its_answer_has_a_name()
    {
        var connection = await Connection();
        (await Run(Get("/", "arn:aws:events:us-east-1:000000000000:connection/none/1"))).ShouldBeOfType<TaskOutcome.Failed>().Error.ShouldBe("Events.ConnectionResource.ResourceNotFound");
        (await Run($$$"""{"ApiEndpoint":"http://127.0.0.1:1/","Method":"GET","Authentication":{"ConnectionArn":"{{{connection}}}"}}"""))
            .ShouldBeOfType<TaskOutcome.Failed>().Error.ShouldBe("States.Http.Socket");
        (await Run($$$"""{"ApiEndpoint":"{{{_endpoint.Url}}}/","Method":"POST","RequestBody":"text","Authentication":{"ConnectionArn":"{{{connection}}}"}}"""))
            .ShouldBeOfType<TaskOutcome.Failed>().Error.ShouldBe("States.Runtime");
    }

    [Theory]
    [InlineData(404, "text/plain", "no such thing", "States.Http.StatusCode.404", "no such thing")]
    [InlineData(503, "application/json", "", "States.Http.StatusCode.503", "Reason")]
    [InlineData(200, "image/png", "x", "States.Runtime", "The response cannot be read as text; its content type is image/png.")]
    public void An_answer_that_is_no_success_fails_the_state(int status, string type, string body, string error, string cause) =>
        HttpTask.Outcome(Invoke, Answer(status, type, Encoding.UTF8.GetBytes(body))).ShouldBe(new TaskOutcome.Failed(error, cause));

    [Fact]
    public void A_body_that_is_no_JSON_is_shown_as_text_and_one_that_is_no_text_fails_the_state()
    {
        Body(HttpTask.Outcome(Invoke, Answer(200, "text/plain", "5"u8.ToArray()))).ShouldBe((JsonValue)"5");
        Body(HttpTask.Outcome(Invoke, Answer(200, "application/json", "{"u8.ToArray()))).ShouldBe((JsonValue)"{");
        Body(HttpTask.Outcome(Invoke, Answer(200, "application/problem+json", "{}"u8.ToArray()))).ShouldBe(JsonObject.Empty);
        HttpTask.Outcome(Invoke, Answer(200, "text/plain", [0xff, 0xfe])).ShouldBeOfType<TaskOutcome.Failed>().Error.ShouldBe("States.Runtime");
        HttpTask.Outcome(Invoke, Answer(200, "text/plain", new byte[262_145])).ShouldBeOfType<TaskOutcome.Failed>().Error.ShouldBe("States.DataLimitExceeded");
    }

    [Theory]
    [InlineData("INDICES", "array%5B0%5D=a&array%5B1%5D=b%20c&o%5Bk%5D=1&n=")]
    [InlineData("REPEAT", "array=a&array=b%20c&o%5Bk%5D=1&n=")]
    [InlineData("COMMAS", "array=a,b%20c&o%5Bk%5D=1&n=")]
    [InlineData("BRACKETS", "array%5B%5D=a&array%5B%5D=b%20c&o%5Bk%5D=1&n=")]
    public void Arrays_are_encoded_as_asked(string format, string expected) => Encoding.UTF8.GetString(
        FormBody.Encode("""{"array":["a","b c"],"o":{"k":1},"n":null}"""u8.ToArray(), format).Span).ShouldBe(expected);

    [Fact]
    public void All_that_is_wrong_with_the_arguments_is_said_at_once()
    {
        HttpArguments.TryRead(JsonValue.Parse("""{"Method":"FETCH","Url":"u"}"""), "us-east-1", out _, out var failure).ShouldBeFalse();
        failure!.Error.ShouldBe("States.Runtime");
        failure.Cause.ShouldEndWith("""
            [The field "Url" is not supported by Step Functions, The field 'ApiEndpoint' is required but was missing, The field 'ConnectionArn' is required but was missing, The value of the field 'Method' has an invalid format]
            """);
        HttpArguments.TryRead(JsonValue.Parse(Get("/", "c").Replace("\"GET\"", "\"GET\",\"Headers\":{\"authorization\":\"x\",\"X-Amz-Date\":\"d\"},\"QueryParameters\":5,\"Transform\":{}")), "us-east-1", out _, out failure).ShouldBeFalse();
        failure!.Cause.ShouldEndWith("""
            [The value of the field 'QueryParameters' has an invalid format, The header "authorization" is not supported by Step Functions, The header "X-Amz-Date" is not supported by Step Functions, The value of the field 'Transform' has an invalid format]
            """);
    }

    private static EndpointAnswer Answer(int status, string type, byte[] body) => new(status, "Reason", [new("Content-Type", type)], body);

    private static JsonValue? Body(TaskOutcome outcome) => ((JsonObject)outcome.ShouldBeOfType<TaskOutcome.Succeeded>().Output)["ResponseBody"];

    private string Get(string path, string connection) =>
        $$$"""{"ApiEndpoint":"{{{_endpoint.Url}}}{{{path}}}","Method":"GET","Authentication":{"ConnectionArn":"{{{connection}}}"}}""";

    private Task<string> Connection() => _house.Connection("c", "API_KEY", """
        {"ApiKeyAuthParameters":{"ApiKeyName":"ApiKey","ApiKeyValue":"v"},"InvocationHttpParameters":{"BodyParameters":[{"Key":"BodyParam","Value":"connection"}],
         "HeaderParameters":[{"Key":"Header-Param","Value":"connection"}],"QueryStringParameters":[{"Key":"QueryParam","Value":"connection"}]}}
        """);

    private async Task<TaskOutcome> Run(string arguments) =>
        await new HttpTask(_house.Engines.Requests).Run(Invoke, JsonValue.Parse(arguments), "us-east-1", CancellationToken.None);
}

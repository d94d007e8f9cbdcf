using Quell.Engine.Json;
using Quell.Tests.Destinations;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Runbooks.Running;

/// <summary>Systems Manager User Guide, "Creating webhook integrations for Automation".</summary>
public sealed class WebhookPerformerTests : IAsyncLifetime
{
    private const string Name = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/chat";

    private readonly RunbooksHouse _house = new(outboundHosts: "127.0.0.1");
    private readonly Endpoint _endpoint = new();

    [Fact]
    public async Task The_body_is_posted_with_the_headers_of_the_integration_and_the_answer_is_the_result()
    {
        await Integrate($$"""{"url": "{{_endpoint.Url}}/hook", "headers": {"x-key": "k", "Content-Type": "application/json"}, "payload": "unused"}""");
        _endpoint.Then(async context =>
        {
            context.Response.StatusCode = 202;
            await context.Response.Body.WriteAsync("taken"u8.ToArray());
        });

        var execution = await Run("{IntegrationName: chat, Body: '{\"text\": \"isolated\"}'}");

        execution.String("AutomationExecutionStatus").ShouldBe("Success");
        execution.Object("Outputs").ShouldBe(JsonObject.Of(("tell.Response", JsonArray.From(["taken"])), ("tell.ResponseCode", JsonArray.From(["202"]))));
        var request = await _endpoint.Next();
        (request.Method, request.Path, request.Body, request.Header("x-key")).ShouldBe(("POST", "/hook", """{"text": "isolated"}""", "k"));
    }

    [Fact]
    public async Task Without_a_body_the_integrations_payload_is_sent()
    {
        await Integrate($$"""{"url": "{{_endpoint.Url}}/hook", "payload": {"text": "always"} }""");

        (await Run("{IntegrationName: chat}")).String("AutomationExecutionStatus").ShouldBe("Success");

        JsonValue.Parse((await _endpoint.Next()).Body).ShouldBe(JsonObject.Of(("text", "always")));
    }

    [Theory]
    [InlineData("no JSON", "InvalidIntegration")]
    [InlineData("""{"url": "nowhere"}""", "InvalidIntegration")]
    [InlineData("""{"url": "http://169.254.169.254/latest"}""", "WebhookInvocationFailed")]
    public async Task What_cannot_be_sent_fails_the_step(string integration, string code)
    {
        await Integrate(integration);

        var execution = await Run("{IntegrationName: chat}");

        execution.String("AutomationExecutionStatus").ShouldBe("Failed");
        Step(execution, "tell").String("FailureMessage")!.ShouldContain(code);
        _endpoint.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_integration_that_there_is_none_of_fails_the_step()
    {
        var execution = await Run("{IntegrationName: nobody}");

        Step(execution, "tell").String("FailureMessage")!.ShouldContain("ParameterNotFound");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _house.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    private Task<JsonObject> Integrate(string value) => _house.Call("PutParameter", ("Name", Name), ("Type", "SecureString"), ("Value", value));

    private async Task<JsonObject> Run(string inputs) => await _house.Ended(await _house.Run(
        "Tell", $"mainSteps: [{{name: tell, action: aws:invokeWebhook, inputs: {inputs}}}]\noutputs: [tell.Response, tell.ResponseCode]"));
}

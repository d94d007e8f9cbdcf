using Quell.Connections;
using Quell.Workflows.Tasks;

namespace Quell.Tests.Workflows.Tasks;

public sealed class HttpExchangeTests
{
    private static readonly EndpointRequest Asked = new(HttpMethod.Post, new("https://example.com/orders"))
    {
        Fixed = [new("User-Agent", "Amazon|StepFunctions|HttpInvoke|us-east-1")], Headers = [new("X-Kind", "order")], Body = "{}"u8.ToArray(),
    };

    [Fact]
    public void What_the_connection_adds_is_hidden_unless_it_is_asked_for()
    {
        Exchange(revealsSecrets: false).ToString().ShouldNotContain("secret");
        var shown = Exchange(revealsSecrets: true);
        shown.Object("request")!.String("url").ShouldBe("https://example.com/orders?key=secret");
        shown.Object("request")!.String("headers").ShouldBe("[user-agent: Amazon|StepFunctions|HttpInvoke|us-east-1, authorization: Basic secret, x-kind: order]");
    }

    [Fact]
    public void Request_and_answer_are_shown_as_far_as_there_were_any()
    {
        var shown = Exchange(revealsSecrets: false);
        shown.Object("request")!.ToString().ShouldBe(
            """{"protocol":"https","method":"POST","url":"https://example.com/orders","headers":"[user-agent: Amazon|StepFunctions|HttpInvoke|us-east-1, x-kind: order]","body":"{}"}""");
        shown.Object("response")!.ToString().ShouldBe("""{"protocol":"https","statusCode":"201","statusMessage":"Created","headers":"[content-type: text/plain]","body":"ok"}""");
        new HttpExchange(revealsSecrets: true).ToJson().ToString().ShouldBe("{}");
    }

    private static Quell.Engine.Json.JsonObject Exchange(bool revealsSecrets)
    {
        var exchange = new HttpExchange(revealsSecrets);
        exchange.Asks(Asked);
        exchange.Sends(Asked with { Url = new("https://example.com/orders?key=secret") }, [new("Authorization", "Basic secret")]);
        exchange.Receives(new(201, "Created", [new("Content-Type", "text/plain")], "ok"u8.ToArray()));
        return exchange.ToJson();
    }
}

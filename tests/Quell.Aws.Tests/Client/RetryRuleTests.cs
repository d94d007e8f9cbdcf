using System.Net;
using Quell.Aws.Client;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Client;

/// <summary>The client's retries, against answers made up here.</summary>
public sealed class RetryRuleTests
{
    private const string Throttled = """{"__type":"ThrottlingException","message":"Rate exceeded"}""";
    private const string Broken = """{"__type":"InternalException","message":"Oops"}""";

    [Theory]
    [InlineData("ListRules", 400, Throttled, 3)]
    [InlineData("PutEvents", 400, Throttled, 3)]
    [InlineData("ListRules", 500, Broken, 3)]
    [InlineData("PutEvents", 500, Broken, 1)]
    [InlineData("ListRules", 400, """{"__type":"ResourceNotFoundException","message":"no"}""", 1)]
    public async Task Only_what_may_be_done_again_is_tried_again(string operation, int status, string body, int attempts)
    {
        using var handler = new Answering(_ => (status, body));
        using var http = new HttpMessageInvoker(handler);
        var fault = await Should.ThrowAsync<AwsException>(Client(http).CallAsync(Request(operation), default));
        fault.Status.ShouldBe(status);
        handler.Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task A_later_success_is_the_result()
    {
        using var handler = new Answering(count => count < 3 ? (503, "") : (200, """{"Rules":[{"Name":"r"}]}"""));
        using var http = new HttpMessageInvoker(handler);
        var result = await Client(http).CallAsync(Request("ListRules"), default);
        result.Output.Array("Rules").Objects.ShouldHaveSingleItem().String("Name").ShouldBe("r");
        handler.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_token_that_leads_back_to_itself_ends_the_pages()
    {
        using var handler = new Answering(_ => (200, """{"Parameters":[],"NextToken":"again"}"""));
        using var http = new HttpMessageInvoker(handler);
        var request = new AwsRequest("ssm", "DescribeParameters", JsonObject.Empty, "us-east-1");
        var fault = await Should.ThrowAsync<AwsException>(async () =>
        {
            await foreach (var page in Client(http).PagesAsync(request, default))
            {
                page.Has("NextToken").ShouldBeTrue();
            }
        });
        fault.Code.ShouldBe("PaginationError");
        handler.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"A":{"B":"x"}}""", "A.B", "\"x\"")]
    [InlineData("""{"A":[{"K":1},{"K":2}]}""", "N || A[-1].K", "2")]
    [InlineData("""{"N":"n","A":[{"K":1}]}""", "N || A[-1].K", "\"n\"")]
    [InlineData("""{"A":[]}""", "A[-1].K", null)]
    public void Tokens_are_found_by_their_expression(string page, string expression, string? token) =>
        PageTokens.Find((JsonObject)JsonValue.Parse(page), expression)?.ToString().ShouldBe(token);

    private static AwsClient Client(HttpMessageInvoker http) =>
        new(http, ServiceCatalog.Default, new() { RetryDelay = TimeSpan.Zero }, TimeProvider.System);

    private static AwsRequest Request(string operation) => new("events", operation, JsonObject.Empty, "us-east-1");

    private sealed class Answering(Func<int, (int Status, string Body)> answer) : HttpMessageHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answer(++Count);
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) });
        }
    }
}

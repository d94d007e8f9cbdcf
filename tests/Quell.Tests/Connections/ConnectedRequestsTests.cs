using System.Text;
using Quell.Connections;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Tests.Destinations;

namespace Quell.Tests.Connections;

public sealed class ConnectedRequestsTests : IAsyncLifetime
{
    private readonly Endpoint _endpoint = new();
    private DestinationHouse _house = null!;

    public async Task InitializeAsync() => _house = await DestinationHouse.Open();

    public async Task DisposeAsync()
    {
        await _house.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task A_basic_connection_sends_name_and_password_and_gives_the_answer_back()
    {
        var arn = await _house.Connection("b", "BASIC", """{"BasicAuthParameters":{"Username":"ann","Password":"pw"}}""");
        _endpoint.Then(async context =>
        {
            context.Response.Headers["X-Answer"] = "yes";
            await context.Response.Body.WriteAsync("""{"ok":true}"""u8.ToArray());
        });
        var answer = await _house.Engines.Requests.Send(arn, Get("/who") with { ReadsUpTo = 1_000 }, CancellationToken.None);
        answer.Status.ShouldBe(200);
        answer.Header("x-answer").ShouldBe("yes");
        Encoding.UTF8.GetString(answer.Body.Span).ShouldBe("""{"ok":true}""");
        (await _endpoint.Next()).Header("Authorization").ShouldBe("Basic " + Convert.ToBase64String("ann:pw"u8));
    }

    [Fact]
    public async Task A_token_is_fetched_once_with_the_clients_credentials_and_used_until_an_endpoint_does_not_take_it()
    {
        var server = new OAuthServer(_endpoint);
        var arn = await OAuth("POST", ""","OAuthHttpParameters":{"HeaderParameters":[{"Key":"X-Tenant","Value":"t"}],"QueryStringParameters":[{"Key":"v","Value":"2"}],"BodyParameters":[{"Key":"audience","Value":"me & you","IsValueSecret":true}]}""");
        (await _house.Settled("o")).String("ConnectionState").ShouldBe("AUTHORIZED");
        for (var request = 0; request < 3; request++)
        {
            await _house.Engines.Requests.Send(arn, Get("/a"), CancellationToken.None);
            (await _endpoint.Next()).Header("Authorization").ShouldBe("Bearer tok-1");
        }

        var asked = server.Asked.Single();
        asked.Method.ShouldBe("POST");
        asked.Path.ShouldBe("/token?v=2");
        asked.Header("X-Tenant").ShouldBe("t");
        asked.Header("Content-Type").ShouldBe("application/x-www-form-urlencoded");
        asked.Body.ShouldBe("audience=me%20%26%20you&grant_type=client_credentials&client_id=client&client_secret=cl13nt-s3cret");

        _endpoint.Then(401);
        (await _house.Engines.Requests.Send(arn, Get("/a"), CancellationToken.None)).IsTokenStale.ShouldBeTrue();
        (await _endpoint.Next()).Header("Authorization").ShouldBe("Bearer tok-1");
        await _house.Engines.Requests.Send(arn, Get("/a"), CancellationToken.None);
        (await _endpoint.Next()).Header("Authorization").ShouldBe("Bearer tok-2");
    }

    [Fact]
    public async Task A_token_that_is_about_to_expire_is_replaced_and_those_who_come_at_once_share_one_request()
    {
        var server = new OAuthServer(_endpoint) { Answer = number => $$"""{"access_token":"tok-{{number}}","expires_in":{{(number == 1 ? 59 : 3600)}}}""" };
        var arn = await OAuth("GET");
        await _house.Settled("o");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _house.Engines.Requests.Send(arn, Get("/a"), CancellationToken.None).AsTask()));
        server.Asked.Count.ShouldBe(2);
        server.Asked[0].Path.ShouldBe("/token?grant_type=client_credentials&client_id=client&client_secret=cl13nt-s3cret");
    }

    [Fact]
    public async Task Credentials_that_are_not_taken_deauthorize_the_connection_with_the_reason()
    {
        _ = new OAuthServer(_endpoint) { Status = 400, Answer = _ => """{"error":"invalid_client","hint":"cl13nt-s3cret"}""" };
        await OAuth("POST");
        var connection = await _house.Settled("o");
        connection.String("ConnectionState").ShouldBe("DEAUTHORIZED");
        connection.String("StateReason").ShouldNotBeNull().ShouldContain("answered 400");
        connection.ToString().ShouldNotContain("cl13nt-s3cret");
    }

    [Fact]
    public async Task An_event_whose_token_is_not_taken_is_delivered_with_a_new_one()
    {
        _ = new OAuthServer(_endpoint);
        var arn = await OAuth("POST");
        await _house.Settled("o");
        _endpoint.Then(401);
        await _house.Rule("fresh", await _house.Destination("fresh", arn, _endpoint.Url + "/hook"));
        await _house.Put("fresh");
        (await _endpoint.Next()).Header("Authorization").ShouldBe("Bearer tok-1");
        (await _endpoint.Next()).Header("Authorization").ShouldBe("Bearer tok-2");
        (await _house.Delivery(delivery => delivery.State == DeliveryState.Delivered)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_is_being_authorized_is_authorized_after_a_restart()
    {
        var release = new TaskCompletionSource();
        _ = new OAuthServer(_endpoint);
        var answer = _endpoint.Paths["/token"];
        _endpoint.Paths["/token"] = async (context, request) =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            await answer(context, request);
        };
        await OAuth("POST");
        await _house.Stop();
        release.SetResult();
        await _house.Start();
        (await _house.Settled("o")).String("ConnectionState").ShouldBe("AUTHORIZED");
    }

    [Fact]
    public async Task Secrets_are_in_no_file_no_log_no_event_and_no_answer()
    {
        string[] secrets = ["cl13nt-s3cret", "k3y-s3cret", "p4ssw0rd-s3cret", "h34der-s3cret", "tok-1"];
        _ = new OAuthServer(_endpoint);
        await _house.Call("AmazonSQS.CreateQueue", """{"QueueName":"trail"}""");
        await _house.Call("PutRule", """{"Name":"all","EventPattern":"{\"source\":[{\"prefix\":\"\"}]}"}""");
        await _house.Call("PutTargets", """{"Rule":"all","Targets":[{"Id":"1","Arn":"arn:aws:sqs:us-east-1:000000000000:trail"}]}""");

        await OAuth("POST");
        await _house.Settled("o");
        await _house.ApiKeyConnection("k", ""","InvocationHttpParameters":{"HeaderParameters":[{"Key":"X-S","Value":"h34der-s3cret","IsValueSecret":true},{"Key":"X-P","Value":"plain"}]}""");
        await _house.Call("UpdateConnection", """{"Name":"k","AuthorizationType":"BASIC","AuthParameters":{"BasicAuthParameters":{"Username":"ann","Password":"p4ssw0rd-s3cret"}}}""");
        var arn = (await _house.Call("DescribeConnection", """{"Name":"k"}""")).String("ConnectionArn")!;
        await _house.Refused("CreateConnection", """{"Name":"k","AuthorizationType":"BASIC","AuthParameters":{"BasicAuthParameters":{"Username":"ann","Password":"p4ssw0rd-s3cret"}}}""");
        _endpoint.Then(500);
        await _house.Rule("x", await _house.Destination("x", arn, _endpoint.Url), ""","RetryPolicy":{"MaximumRetryAttempts":0}""");
        await _house.Put("x");
        var sent = await _endpoint.Next();
        sent.Header("X-S").ShouldBe("h34der-s3cret");
        sent.Header("X-P").ShouldBe("plain");
        await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped);

        foreach (var secret in secrets)
        {
            foreach (var name in new[] { "o", "k" })
            {
                (await _house.Call("DescribeConnection", $$"""{"Name":"{{name}}"}""")).ToString().ShouldNotContain(secret);
            }

            (await _house.Call("ListConnections", "{}")).ToString().ShouldNotContain(secret);
            _house.FilesWith(secret).ShouldBeEmpty(secret);
            _house.Logged.ShouldAllBe(line => !line.Contains(secret));
        }

        // The search finds what is there.
        _house.FilesWith("X-P").ShouldNotBeEmpty();
        await _house.Stop();
        secrets.ShouldAllBe(secret => !_house.FilesWith(secret).Any());
    }

    private Task<string> OAuth(string method, string extra = "") => _house.Connection("o", "OAUTH_CLIENT_CREDENTIALS", $$$"""
        {"OAuthParameters":{"ClientParameters":{"ClientID":"client","ClientSecret":"cl13nt-s3cret"},"AuthorizationEndpoint":"{{{_endpoint.Url}}}/token","HttpMethod":"{{{method}}}"{{{extra}}}}}
        """);

    private EndpointRequest Get(string path) => new(HttpMethod.Get, new Uri(_endpoint.Url + path));
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Quell.Accounts;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Tests.Destinations;

public sealed class ApiDestinationTargetTests : IAsyncLifetime
{
    private const string Retrying = ""","RetryPolicy":{"MaximumRetryAttempts":3}""";
    private const string NotRetrying = ""","RetryPolicy":{"MaximumRetryAttempts":0}""";

    private readonly Endpoint _endpoint = new();
    private DestinationHouse _house = null!;

    public async Task InitializeAsync() => _house = await DestinationHouse.Open();

    public async Task DisposeAsync()
    {
        await _house.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "N11")]
    public async Task An_event_arrives_with_the_headers_that_EventBridge_sets_and_the_connections_key()
    {
        await Wire("orders", "/hook");
        await _house.Put("orders", """{"n":7}""");
        var request = await _endpoint.Next();

        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/hook");
        request.Header("X-Key").ShouldBe("k3y-s3cret");
        request.Header("User-Agent").ShouldBe("Amazon/EventBridge/ApiDestinations");
        request.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        request.Header("Range").ShouldBe("bytes=0-1048575");
        request.Headers.ContainsKey("traceparent").ShouldBeFalse();
        var body = (JsonObject)JsonValue.Parse(request.Body);
        body.String("source").ShouldBe("orders");
        body.Object("detail")!.Long("n").ShouldBe(7);
        (await _house.Delivery(delivery => delivery.State == DeliveryState.Delivered)).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Path_query_and_headers_come_from_the_target_and_the_event_and_the_connection_wins()
    {
        var connection = await _house.ApiKeyConnection("rich", """
            ,"InvocationHttpParameters":{"HeaderParameters":[{"Key":"X-Both","Value":"connection"}],"QueryStringParameters":[{"Key":"who","Value":"a b","IsValueSecret":true}],"BodyParameters":[{"Key":"tenant","Value":"t1"}]}
            """);
        var destination = await _house.Destination("rich", connection, _endpoint.Url + "/a/*/b/*?fixed=1");
        await _house.Rule("rich", destination, """
            ,"HttpParameters":{"PathParameterValues":["$.detail.id","x/y"],"HeaderParameters":{"X-Both":"target","X-Mine":"$.source","User-Agent":"me","Content-Type":"text/plain"},"QueryStringParameters":{"who":"target","n":"$.detail.n"}}
            """);
        await _house.Put("rich", """{"id":"i 1","n":5}""");
        var request = await _endpoint.Next();

        request.Path.ShouldBe("/a/i%201/b/x%2Fy?fixed=1&n=5&who=a%20b");
        request.Header("X-Both").ShouldBe("connection");
        request.Header("X-Mine").ShouldBe("rich");
        request.Header("User-Agent").ShouldBe("Amazon/EventBridge/ApiDestinations");
        request.Header("Content-Type").ShouldBe("text/plain");
        ((JsonObject)JsonValue.Parse(request.Body)).String("tenant").ShouldBe("t1");
    }

    [Fact]
    public async Task A_value_of_the_event_cannot_add_a_header()
    {
        var destination = await _house.Destination("inject", await _house.ApiKeyConnection(), _endpoint.Url);
        await _house.Rule("inject", destination, ""","HttpParameters":{"HeaderParameters":{"X-Mine":"$.detail.text"}}""");
        await _house.Put("inject", """{"text":"a\r\nX-Evil: 1"}""");
        var delivery = await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped);
        delivery.ErrorCode.ShouldBe("SDK_CLIENT_ERROR");
        _endpoint.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_fault_is_tried_again_until_it_is_well()
    {
        _endpoint.Then(500).Then(409);
        await Wire("flaky", "/", Retrying);
        await _house.Put("flaky");
        var first = await _endpoint.Next();
        await _endpoint.Next();
        (await _endpoint.Next()).Body.ShouldBe(first.Body);
        (await _house.Delivery(delivery => delivery.State == DeliveryState.Delivered)).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Retry_After_is_waited_for_where_it_is_longer_than_the_retry_policys_wait()
    {
        _endpoint.Then(429, ("Retry-After", "3"));
        await Wire("busy", "/", Retrying);
        await _house.Put("busy");
        var first = await _endpoint.Next();
        var waiting = await _house.Delivery(delivery => delivery is { State: DeliveryState.Pending, Attempts: 1 });
        waiting.ErrorCode.ShouldBe("THROTTLING");
        (await _endpoint.Next()).At.ShouldBeGreaterThan(first.At.AddSeconds(2.9));
    }

    [Theory]
    [InlineData(404, "ERROR_FROM_TARGET")]
    [InlineData(401, "ERROR_FROM_TARGET")]
    [InlineData(302, "ERROR_FROM_TARGET")]
    [InlineData(413, "ERROR_FROM_TARGET")]
    public async Task An_answer_that_no_repetition_mends_goes_to_the_dead_letter_queue_with_its_status(int status, string code)
    {
        var url = (await _house.Call("AmazonSQS.CreateQueue", """{"QueueName":"letters"}""")).String("QueueUrl");
        _endpoint.Then(status, ("Location", _endpoint.Url + "/elsewhere"));
        await Wire("bad", "/", ""","DeadLetterConfig":{"Arn":"arn:aws:sqs:us-east-1:000000000000:letters"}""");
        await _house.Put("bad");
        (await _endpoint.Next()).Path.ShouldBe("/");
        var delivery = await _house.Delivery(delivery => delivery.State == DeliveryState.DeadLetter);
        delivery.Attempts.ShouldBe(1);
        var letter = await _house.Call("AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{url}}","MessageAttributeNames":["All"],"WaitTimeSeconds":20}""");
        var attributes = letter.Array("Messages").Objects.Single().Object("MessageAttributes")!;
        attributes.Object("ERROR_CODE")!.String("StringValue").ShouldBe(code);
        attributes.Object("ERROR_MESSAGE")!.String("StringValue")!.ShouldContain($"answered {status}");
        attributes.ToString().ShouldNotContain("k3y-s3cret");
        _endpoint.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_negative_Retry_After_ends_the_delivery()
    {
        _endpoint.Then(503, ("Retry-After", "-1"));
        await Wire("never", "/", Retrying);
        await _house.Put("never");
        (await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task An_endpoint_that_is_down_is_tried_again_and_loses_nothing()
    {
        var port = _endpoint.Port;
        await Wire("down", "/", Retrying);
        await _endpoint.DisposeAsync();
        await _house.Put("down", times: 20);
        var waiting = await _house.Delivery(delivery => delivery is { State: DeliveryState.Pending, Attempts: 1 });
        waiting.ErrorCode.ShouldBe("CONNECTION_FAILURE");
        waiting.ErrorMessage!.ShouldContain("cannot be reached");
        await using var back = new Endpoint(port);
        for (var arrived = 0; arrived < 20; arrived++)
        {
            await back.Next();
        }
    }

    [Fact]
    public async Task A_slow_endpoint_is_cut_off_after_five_seconds_and_others_do_not_wait()
    {
        var release = new TaskCompletionSource();
        await using var slow = new Endpoint();
        for (var request = 0; request < 40; request++)
        {
            slow.Then(_ => release.Task);
        }

        await _house.Rule("slow", await _house.Destination("slow", await _house.ApiKeyConnection("slow"), slow.Url), NotRetrying);
        await Wire("quick", "/");
        await _house.Put("slow", times: 40);
        await _house.Put("quick", times: 30);
        for (var arrived = 0; arrived < 30; arrived++)
        {
            await _endpoint.Next();
        }

        _house.Deliveries().ShouldContain(delivery => delivery.Source.EndsWith("/slow", StringComparison.Ordinal) && delivery.State == DeliveryState.Pending);
        var cut = await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped);
        cut.ErrorCode.ShouldBe("TIMEOUT");
        cut.ErrorMessage!.ShouldContain("5 seconds");
        release.SetResult();
    }

    [Fact]
    public async Task A_body_that_the_target_made_too_large_is_not_sent()
    {
        var destination = await _house.Destination("large", await _house.ApiKeyConnection(), _endpoint.Url);
        await _house.Rule("large", destination, ""","InputTransformer":{"InputPathsMap":{"t":"$.detail.text"},"InputTemplate":"{\"a\":\"<t>\",\"b\":\"<t>\",\"c\":\"<t>\"}"}""");
        await _house.Put("large", JsonObject.Of(("text", new string('x', 400_000))).ToString());
        var delivery = await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped);
        delivery.ErrorCode.ShouldBe("SDK_CLIENT_ERROR");
        delivery.ErrorMessage!.ShouldContain("1048576");
        _endpoint.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_destination_gets_no_more_a_second_than_its_rate_while_others_go_on()
    {
        await using var limited = new Endpoint();
        await _house.Rule("limited", await _house.Destination("limited", await _house.ApiKeyConnection("limited"), limited.Url, ""","InvocationRateLimitPerSecond":40"""));
        await Wire("free", "/");
        await _house.Put("limited", times: 60);
        await _house.Put("free", times: 30);
        for (var arrived = 0; arrived < 30; arrived++)
        {
            await _endpoint.Next();
        }

        var times = new List<DateTimeOffset>();
        while (times.Count < 60)
        {
            times.Add((await limited.Next()).At);
        }

        times.Sort();

        // 60 at 40 a second, the first two of them at once, take 58 steps of 25 ms; a tenth for the machine's clocks.
        (times[^1] - times[0]).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(58 * 25 * 0.9));
    }

    [Fact]
    public async Task What_waits_for_its_turn_when_the_process_stops_goes_out_at_the_next_start()
    {
        await Wire("turns", "/", "", ""","InvocationRateLimitPerSecond":2""");
        await _house.Put("turns", times: 8);
        await _endpoint.Next();
        await _house.Stop();
        await _house.Start();
        for (var arrived = 1; arrived < 8; arrived++)
        {
            await _endpoint.Next();
        }

        await _house.Delivery(_ => _house.Deliveries().TrueForAll(delivery => delivery is { State: DeliveryState.Delivered, Attempts: 0 }));
    }

    [Fact]
    public async Task A_destination_that_is_gone_and_a_connection_that_is_not_authorized_say_so()
    {
        await Wire("gone", "/", Retrying);
        await _house.Call("DeauthorizeConnection", """{"Name":"gone"}""");
        await _house.Put("gone");
        var waiting = await _house.Delivery(delivery => delivery is { State: DeliveryState.Pending, Attempts: > 0 });
        waiting.ErrorCode.ShouldBe("NO_PERMISSIONS");
        waiting.ErrorMessage!.ShouldContain("DEAUTHORIZED");
        await _house.Call("DeleteApiDestination", """{"Name":"gone"}""");
        (await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped)).ErrorCode.ShouldBe("NO_RESOURCE");
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_gets_no_request()
    {
        using var key = ECDsa.Create();
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await using var untrusted = new Endpoint(certificate: certificate);
        untrusted.Url.ShouldStartWith("https://");
        await _house.Rule("tls", await _house.Destination("tls", await _house.ApiKeyConnection(), untrusted.Url), NotRetrying);
        await _house.Put("tls");
        (await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped)).ErrorCode.ShouldBe("CONNECTION_FAILURE");
        untrusted.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_of_another_account_cannot_use_a_destination()
    {
        var theirs = "arn:aws:events:us-east-1:111111111111:api-destination/d/00000000-0000-4000-8000-000000000000";
        var edit = _house.Engines.Store.Run(state =>
        {
            var edit = new ResourceEdit(state);
            edit.Put(new("111111111111", "us-east-1"), "events:api-destination", "d", JsonObject.Of(
                ("ApiDestinationArn", theirs), ("Name", "d"), ("ConnectionArn", "x"), ("InvocationEndpoint", _endpoint.Url), ("HttpMethod", "POST")));
            return new ResourceStep<bool>(edit, true);
        });
        await edit.Durable;
        await _house.Rule("foreign", theirs);
        await _house.Put("foreign");
        (await _house.Delivery(delivery => delivery.State == DeliveryState.Dropped)).ErrorCode.ShouldBe("NO_PERMISSIONS");
    }

    private async Task Wire(string name, string path, string target = "", string destination = "") => await _house.Rule(
        name, await _house.Destination(name, await _house.ApiKeyConnection(name), _endpoint.Url + path, destination), target);
}

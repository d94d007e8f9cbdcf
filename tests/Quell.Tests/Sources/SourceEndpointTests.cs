using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;
using Quell.Sources;

namespace Quell.Tests.Sources;

/// <summary>What listens under /sources, over HTTP.</summary>
public sealed class SourceEndpointTests(SourceHouse house) : IClassFixture<SourceHouse>
{
    private const string Alert = """{"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"Down","severity":"critical"},"annotations":{},"startsAt":"2026-03-01T04:05:06Z","fingerprint":"f"}]}""";

    private static readonly (string, string) Bearer = ("Authorization", "Bearer " + SourceHouse.Secret);
    private static readonly (string, string) Key = ("x-api-key", SourceHouse.Secret);

    [Fact]
    [Trait("Requirement", "D27")]
    public async Task Each_products_webhook_becomes_events_with_the_proof_that_it_gives()
    {
        await ShouldBecome("alerts", Alert, "Alertmanager Alert", Bearer);
        await ShouldBecome("grafana", """{"orgId":1,"alerts":[{"status":"firing","labels":{}}]}""", "Grafana Alert", "X-Grafana-Alerting-Signature", "");
        await ShouldBecome("datadog", """{"title":"t"}""", "Datadog Alert", ("X-Quell-Token", SourceHouse.Secret));
        await ShouldBecome("pagerduty", """{"event":{"id":"1","event_type":"incident.triggered","data":{}}}""", "PagerDuty incident.triggered", "X-PagerDuty-Signature", "v1=");
        await ShouldBecome("github", "{}", "GitHub push", "X-Hub-Signature-256", "sha256=", ("X-GitHub-Event", "push"), ("X-GitHub-Delivery", Guid.NewGuid().ToString()));
        await ShouldBecome("zabbix", """{"event_id":"1"}""", "Zabbix Problem", Bearer);
        await ShouldBecome("dhcp", """{"mac":"00:11:22:33:44:55"}""", "Device Connected", Bearer);
        await ShouldBecome("any", """[1,{"a":2}]""", "Webhook", Bearer);
        await ShouldBecome("basic", "{}", "Webhook", ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("quell:" + SourceHouse.Secret))));
    }

    [Fact]
    [Trait("Requirement", "D7")]
    public async Task What_a_webhook_brings_goes_into_the_archives_of_its_bus()
    {
        var archive = JsonObject.Of(
            ("ArchiveName", "webhooks"), ("EventSourceArn", "arn:aws:events:us-east-1:000000000000:event-bus/default"), ("Incarnation", 4_711));
        await house.Engines.Store.Run(state =>
        {
            var edit = new Quell.Engine.Resources.ResourceEdit(state);
            edit.Put(new("000000000000", "us-east-1"), Quell.Archives.ArchiveTypes.Archive, "webhooks", archive);
            return new Quell.Accounts.ResourceStep<bool>(edit, true);
        }).Durable;

        (await house.Post("alerts", Alert, headers: [Bearer])).Status.ShouldBe(200);

        house.Engines.Journal.Read(Quell.Archives.ArchiveTable.Totals)[4_711].Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Requirement", "D27")]
    public async Task Over_TLS_there_are_the_sources_that_check_who_sends_and_nothing_else()
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost" };
        using var http = new HttpClient(handler) { BaseAddress = house.Outside };
        http.BaseAddress.Scheme.ShouldBe("https");
        (await Send(HttpMethod.Post, "/sources/alerts", SourceHouse.Secret)).ShouldBe(200);
        (await Send(HttpMethod.Post, "/sources/alerts", "wrong")).ShouldBe(401);
        (await Send(HttpMethod.Post, "/sources/open", SourceHouse.Secret)).ShouldBe(403);
        foreach (var elsewhere in (string[])["/", "/health", "/api/v1/info", "/sources", "/sourcesx/alerts", "/2018-06-01/runtime/invocation/next", "/../api/v1/info"])
        {
            (await Send(HttpMethod.Get, elsewhere, SourceHouse.Secret)).ShouldBe(404, elsewhere);
        }

        // A call of an AWS API is none there.
        using var call = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("Action=GetCallerIdentity&Version=2011-06-15") };
        call.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00");
        using var answer = await http.SendAsync(call);
        ((int)answer.StatusCode).ShouldBe(404);

        async Task<int> Send(HttpMethod method, string path, string secret)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = method == HttpMethod.Post ? new StringContent(Alert, Encoding.UTF8, "application/json") : null;
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + secret);
            using var response = await http.SendAsync(request);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("alerts", "Bearer")]
    [InlineData("grafana", "")]
    [InlineData("datadog", "")]
    [InlineData("basic", "Basic realm=\"quell\", charset=\"UTF-8\"")]
    [InlineData("aws", "")]
    public async Task Without_the_proof_nothing_is_taken(string source, string challenge)
    {
        var before = (await house.Events()).Count;
        foreach (var headers in new (string, string)[][] { [], [("Authorization", "Bearer wrong"), ("X-Quell-Token", "wrong"), ("x-api-key", "wrong"), ("X-Grafana-Alerting-Signature", "00")] })
        {
            var answer = await house.Post(source, Alert, headers: headers);
            (answer.Status, answer.Challenge).ShouldBe((401, challenge));
            answer.Body.ToString().ShouldNotContain(SourceHouse.Secret);
        }

        (await house.Events()).Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_signed_request_is_good_for_five_minutes()
    {
        const string Body = """{"orgId":1,"alerts":[{}]}""";
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        (await At(now)).Ids.Count.ShouldBe(1);
        var old = await At(now - 3_600);
        (old.Status, old.Detail).ShouldBe((401, "The signature's time is more than 300 seconds from now."));

        Task<SourceAnswer> At(long time)
        {
            var stamp = time.ToString(CultureInfo.InvariantCulture);
            return house.Post("stamped", Body, headers: [("X-Stamp", stamp), ("X-Grafana-Alerting-Signature", Sign($"{stamp}:{Body}"))]);
        }
    }

    [Fact]
    public async Task What_is_refused_is_told_why()
    {
        await ShouldBe(404, "There is no source 'nope' here.", house.Post("nope", "{}"));
        await ShouldBe(405, "POST", house.Send(HttpMethod.Get, "alerts", [], ""));
        await ShouldBe(413, "over the source's limit of 64 bytes", house.Post("small", $"\"{new string('x', 100)}\"", headers: [Bearer]));
        await ShouldBe(413, "over the source's limit of 64 bytes", house.Post("small", $"\"{new string('x', 100)}\"", headers: [Bearer, ("Transfer-Encoding", "chunked")]));
        await ShouldBe(415, "application/json", house.Post("alerts", Alert, "text/plain", Bearer));
        await ShouldBe(415, "encoded", house.Post("alerts", Alert, headers: [Bearer, ("Content-Encoding", "gzip")]));
        await ShouldBe(400, "The body is not JSON", house.Post("alerts", Alert[..^1], headers: [Bearer]));
        await ShouldBe(400, "$.body.version is missing", house.Post("alerts", "{}", headers: [Bearer]));
        await ShouldBe(400, "AWS's own", house.Post("open", """{"specversion":"1.0","id":"1","source":"aws.ec2","type":"t"}""", "application/cloudevents+json"));
        await ShouldBe(413, "An event of", house.Post("large", $"[\"{new string('x', 1024 * 1024)}\"]"));
        await ShouldBe(413, "together", house.Post("large", $"[{string.Join(',', Enumerable.Repeat($"\"{new string('x', 1024 * 1000)}\"", 18))}]"));

        var astray = await house.Post("astray", "{}");
        (astray.Status, astray.RetryAfter).ShouldBe((503, "5"));
        astray.Detail.ShouldContain("event bus nowhere does not exist");

        var source = await house.Source("astray");
        (source.Long("taken"), source.Long("refused"), source.String("lastRefusal")).ShouldBe((0, 1, astray.Detail));
    }

    [Fact]
    [Trait("Requirement", "N10")]
    public async Task The_event_of_an_API_destination_keeps_all_that_it_has()
    {
        var id = Guid.NewGuid().ToString();
        var body = $$"""{"version":"0","id":"{{id}}","detail-type":"EC2 Instance State-change Notification","source":"aws.ec2","account":"123456789012","time":"2026-03-01T04:05:06Z","region":"eu-west-1","resources":["arn:aws:ec2:eu-west-1:123456789012:instance/i-1"],"detail":{"state":"running","n":1.50} }""".Replace("} }", "}}", StringComparison.Ordinal);

        var answer = await house.Post("aws", body, headers: [Key]);

        answer.Ids.ShouldBe([id]);
        (await house.Event(id)).ToString().ShouldBe(body);
    }

    /// <summary>An event that a replay in the account sends again has its old id, and is meant to be taken again: once a replay.</summary>
    [Fact]
    public async Task A_replayed_event_is_another_than_the_first_and_the_same_within_its_replay()
    {
        var id = Guid.NewGuid().ToString();
        (await house.Post("aws", Event(id), headers: [Key])).Repeated.ShouldBe(0);
        (await Replayed("again-1")).Repeated.ShouldBe(0);
        (await Replayed("again-1")).Repeated.ShouldBe(1);
        (await Replayed("again-2")).Repeated.ShouldBe(0);

        var stored = (await house.Events()).Where(one => one.String("id") == id).Select(one => one.String("replay-name") ?? "");
        stored.ShouldBe(["again-2", "again-1", ""]);
        (await house.Post("aws", Event(id).Replace("\"source\"", "\"replay-name\":\"no name\",\"source\"", StringComparison.Ordinal), headers: [Key])).Status.ShouldBe(400);

        Task<SourceAnswer> Replayed(string name) =>
            house.Post("aws", Event(id).Replace("\"source\"", $"\"replay-name\":\"{name}\",\"source\"", StringComparison.Ordinal), headers: [Key]);
    }

    [Fact]
    public async Task An_event_that_only_a_replay_brought_is_found_by_its_id()
    {
        var id = Guid.NewGuid().ToString();
        await house.Post("aws", Event(id).Replace("\"source\"", "\"replay-name\":\"again\",\"source\"", StringComparison.Ordinal), headers: [Key]);

        (await house.Event(id)).String("replay-name").ShouldBe("again");
    }

    [Fact]
    public async Task An_event_that_comes_again_is_known_also_after_a_restart()
    {
        using var own = new SourceHouse();
        await own.InitializeAsync();
        var id = Guid.NewGuid().ToString();
        (await Put()).Repeated.ShouldBe(0);
        (await Put()).Repeated.ShouldBe(1);
        await own.Restart();
        var again = await Put();

        (again.Status, again.Repeated).ShouldBe((200, 1));
        again.Ids.ShouldBe([id]);
        (await own.Events()).Count(one => one.String("id") == id).ShouldBe(1);
        await own.DisposeAsync();

        Task<SourceAnswer> Put() => own.Post("aws", Event(id), headers: [Key]);
    }

    [Fact]
    public async Task An_event_that_comes_many_times_at_once_is_taken_once()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid().ToString()).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => house.Post("aws", Event(ids[number % ids.Length]), headers: [Key])));

        answers.Sum(answer => answer.Repeated).ShouldBe(95);
        (await house.Events()).Count(one => ids.Contains(one.String("id"))).ShouldBe(5);
    }

    [Fact]
    public async Task Batches_that_share_events_in_another_order_do_not_wait_for_each_other_for_ever()
    {
        var ids = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid().ToString()).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => house.Post(
            "open", $"[{string.Join(',', (number % 2 == 0 ? ids : ids.AsEnumerable().Reverse()).Select(CloudEvent))}]", "application/cloudevents-batch+json")));

        answers.Sum(answer => answer.Repeated).ShouldBe(39 * 20);
    }

    /// <summary>An event that Quell made and that some other bus sends back is the same event: it does not go round.</summary>
    [Fact]
    public async Task An_event_of_Quells_own_that_comes_back_is_known()
    {
        var mine = (await house.Post("any", "{}", headers: [Bearer])).Ids.Single();
        var answer = await house.Post("aws", Event(mine), headers: [Key]);

        answer.Repeated.ShouldBe(1);
        (await house.Events()).Count(one => one.String("id") == mine).ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_is_taken_whole_or_not_at_all()
    {
        var good = Guid.NewGuid().ToString();
        var refused = await house.Post("open", $"[{CloudEvent(good)},{{\"specversion\":\"1.0\"}}]", "application/cloudevents-batch+json");

        refused.Status.ShouldBe(400);
        refused.Detail.ShouldContain("$[1].id");
        (await house.Post("open", CloudEvent(good), "application/cloudevents+json")).Repeated.ShouldBe(0);
    }

    [Fact]
    public async Task Proofs_and_cookies_never_reach_an_event()
    {
        await house.Post("dhcp-log", "DHCPACK on 10.1.0.17 to 00:11:22:33:44:55 (hush) via eth1\nnothing", "text/plain", Bearer, ("Cookie", "session=" + SourceHouse.Secret));

        (await house.Events()).ShouldAllBe(one => !one.ToString().Contains(SourceHouse.Secret, StringComparison.Ordinal));
        (await house.Source("dhcp-log")).ToString().ShouldNotContain(SourceHouse.Secret);
        (await house.Source("dhcp-log")).Long("ignored").ShouldBe(1);
    }

    [Fact]
    public async Task No_bytes_at_a_source_are_an_error_of_ours()
    {
        var random = new Random(42);
        foreach (var source in new[] { "large", "open" })
        {
            for (var round = 0; round < 200; round++)
            {
                var body = new byte[random.Next(200)];
                random.NextBytes(body);
                var type = random.Next(4) switch { 0 => "application/cloudevents+json", 1 => "application/cloudevents-batch+json", 2 => "application/json", _ => "" };
                var answer = await house.Send(HttpMethod.Post, source, body, type, random.Next(2) == 0 ? [("ce-specversion", "1.0"), ("ce-id", "%"), ("ce-source", "\"\\"), ("ce-type", "%zz")] : []);
                (answer.Status is 200 or (>= 400 and < 500)).ShouldBeTrue($"{answer.Status} {answer.Detail}");
            }
        }
    }

    private static string Event(string id) =>
        $$"""{"version":"0","id":"{{id}}","detail-type":"t","source":"app","account":"123456789012","time":"2026-03-01T04:05:06Z","region":"eu-west-1","resources":[],"detail":{} }""".Replace("} }", "}}", StringComparison.Ordinal);

    private static string CloudEvent(string id) => $$"""{"specversion":"1.0","id":"{{id}}","source":"/app","type":"t"}""";

    private static async Task ShouldBe(int status, string detail, Task<SourceAnswer> asked)
    {
        var answer = await asked;
        answer.Status.ShouldBe(status, answer.Body.ToString());
        answer.Detail.ShouldContain(detail);
    }

    private Task ShouldBecome(string source, string body, string type, string header, string prefix, params (string, string)[] headers) =>
        ShouldBecome(source, body, type, [(header, prefix + Sign(body)), .. headers]);

    private async Task ShouldBecome(string source, string body, string type, params (string, string)[] headers)
    {
        var ids = (await house.Post(source, body, headers: headers)).Ids;
        ids.ShouldNotBeEmpty(source);
        foreach (var id in ids)
        {
            (await house.Event(id)).String("detail-type").ShouldBe(type);
        }
    }

    private static string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SourceHouse.Secret), Encoding.UTF8.GetBytes(text)));
}

using Quell.Engine.Json;
using Quell.Tests.Cli;

namespace Quell.Tests.Api;

public sealed class ApiTests(RunningQuell quell) : IClassFixture<RunningQuell>
{
    private const string Nowhere = "arn:aws:sqs:us-east-1:000000000000:nowhere";

    [Fact]
    [Trait("Requirement", "N2")]
    public async Task Event_trigger_and_action_lead_to_each_other()
    {
        await quell.PutRule("links", """{"source":["test.links"]}""", "arn:aws:sqs:us-east-1:000000000000:links");
        await quell.PutRule("others", """{"source":["test.others"]}""", "arn:aws:sqs:us-east-1:000000000000:others");
        var id = await quell.PutEvent("test.links");
        foreach (var query in new[]
                 {
                     "rule=links", "rule=arn:aws:events:us-east-1:000000000000:rule/links", "target=links",
                     "target=arn:aws:sqs:us-east-1:000000000000:links", $"event={id}", "event={\"source\":[\"test.links\"]}",
                     "event={\"source\":\"test.links\",\"detail-type\":\"t\"}",
                 })
        {
            var rule = (await quell.Get("rules?" + query)).Body.Array("rules").Objects.ShouldHaveSingleItem(query);
            rule.String("name").ShouldBe("links");
            rule.String("pattern").ShouldBe("""{"source":["test.links"]}""");
            rule.Array("targets").Objects.Single().String("arn").ShouldBe("arn:aws:sqs:us-east-1:000000000000:links");
        }
    }

    [Fact]
    public async Task Why_tells_the_chain_from_an_event_and_from_a_delivery()
    {
        await quell.PutRule("why", """{"source":["test.why"]}""", Nowhere);
        var id = await quell.PutEvent("test.why");
        var listed = await quell.Until($"deliveries?event={id}&state=dead", body => body.Array("deliveries").Count == 1);
        var delivery = listed.Array("deliveries").Objects.Single();
        delivery.String("state").ShouldBe("dropped");
        delivery.String("errorCode").ShouldBe("NO_RESOURCE");
        foreach (var (link, kind) in new[] { (id, "event"), (delivery.Long("id").ToString(), "delivery") })
        {
            var chain = (await quell.Get($"why/{link}")).Body;
            chain.String("kind").ShouldBe(kind);
            chain.Object("event").ShouldNotBeNull().Object("event").ShouldNotBeNull().String("id").ShouldBe(id);
            var rule = chain.Array("rules").Objects.ShouldHaveSingleItem();
            rule.String("name").ShouldBe("why");
            rule.Array("deliveries").Objects.ShouldHaveSingleItem().Long("id").ShouldBe(delivery.Long("id"));
        }
    }

    [Fact]
    [Trait("Requirement", "D7")]
    public async Task A_given_up_delivery_is_sent_again_on_request()
    {
        await quell.PutRule("again", """{"source":["test.again"]}""", Nowhere);
        var id = await quell.PutEvent("test.again");
        var dead = $"deliveries?event={id}&state=dead";
        var delivery = (await quell.Until(dead, body => body.Array("deliveries").Count == 1)).Array("deliveries").Objects.Single();
        var ended = delivery.String("ended");
        var (status, answer) = await quell.Post("deliveries/redrive", $$"""{"ids":[{{delivery.Long("id")}}]}""");
        status.ShouldBe(200);
        answer.Array("redriven").Count.ShouldBe(1);
        await quell.Until(dead, body => body.Array("deliveries").Objects.Any(again => again.String("ended") != ended));
        (await quell.Post("deliveries/redrive", """{"ids":[999999999]}""")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Pages_of_events_meet_without_gap_or_overlap()
    {
        for (var number = 0; number < 5; number++)
        {
            await quell.PutEvent("test.pages");
        }

        var all = (await quell.Get("events")).Body.Array("events").Objects.Select(stored => stored.Long("sequence")).ToList();
        var paged = new List<long?>();
        var next = (long?)long.MaxValue;
        while (next is not null && paged.Count < all.Count)
        {
            var page = (await quell.Get($"events?limit=2&before={next}")).Body;
            paged.AddRange(page.Array("events").Objects.Select(stored => stored.Long("sequence")));
            next = page.Long("next");
        }

        paged.Take(all.Count).ShouldBe(all);
        all.ShouldBe(all.OrderDescending());
    }

    [Fact]
    public async Task The_tail_shows_an_event_when_it_comes()
    {
        await using var stream = await quell.Stream("events/stream");
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe(": events");
        var id = await quell.PutEvent("test.tail");
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        }
        while (line is not null && !line.Contains(id, StringComparison.Ordinal));
        line.ShouldNotBeNull().ShouldStartWith("data: {\"sequence\":");
    }

    [Theory]
    [InlineData("nope", 404)]
    [InlineData("events?limit=0", 400)]
    [InlineData("events?limit=x", 400)]
    [InlineData("events?colour=red", 400)]
    [InlineData("events/nope", 404)]
    [InlineData("deliveries?state=lost", 400)]
    [InlineData("deliveries/x", 404)]
    [InlineData("executions/x", 404)]
    [InlineData("changes/x", 404)]
    [InlineData("changes?event=a&execution=b", 400)]
    [InlineData("changes?execution=nope", 404)]
    [InlineData("changes?event=nope", 404)]
    [InlineData("executions?event=nope", 404)]
    [InlineData("executions?before=5", 400)]
    [InlineData("why/x", 404)]
    [InlineData("mail/x", 404)]
    [InlineData("mail/..%2Fquell", 404)]
    [InlineData("stacks/x", 404)]
    [InlineData("rules?event={", 400)]
    public async Task A_wrong_request_is_answered_with_a_problem(string path, int status)
    {
        var (answered, body) = await quell.Get(path);
        answered.ShouldBe(status);
        body.Long("status").ShouldBe(status);
        body.String("detail").ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("events", "nonsense")]
    [InlineData("events", "[]")]
    [InlineData("events", "{}")]
    [InlineData("deliveries/redrive", "{}")]
    [InlineData("deliveries/redrive", """{"ids":["x"]}""")]
    public async Task A_wrong_body_is_answered_with_a_problem(string path, string body) => (await quell.Post(path, body)).Status.ShouldBe(400);

    [Fact]
    public async Task The_description_names_every_operation_and_only_schemas_that_there_are()
    {
        var document = (await quell.Get("openapi.json")).Body;
        var schemas = document.Object("components").ShouldNotBeNull().Object("schemas").ShouldNotBeNull();
        foreach (var part in document.ToString().Split("#/components/schemas/").Skip(1))
        {
            schemas.Has(part[..part.IndexOf('"')]).ShouldBeTrue(part[..20]);
        }

        document.Object("paths").ShouldNotBeNull().Names.ShouldContain("/api/v1/why/{id}");
    }

    [Fact]
    public async Task Replayed_events_keep_their_source_and_account_and_reach_rules()
    {
        await quell.PutRule("replayed", """{"source":["aws.ec2"],"detail":{"eventName":["CreateVpc"]}}""", Nowhere);
        using var folder = new TemporaryFolder();
        var log = folder.Write("log.json", """{"Records":[{"eventSource":"ec2.amazonaws.com","eventName":"CreateVpc","eventTime":"2023-07-10T12:00:00Z","awsRegion":"eu-west-1","recipientAccountId":"218007301253","readOnly":false}]}""");
        using var shell = new Shell();
        (await shell.Run("replay", log, "--deliver", "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(0);
        shell.Out.ShouldContain("replayed matches 1 time.");
        shell.Out.ShouldContain("1 event put on the bus.");
        var body = await quell.Until("deliveries?source=arn:aws:events:us-east-1:000000000000:rule/replayed", found => found.Array("deliveries").Count == 1);
        var id = body.Array("deliveries").Objects.Single().String("event");
        var one = (await quell.Get($"events/{id}")).Body.Object("event").ShouldNotBeNull();
        one.String("account").ShouldBe("218007301253");
        one.String("time").ShouldBe("2023-07-10T12:00:00Z");
    }

    [Fact]
    public async Task Every_listing_of_the_command_line_answers_as_text_and_as_json()
    {
        await quell.PutRule("listed", """{"source":["test.listed"]}""", Nowhere);
        var id = await quell.PutEvent("test.listed");
        await quell.Until($"deliveries?event={id}&state=dead", body => body.Array("deliveries").Count == 1);
        foreach (var (arguments, name) in new[]
                 {
                     ("events", "events"), ("events --since 1h", "events"), ("rules", "rules"), ("deliveries --dead", "deliveries"),
                     ("changes", "changes"), ("mail", "mail"), ("stacks", "stacks"), ($"why {id}", "rules"),
                 })
        {
            using var shell = new Shell();
            string[] args = [.. arguments.Split(' '), "--endpoint", quell.Endpoint.OriginalString];
            (await shell.Run(args)).ShouldBe(0, shell.Error);
            shell.Out.ShouldNotBeEmpty();
            using var json = new Shell();
            (await json.Run([.. args, "--output", "json"])).ShouldBe(0);
            ((JsonObject)JsonValue.Parse(json.Out)).Has(name).ShouldBeTrue(arguments);
        }
    }
}

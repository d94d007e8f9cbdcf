using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Tests.Api;
using Quell.Tests.Deliveries;

namespace Quell.Tests.Events;

/// <summary>The whole server acts because of events, on all that an event asks for, and never of itself.</summary>
public sealed class ActingOnEventsTests : IAsyncLifetime, IDisposable
{
    private const string Here = "us-east-1:000000000000";

    private readonly ManualTime _time = new();
    private readonly RunningQuell _quell;

    public ActingOnEventsTests() => _quell = new RunningQuell(_time);

    public Task InitializeAsync() => _quell.InitializeAsync();

    public Task DisposeAsync() => _quell.DisposeAsync();

    public void Dispose() => _quell.Dispose();

    [Fact]
    [Trait("Requirement", "N1")]
    public async Task Nothing_happens_in_ten_idle_minutes_and_an_event_sets_its_action_going_at_once()
    {
        await Queue("acted");
        await _quell.PutRule("act", """{"source":["test.act"]}""", $"arn:aws:sqs:{Here}:acted");
        (await _quell.Get("rules")).Body.Array("rules").Objects.ShouldAllBe(rule => !rule.Has("schedule"));

        var before = await Counts();
        for (var seconds = 0; seconds < 600; seconds += 5)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        var after = await Counts();
        after.ShouldBe(before);
        after.Skip(1).ShouldAllBe(count => count == 0);

        // The clock stands still from here on: what acts now does not wait for a time to come.
        var id = await _quell.PutEvent("test.act");
        await _quell.Until("deliveries", body => body.Array("deliveries").Objects.Any(delivery => delivery.String("state") == "delivered"));
        (await Messages("acted")).ShouldHaveSingleItem().String("id").ShouldBe(id);
        (await _quell.Get("deliveries")).Body.Array("deliveries").Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Requirement", "N10")]
    public async Task An_event_of_an_own_application_is_routed_alike_however_it_comes_in()
    {
        await Queue("orders");
        await _quell.PutRule("orders", """{"source":["com.example.orders"],"detail":{"total":[{"numeric":[">",100]}]}}""", $"arn:aws:sqs:{Here}:orders");

        await _quell.Aws("events", "AWSEvents.PutEvents", """{"Entries":[{"Source":"com.example.orders","DetailType":"order placed","Detail":"{\"total\":250}","Resources":["order/1"]}]}""");
        var (status, _) = await _quell.Post("events", """{"events":[{"source":"com.example.orders","detail-type":"order placed","detail":{"total":250},"resources":["order/1"]},{"source":"com.example.orders","detail-type":"order placed","detail":{"total":50}}]}""");

        status.ShouldBe(200);
        await _quell.Until("deliveries", body => body.Array("deliveries").Objects.Count(delivery => delivery.String("state") == "delivered") == 2);
        var events = (await Messages("orders")).Select(one => one.With("id", null).With("time", null)).ToList();
        events.Count.ShouldBe(2);
        events[0].ShouldBe(events[1]);
        events[0].Names.ShouldBe(["version", "detail-type", "source", "account", "region", "resources", "detail"]);
    }

    [Fact]
    [Trait("Requirement", "N11")]
    public async Task A_rule_with_three_targets_reaches_those_that_work()
    {
        await Queue("first");
        await Queue("second");
        await _quell.PutRule("three", """{"source":["test.three"]}""", $"arn:aws:sqs:{Here}:first");
        await _quell.Aws("events", "AWSEvents.PutTargets",
            $$"""{"Rule":"three","Targets":[{"Id":"gone","Arn":"arn:aws:lambda:{{Here}}:function:gone"},{"Id":"two","Arn":"arn:aws:sqs:{{Here}}:second"}]}""");

        var id = await _quell.PutEvent("test.three");

        var body = await _quell.Until($"deliveries?event={id}", found => found.Array("deliveries").Objects.Count(delivery => delivery.String("state") != "pending") == 3);
        body.Array("deliveries").Objects.Select(delivery => (delivery.String("target")?.Split(':')[^1], delivery.String("state")))
            .ShouldBe([("first", "delivered"), ("gone", "dropped"), ("second", "delivered")], ignoreOrder: true);
        (await Messages("first")).ShouldHaveSingleItem().String("id").ShouldBe(id);
        (await Messages("second")).ShouldHaveSingleItem().String("id").ShouldBe(id);
    }

    [Fact]
    [Trait("Requirement", "N29")]
    public async Task A_delivery_that_is_handed_on_ten_times_has_one_effect()
    {
        await using var test = new TestBus();
        await test.Journal.Write(connection => connection.Script("CREATE TABLE effects (delivery INTEGER)"));
        test.Functions.Behaviour = (delivery, _) => Task.FromResult(new HandOver(
            connection => connection.Execute("INSERT INTO effects VALUES (?1)", delivery.Id), null));
        var prepared = test.Dispatcher.Prepare([new() { Source = "rule", Target = "arn:aws:lambda:us-east-1:1:function:fix", Spec = JsonObject.Empty, Payload = "{}"u8.ToArray() }]);
        await test.Journal.Write(connection => prepared.Write?.Invoke(connection));

        for (var times = 0; times < 10; times++)
        {
            prepared.Committed?.Invoke();
        }

        await TestBus.Until(() => test.Rows()[0].State == DeliveryState.Delivered);
        await test.Restart();
        test.Journal.Read(connection => connection.Number("SELECT count(*) FROM effects")).ShouldBe(1);
    }

    [Fact]
    [Trait("Requirement", "N29")]
    public async Task The_same_events_on_the_same_rules_make_the_same_deliveries()
    {
        List<List<string>> plans = [];
        for (var times = 0; times < 2; times++)
        {
            await using var test = new TestBus();
            await test.Restart(start: false);
            for (var rule = 0; rule < 20; rule++)
            {
                test.Rule($"rule-{rule}", $$"""{"source":["app-{{rule % 4}}", {"wildcard": "*-{{rule % 3}}"}]}""",
                    TestBus.Target("1", "arn:aws:lambda:us-east-1:123456789012:function:fix"), TestBus.Target("2", "arn:aws:sqs:us-east-1:123456789012:fixes"));
            }

            await test.Commit(test.Bus.Prepare([.. Enumerable.Range(0, 12).Select(number => test.Event($"app-{number % 5}", number))]));
            plans.Add(test.Journal.Read(connection => connection.Query(
                "SELECT source, target, event_seq FROM deliveries ORDER BY 1, 2, 3", row => $"{row.GetString(0)} {row.GetString(1)} {row.GetInt64(2)}")));
        }

        plans[0].Count.ShouldBeGreaterThan(100);
        plans[1].ShouldBe(plans[0]);
    }

    /// <summary>How many events (the calls that set the test up are some), deliveries, executions and changes there are.</summary>
    private async Task<int[]> Counts()
    {
        var counts = new List<int>();
        foreach (var kind in new[] { "events", "deliveries", "executions", "changes" })
        {
            counts.Add((await _quell.Get(kind)).Body.Array(kind).Count);
        }

        return [.. counts];
    }

    private Task<JsonObject> Queue(string name) => _quell.Aws("sqs", "AmazonSQS.CreateQueue", $$"""{"QueueName":"{{name}}"}""");

    private async Task<List<JsonObject>> Messages(string queue)
    {
        var answer = await _quell.Aws("sqs", "AmazonSQS.ReceiveMessage",
            $$"""{"QueueUrl":"{{_quell.Endpoint.OriginalString.TrimEnd('/')}}/000000000000/{{queue}}","MaxNumberOfMessages":10}""");
        return [.. answer.Array("Messages").Objects.Select(message => (JsonObject)JsonValue.Parse(message.String("Body") ?? ""))];
    }
}

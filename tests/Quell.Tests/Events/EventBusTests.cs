using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;

namespace Quell.Tests.Events;

public sealed class EventBusTests
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:fix";
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:fixes";

    [Fact]
    [Trait("Requirement", "R4")]
    public async Task Delivers_the_whole_event_to_the_target_of_a_matching_rule()
    {
        await using var test = new TestBus();
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function));

        await test.Commit(test.Bus.Prepare([test.Event(), test.Event("other")]));

        await TestBus.Until(() => test.Rows() is [{ State: DeliveryState.Delivered }]);
        var delivery = test.Functions.Accepted.ShouldHaveSingleItem();
        var envelope = JsonValue.Parse(delivery.Payload.Span).ShouldBeOfType<JsonObject>();
        envelope.Names.ShouldBe(["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"]);
        envelope.String("id").ShouldBe(delivery.EventId);
        envelope.Object("detail").ShouldBe(JsonObject.Of(("n", 1)));
        delivery.Source.ShouldBe("arn:aws:events:us-east-1:123456789012:rule/apps");
    }

    [Fact]
    [Trait("Requirement", "N11")]
    public async Task Delivers_to_each_of_three_targets_although_one_fails()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => throw new DeliveryException("NO_RESOURCE", "Function not found", isTransient: false);
        test.Rule("apps", """{"source": ["app"]}""",
            TestBus.Target("1", Function), TestBus.Target("2", Queue), TestBus.Target("3", "arn:aws:sns:us-east-1:123456789012:team"));

        await test.Commit(test.Bus.Prepare([test.Event()]));

        await TestBus.Until(() => test.Rows().All(row => row.State != DeliveryState.Pending));
        test.Rows().Select(row => (row.Target.Split(':')[2], row.State, row.Code)).ShouldBe(
        [
            ("lambda", DeliveryState.Dropped, "NO_RESOURCE"), ("sqs", DeliveryState.Delivered, null), ("sns", DeliveryState.Delivered, null),
        ], ignoreOrder: true);
    }

    [Fact]
    [Trait("Requirement", "N33")]
    public async Task Delivers_after_a_restart_what_was_committed_before_it()
    {
        await using var test = new TestBus();
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function));
        await test.Restart(start: false);
        await test.Commit(test.Bus.Prepare([test.Event(n: 1), test.Event(n: 2)]));
        test.Functions.Accepted.ShouldBeEmpty();

        await test.Restart();

        await TestBus.Until(() => test.Functions.Accepted.Count == 2 && test.Rows().All(row => row.State == DeliveryState.Delivered));
        test.Functions.Accepted.Select(delivery => TestBus.Text(delivery.Payload)).ShouldAllBe(text => text.Contains("\"n\":"));
        test.Functions.Accepted.Select(delivery => delivery.EventId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Keeps_the_events_of_read_only_calls_from_rules_that_do_not_ask_for_them()
    {
        await using var test = new TestBus();
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function));

        await test.Commit(test.Bus.Prepare([test.Event(readOnly: true)]));

        test.Rows().ShouldBeEmpty();
        test.Journal.Read(connection => connection.Number("SELECT count(*) FROM events")).ShouldBe(0);
    }

    [Fact]
    public async Task Hands_the_events_of_read_only_calls_to_rules_that_ask_for_all_management_events()
    {
        await using var test = new TestBus();
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function));
        test.Rule("all", """{"source": ["app"]}""", TestBus.Target("1", Queue));
        test.Put(BusTypes.Rule, "default/all", test.Store.Current.Get(new(test.Scope, BusTypes.Rule, "default/all"))!.With("State", Rule.AllManagementEvents));

        await test.Commit(test.Bus.Prepare([test.Event(readOnly: true)]));

        test.Rows().ShouldHaveSingleItem().Target.ShouldBe(Queue);
    }

    [Fact]
    public async Task Stops_matching_a_rule_as_soon_as_it_is_disabled()
    {
        await using var test = new TestBus();
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function));
        test.Put(BusTypes.Rule, "default/apps", test.Store.Current.Get(new(test.Scope, BusTypes.Rule, "default/apps"))!.With("State", "DISABLED"));

        await test.Commit(test.Bus.Prepare([test.Event()]));

        test.Rows().ShouldBeEmpty();
    }
}

using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Tests.Events;

namespace Quell.Tests.Deliveries;

public sealed class DeliveryLogTests
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:fix";
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:q";

    [Fact]
    public async Task Finds_an_event_by_its_id_and_its_deliveries_by_event_rule_state_and_target()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => throw new DeliveryException("NO_RESOURCE", "gone", isTransient: false);
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function), TestBus.Target("2", Queue));
        await test.Commit(test.Bus.Prepare([test.Event("other"), test.Event()]));
        await test.Commit(test.Bus.Prepare([test.Event(n: 2)]));
        await TestBus.Until(() => test.Rows() is { Count: 4 } rows && rows.All(row => row.State != DeliveryState.Pending));
        var events = new EventLog(test.Journal, test.Bus.Seed);
        var log = new DeliveryLog(test.Journal, test.Dispatcher);

        var all = events.After(0, 10);
        all.Select(stored => TestBus.Text(stored.Body).Contains("\"other\"")).ShouldBe([true, false, false]);
        events.After(all[0].Sequence, 1).Single().Id.ShouldBe(all[1].Id);
        events.Last().ShouldBe(all[2].Sequence);
        events.Find(all[1].Id)!.Sequence.ShouldBe(all[1].Sequence);
        events.Find(Guid.NewGuid().ToString()).ShouldBeNull();

        log.List(new() { EventSequence = all[1].Sequence }).Select(delivery => (delivery.EventId, delivery.Target, delivery.State))
            .ShouldBe([(all[1].Id, Queue, DeliveryState.Delivered), (all[1].Id, Function, DeliveryState.Dropped)], ignoreOrder: true);
        log.List(new() { State = DeliveryState.Dropped, Target = Function }).Count.ShouldBe(2);
        log.List(new() { Source = BusTypes.RuleArn(test.Scope, "default", "apps"), Limit = 3 }).Count.ShouldBe(3);
        var newest = log.List(new() { Limit = 1 }).Single();
        log.List(new() { Before = newest.Id }).Count.ShouldBe(3);
    }

    [Fact]
    [Trait("Requirement", "D7")]
    public async Task Sends_again_what_was_given_up_and_nothing_else()
    {
        await using var test = new TestBus();
        test.Functions.Behaviour = (_, _) => throw new DeliveryException("NO_RESOURCE", "gone", isTransient: false);
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function), TestBus.Target("2", Queue));
        await test.Commit(test.Bus.Prepare([test.Event()]));
        await TestBus.Until(() => test.Rows() is { Count: 2 } rows && rows.All(row => row.State != DeliveryState.Pending));
        test.Functions.Behaviour = null;
        var log = new DeliveryLog(test.Journal, test.Dispatcher);

        var sent = await log.Redrive([.. test.Rows().Select(row => row.Id), 999]);

        await TestBus.Until(() => test.Rows().All(row => row.State == DeliveryState.Delivered));
        test.Functions.Accepted.ShouldHaveSingleItem().Id.ShouldBe(sent.ShouldHaveSingleItem());
        test.Queues.Accepted.Count.ShouldBe(1);
        log.Find(sent[0])!.ErrorCode.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "source" : [ "app" ] }""")]
    [InlineData("arn:aws:events:us-east-1:123456789012:rule/apps")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:fix")]
    [Trait("Requirement", "N2")]
    public async Task Leads_from_event_trigger_or_action_to_the_other_two(string part)
    {
        await using var test = new TestBus();
        test.Rule("apps", """{"source": ["app"]}""", TestBus.Target("1", Function));
        test.Rule("others", """{"source": ["other"]}""", TestBus.Target("1", Queue));

        RuleLink.Of(test.Store.Current, part).ShouldHaveSingleItem().ShouldBe(new(
            """{"source": ["app"]}""", "arn:aws:events:us-east-1:123456789012:rule/apps", "ENABLED", "1", Function));
    }
}

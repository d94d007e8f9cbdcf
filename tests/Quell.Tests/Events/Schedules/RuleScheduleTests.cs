using Microsoft.Extensions.Logging.Abstractions;
using Quell.Accounts;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Events.Schedules;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Tests.Events.Schedules;

public sealed class RuleScheduleTests
{
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:fix";
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:q";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    [Trait("Requirement", "D5")]
    public async Task Sends_a_scheduled_event_to_the_targets_of_its_rule_alone_once_in_every_period()
    {
        await using var test = new TestBus();
        await using var timers = Timers(test);
        await Rule(test, "tick", "rate(1 minute)", Function);
        test.Rule("all", """{"source":[{"prefix":""}]}""", TestBus.Target("1", Queue));

        for (var minute = 1; minute <= 3; minute++)
        {
            test.Time.Advance(Minute);
            await TestBus.Until(() => test.Functions.Accepted.Count == minute && NextDue(test) > test.Time.GetUtcNow());
        }

        var last = JsonValue.Parse(test.Functions.Accepted.Last().Payload.Span).ShouldBeOfType<JsonObject>();
        last.Without("id").ShouldBe(JsonValue.Parse(
            """
            {"version":"0","detail-type":"Scheduled Event","source":"aws.events","account":"123456789012","time":"2026-01-02T03:07:05Z","region":"us-east-1","resources":["arn:aws:events:us-east-1:123456789012:rule/tick"],"detail":{}}
            """));
        test.Functions.Accepted.ShouldAllBe(delivery => delivery.Source == "arn:aws:events:us-east-1:123456789012:rule/tick");
        test.Queues.Accepted.ShouldBeEmpty();
        await test.Commit(test.Bus.Prepare([test.Event()]));
        var stored = test.Journal.Read(connection => new EventReader(connection).After(0, 10));
        stored.Select(RuleSchedule.RuleOf).Distinct().ShouldBe(["arn:aws:events:us-east-1:123456789012:rule/tick", null]);
    }

    [Fact]
    public async Task Runs_by_its_cron_expression_and_by_its_pattern()
    {
        await using var test = new TestBus();
        await using var timers = Timers(test);
        await test.Call("PutRule", ("Name", "both"), ("EventPattern", """{"source":["app"]}"""), ("ScheduleExpression", "cron(10 3 * * ? *)"));
        await Target(test, "both", Function);

        await test.Commit(test.Bus.Prepare([test.Event()]));
        await TestBus.Until(() => test.Functions.Accepted.Count == 1);
        NextDue(test).ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 10, 0, TimeSpan.Zero));
        test.Time.Advance(TimeSpan.FromSeconds(355));
        await TestBus.Until(() => test.Functions.Accepted.Count == 2);

        await TestBus.Until(() => NextDue(test) == new DateTimeOffset(2026, 1, 3, 3, 10, 0, TimeSpan.Zero));
        (await test.Call("DescribeRule", ("Name", "both"))).String("ScheduleExpression").ShouldBe("cron(10 3 * * ? *)");
        (await test.Call("ListRules")).Array("Rules").Objects.Single().String("ScheduleExpression").ShouldBe("cron(10 3 * * ? *)");
    }

    [Theory]
    [InlineData("rate(1 minute)", 60)]
    [InlineData("cron(10 3 * * ? *)", 355)]
    public async Task Does_not_wait_for_a_clock_that_has_gone_back(string expression, int seconds)
    {
        await using var test = new TestBus();
        await Rule(test, "tick", expression, Function);
        test.Time.Advance(TimeSpan.FromDays(-400));
        await using var timers = Timers(test);

        await TestBus.Until(() => NextDue(test) == test.Time.GetUtcNow().AddSeconds(seconds));
        test.Time.Advance(TimeSpan.FromDays(-400));
        await Rule(test, "other", "rate(30 days)", Queue);
        await TestBus.Until(() => NextDue(test) == test.Time.GetUtcNow().AddSeconds(seconds));

        test.Time.Advance(TimeSpan.FromSeconds(seconds));
        await TestBus.Until(() => test.Functions.Accepted.Count == 1);
    }

    [Fact]
    public async Task Leaves_schedules_as_they_are_while_the_clock_goes_on()
    {
        await using var test = new TestBus();
        await Rule(test, "tick", "rate(5 minutes)", Function);
        var due = NextDue(test);
        test.Time.Advance(Minute);
        await using var timers = Timers(test);
        await Rule(test, "other", "rate(30 days)", Queue);

        test.Time.Advance(4 * Minute);
        await TestBus.Until(() => test.Functions.Accepted.Count == 1);
        NextDue(test).ShouldBe(due + (5 * Minute));
    }

    [Fact]
    public async Task Rests_while_the_rule_is_disabled_and_ends_with_it()
    {
        await using var test = new TestBus();
        await using var timers = Timers(test);
        await Rule(test, "tick", "rate(1 minute)", Function);

        await test.Call("DisableRule", ("Name", "tick"));
        NextDue(test).ShouldBeNull();
        test.Time.Advance(10 * Minute);
        await test.Call("EnableRule", ("Name", "tick"));
        NextDue(test).ShouldBe(test.Time.GetUtcNow() + Minute);
        test.Time.Advance(Minute);
        await TestBus.Until(() => test.Functions.Accepted.Count == 1);

        await test.Call("RemoveTargets", ("Rule", "tick"), ("Ids", JsonArray.From(["1"])));
        await test.Call("DeleteRule", ("Name", "tick"));
        NextDue(test).ShouldBeNull();
        test.Functions.Accepted.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Counts_a_rate_from_where_the_expression_was_set_whatever_else_changes()
    {
        await using var test = new TestBus();
        await Rule(test, "tick", "rate(5 minutes)", Function);
        var due = NextDue(test);

        test.Time.Advance(Minute);
        await test.Call("PutRule", ("Name", "tick"), ("ScheduleExpression", "rate(5 minutes)"), ("Description", "d"));
        NextDue(test).ShouldBe(due);
        await test.Call("PutRule", ("Name", "tick"), ("ScheduleExpression", "rate(6 minutes)"));
        NextDue(test).ShouldBe(test.Time.GetUtcNow() + (6 * Minute));
        await test.Call("PutRule", ("Name", "tick"), ("EventPattern", """{"source":["app"]}"""));
        NextDue(test).ShouldBeNull();
    }

    [Fact]
    public async Task Makes_up_with_one_event_for_all_that_were_missed_while_it_was_down_and_keeps_its_beat()
    {
        await using var test = new TestBus();
        await Rule(test, "tick", "rate(5 minutes)", Function);
        var first = NextDue(test)!.Value;
        test.Time.Advance(TimeSpan.FromMinutes(62));

        await test.Restart();
        await using var timers = Timers(test);
        await TestBus.Until(() => NextDue(test) > test.Time.GetUtcNow());

        NextDue(test).ShouldBe(first + TimeSpan.FromMinutes(60));
        await TestBus.Until(() => test.Functions.Accepted.Count == 1);
        test.Rows().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Keeps_to_the_new_expression_where_the_old_one_was_due()
    {
        await using var test = new TestBus();
        await Rule(test, "tick", "rate(1 minute)", Function);
        test.Time.Advance(Minute);
        await test.Call("PutRule", ("Name", "tick"), ("ScheduleExpression", "rate(2 minutes)"));

        await using var timers = Timers(test);
        test.Time.Advance(2 * Minute);
        await TestBus.Until(() => test.Functions.Accepted.Count == 1);

        NextDue(test).ShouldBe(test.Time.GetUtcNow() + (2 * Minute));
        test.Rows().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("rate(1 minutes)", "default", "Parameter ScheduleExpression is not valid.")]
    [InlineData("cron(0 12 * * * *)", "default", "Parameter ScheduleExpression is not valid.")]
    [InlineData("rate(5 minutes)", "mine", "ScheduleExpression is supported only on the default event bus.")]
    [InlineData("", "default", "Parameter(s) EventPattern or ScheduleExpression must be specified.")]
    public async Task Refuses_in_AWSs_words(string schedule, string bus, string message)
    {
        await using var test = new TestBus();
        await test.Call("CreateEventBus", ("Name", "mine"));

        var refusal = await test.Refused("PutRule", ("Name", "r"), ("EventBusName", bus), ("ScheduleExpression", schedule));

        (refusal.Code, refusal.Message).ShouldBe(("ValidationException", message));
    }

    private static async Task Rule(TestBus test, string name, string schedule, string target)
    {
        await test.Call("PutRule", ("Name", name), ("ScheduleExpression", schedule));
        await Target(test, name, target);
    }

    private static Task<JsonObject> Target(TestBus test, string rule, string arn) =>
        test.Call("PutTargets", ("Rule", rule), ("Targets", new JsonArray([TestBus.Target("1", arn)])));

    private static DateTimeOffset? NextDue(TestBus test) => test.Store.Current.ListAll(Timer.ResourceType)
        .Min(entry => (DateTimeOffset?)Timer.From(entry.Key, entry.Value).Due);

    private static TimerLoop Timers(TestBus test)
    {
        var timers = new TimerLoop(test.Table, test.Store, test.Sequences, test.Time, NullLogger<TimerLoop>.Instance)
        {
            Seed = "test",
            Bus = test.Bus.Prepare,
            Realign = RuleSchedule.Realign,
        };
        timers.Start();
        return timers;
    }
}

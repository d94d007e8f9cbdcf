using System.Diagnostics;
using Quell.Archives;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Tests.Events;
using Xunit.Abstractions;

namespace Quell.Tests.Archives;

[Trait("Requirement", "D7")]
public sealed class ReplayRunnerTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:q";
    private const string Function = "arn:aws:lambda:us-east-1:123456789012:function:f";

    private TestBus _test = null!;

    public Task InitializeAsync()
    {
        _test = new();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Events_go_again_to_every_rule_that_takes_them_with_their_ids_and_times_and_the_replays_name()
    {
        await _test.Archive("all");
        await _test.PutNumbers(25, at: _test.Time.GetUtcNow().AddHours(-1));
        _test.Rule("queue", """{"source":["app"]}""", TestBus.Target("q", Queue));
        _test.Rule("few", """{"detail":{"n":[{"numeric":["<=",3]}]}}""", TestBus.Target("f", Function));
        _test.Rule("live", """{"source":["app"],"replay-name":[{"exists":false}]}""", TestBus.Target("f", Function));

        var started = await _test.Replay("again", "all");
        started.String("State").ShouldBe("STARTING");
        var replay = await _test.Over("again");

        replay.String("State").ShouldBe("COMPLETED");
        replay.String("EventLastReplayedTime").ShouldBe(ArchiveHouse.Text(_test.Time.GetUtcNow().AddHours(-1).AddSeconds(24)));
        replay.String("ReplayEndTime").ShouldNotBeNull();
        await TestBus.Until(() => _test.Queues.Accepted.Count == 25 && _test.Functions.Accepted.Count == 3);
        _test.Queues.Accepted.Select(delivery => delivery.Number()).Order().ShouldBe(Enumerable.Range(1, 25).Select(n => (long)n));
        var stored = _test.Journal.Read(connection => new EventReader(connection).After(0, 25)).ToDictionary(one => one.Id);
        foreach (var one in _test.Queues.Accepted.Select(delivery => delivery.Json()))
        {
            one.String("replay-name").ShouldBe("again");
            one.Without("replay-name").ToString().ShouldBe(TestBus.Text(stored[one.String("id")!].Body));
        }
    }

    [Fact]
    public async Task Replayed_events_go_into_no_archive_also_not_that_of_a_bus_they_are_sent_on_to()
    {
        await _test.Call("CreateEventBus", ("Name", "own"));
        await _test.Call("CreateArchive", ("ArchiveName", "behind"), ("EventSourceArn", _test.BusArn("own")));
        await _test.Archive("all");
        await _test.PutNumbers(3);
        _test.Rule("over", """{"source":["app"]}""", TestBus.Target("bus", _test.BusArn("own")));

        await _test.Replay("again", "all");
        await _test.Over("again");

        await TestBus.Until(() => _test.Rows().Count(row => row.State == DeliveryState.Delivered) == 3);
        (await _test.Held("all")).Count.ShouldBe(3);
        (await _test.Held("behind")).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Only_the_chosen_rules_get_the_events_of_the_window_in_the_order_of_their_times()
    {
        var noon = _test.Time.GetUtcNow().Date.AddHours(-12);
        await _test.Archive("all");
        await _test.PutNumbers(10, from: 11, at: new(noon.AddMinutes(10), TimeSpan.Zero));
        await _test.PutNumbers(10, from: 1, at: new(noon, TimeSpan.Zero));
        _test.Rule("queue", """{"source":["app"]}""", TestBus.Target("q", Queue));
        _test.Rule("other", """{"source":["app"]}""", TestBus.Target("f", Function));

        await _test.Call(
            "StartReplay", ("ReplayName", "some"), ("EventSourceArn", ArchiveTypes.ArchiveArn(_test.Scope, "all")),
            ("EventStartTime", ArchiveHouse.Text(new(noon.AddSeconds(5), TimeSpan.Zero))), ("EventEndTime", ArchiveHouse.Text(new(noon.AddMinutes(10).AddSeconds(5), TimeSpan.Zero))),
            ("Destination", JsonObject.Of(("Arn", _test.BusArn()), ("FilterArns", new JsonArray([BusTypes.RuleArn(_test.Scope, "default", "queue")])))));
        await _test.Over("some");

        await TestBus.Until(() => _test.Queues.Accepted.Count == 10);
        _test.Functions.Accepted.ShouldBeEmpty();
        _test.Queues.Accepted.OrderBy(delivery => delivery.Id).Select(delivery => delivery.Number()).ShouldBe([6L, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_replay_is_told_as_AWS_tells_it()
    {
        await _test.Call("CreateEventBus", ("Name", "own"));
        await _test.Archive("all");
        await _test.Replay("done", "all");
        await _test.Over("done");

        (await Refused()).Message.ShouldBe("Replay done already exists.");
        (await Refused(("ReplayName", "r"), ("Destination", JsonObject.Of(("Arn", Queue))))).Message
            .ShouldBe("Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.");
        (await Refused(("ReplayName", "r"), ("Destination", JsonObject.Of(("Arn", _test.BusArn("none")))))).Message.ShouldBe("Event bus none does not exist.");
        (await Refused(("ReplayName", "r"), ("Destination", JsonObject.Of(("Arn", _test.BusArn("own")))))).Message
            .ShouldBe("Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.");
        (await Refused(("ReplayName", "r"), ("EventSourceArn", ArchiveTypes.ArchiveArn(_test.Scope, "none")))).Message
            .ShouldBe("Parameter EventSourceArn is not valid. Reason: Archive none does not exist.");
        (await Refused(("ReplayName", "r"), ("EventEndTime", "2026-01-01T00:00:00Z"))).Message
            .ShouldBe("Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
        (await Refused(("ReplayName", "r"), ("Destination", JsonObject.Of(("Arn", _test.BusArn()), ("FilterArns", new JsonArray([BusTypes.RuleArn(_test.Scope, "default", "none")])))))).Code
            .ShouldBe("ValidationException");
        (await _test.Refused("DescribeReplay", ("ReplayName", "none"))).Message.ShouldBe("Replay none does not exist.");
        var over = await _test.Refused("CancelReplay", ("ReplayName", "done"));
        (over.Code, over.Message).ShouldBe(("IllegalStatusException", "Replay done is not in a valid state for this operation."));

        Task<Quell.Aws.AwsException> Refused(params (string Name, JsonValue? Value)[] other) => _test.Refused(
            "StartReplay",
            [.. JsonObject.Of(
                ("ReplayName", "done"), ("EventSourceArn", ArchiveTypes.ArchiveArn(_test.Scope, "all")), ("EventStartTime", "2026-01-01T00:00:00Z"),
                ("EventEndTime", "2026-01-02T00:00:00Z"), ("Destination", JsonObject.Of(("Arn", _test.BusArn())))).Merge(JsonObject.Of(other)).Select(member => (member.Key, (JsonValue?)member.Value))]);
    }

    [Fact]
    public async Task A_replay_waits_for_a_slow_target_while_what_happens_now_is_delivered_to_others_and_is_cancelled_at_once()
    {
        _test.MostDue = 100;
        await _test.Restart();
        var opened = new TaskCompletionSource();
        _test.Queues.Behaviour = async (_, cancellationToken) =>
        {
            await opened.Task.WaitAsync(cancellationToken);
            return HandOver.Done;
        };
        await _test.Archive("all");
        await _test.PutNumbers(2_000);
        _test.Rule("slow", """{"source":["app"]}""", TestBus.Target("q", Queue));

        await _test.Replay("long", "all");
        await TestBus.Until(() => _test.Rows().Count >= 100 && _test.Time.NextDue is not null);
        for (var look = 0; look < 20; look++)
        {
            _test.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        _test.Rows().Count.ShouldBeLessThanOrEqualTo(100 + 256);
        _test.Rule("quick", """{"source":["now"]}""", TestBus.Target("f", Function));
        await _test.Commit(_test.Bus.Prepare([_test.Event("now")]));
        await TestBus.Until(() => _test.Functions.Accepted.Count == 1);

        (await _test.Call("CancelReplay", ("ReplayName", "long"))).String("State").ShouldBe("CANCELLING");
        await TestBus.Until(() =>
        {
            _test.Time.Advance(TimeSpan.FromMilliseconds(20));
            return _test.Describe("long").GetAwaiter().GetResult().String("State") == "CANCELLED";
        });
        _test.Rows().Count.ShouldBeLessThanOrEqualTo(100 + 256 + 1);
        opened.SetResult();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_target_that_is_down_or_hangs_does_not_hold_up_the_replay_for_the_others(bool isDown)
    {
        _test.MostDue = 50;
        await _test.Restart();
        var answered = new TaskCompletionSource();
        _test.Queues.Behaviour = async (_, cancellationToken) =>
        {
            await (isDown ? Task.CompletedTask : answered.Task.WaitAsync(cancellationToken));
            throw new DeliveryException("CONNECTION_FAILURE", "down", isTransient: true);
        };
        await _test.Archive("all");
        await _test.PutNumbers(1_000);
        _test.Rule("stuck", """{"source":["app"]}""", TestBus.Target("q", Queue));
        _test.Rule("well", """{"source":["app"]}""", TestBus.Target("f", Function));

        await _test.Replay("both", "all");
        await TestBus.Until(() =>
        {
            _test.Time.Advance(TimeSpan.FromMilliseconds(20));
            return _test.Functions.Accepted.Count == 1_000;
        });

        // A replay that waits for its targets waits for the clock.
        await TestBus.Until(() =>
        {
            _test.Time.Advance(TimeSpan.FromMilliseconds(20));
            return _test.Describe("both").GetAwaiter().GetResult().String("State") == "COMPLETED";
        });
        _test.Rows().Count.ShouldBe(2_000);
        _test.Queues.Accepted.ShouldBeEmpty();
        answered.SetResult();
    }

    [Fact]
    public async Task A_replay_goes_on_after_a_restart_and_sends_no_event_twice()
    {
        _test.MostDue = 50;
        await _test.Restart();
        var opened = new TaskCompletionSource();
        _test.Queues.Behaviour = async (_, cancellationToken) =>
        {
            await opened.Task.WaitAsync(cancellationToken);
            return HandOver.Done;
        };
        await _test.Archive("all");
        await _test.PutNumbers(1_000);
        _test.Rule("slow", """{"source":["app"]}""", TestBus.Target("q", Queue));
        await _test.Replay("long", "all");
        await TestBus.Until(() => _test.Rows().Count >= 50);

        opened.SetResult();
        _test.MostDue = 2_000;
        await _test.Restart();
        (await _test.Over("long")).String("State").ShouldBe("COMPLETED");

        await TestBus.Until(() => _test.Rows().All(row => row.State == DeliveryState.Delivered));
        _test.Rows().Count.ShouldBe(1_000);
        _test.Queues.Accepted.Select(delivery => delivery.Number()).Distinct().Count().ShouldBe(1_000);
    }

    [Fact]
    public async Task A_replay_fails_when_its_archive_is_deleted_also_where_another_has_its_name()
    {
        await _test.Archive("all");
        await _test.PutNumbers(3);
        await _test.Restart(start: false);
        await _test.Replay("late", "all");
        await _test.Call("DeleteArchive", ("ArchiveName", "all"));
        await _test.Archive("all");

        await _test.Restart();
        var replay = await _test.Over("late");

        (replay.String("State"), replay.String("StateReason")).ShouldBe(("FAILED", "Archive all does not exist."));
    }

    [Fact]
    public async Task An_archive_of_a_hundred_thousand_events_goes_to_one_chosen_rule_in_seconds()
    {
        const int Count = 100_000;
        await _test.Archive("all");
        for (var first = 0; first < Count; first += 1_000)
        {
            await _test.Commit(_test.Bus.Prepare([.. Enumerable.Range(first, 1_000).Select(n => _test.Event(n: n))]));
        }

        _test.Rule("queue", """{"source":["app"]}""", TestBus.Target("q", Queue));
        _test.Rule("other", """{"source":["app"]}""", TestBus.Target("f", Function));
        var before = Stopwatch.StartNew();
        await _test.Replay("again", "all", "queue");
        await TestBus.Until(() =>
        {
            _test.Time.Advance(TimeSpan.FromMilliseconds(20));
            return _test.Queues.Accepted.Count >= Count;
        });

        output.WriteLine($"{Count} events in {before.Elapsed.TotalSeconds:F1} s");
        (await _test.Held("all")).Count.ShouldBe(Count);
        _test.Functions.Accepted.ShouldBeEmpty();
        _test.Queues.Accepted.Select(delivery => delivery.Number()).Distinct().Count().ShouldBe(Count);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Quell.Archives;
using Quell.Storage;
using Quell.Tests.Events;

namespace Quell.Tests.Archives;

[Trait("Requirement", "D7")]
public sealed class ArchiveRetentionTests : IAsyncLifetime
{
    private TestBus _test = null!;

    public Task InitializeAsync()
    {
        _test = new();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Events_leave_an_archive_when_its_days_are_over_and_stay_forever_in_one_of_zero_days()
    {
        await _test.Archive("week", ("RetentionDays", 7));
        await _test.Archive("forever");
        await _test.PutNumbers(1_200);
        _test.Time.Advance(TimeSpan.FromDays(8));
        await _test.PutNumbers(5);

        await Prune();

        var (count, bytes) = await _test.Held("week");
        count.ShouldBe(5);
        bytes.ShouldBeInRange(1, 5_000);
        (await _test.Held("forever")).Count.ShouldBe(1_205);
    }

    [Fact]
    public async Task An_archived_event_outlives_the_journals_own_retention_and_can_be_replayed()
    {
        await _test.Archive("year", ("RetentionDays", 60), ("EventPattern", """{"detail":{"n":[2]}}"""));
        await _test.PutNumbers(20);
        _test.Time.Advance(TimeSpan.FromDays(31));
        await PruneJournal(new());
        _test.Count("events").ShouldBe(0);
        _test.Count("kept_events").ShouldBe(1);

        _test.Rule("queue", """{"source":["app"]}""", TestBus.Target("q", "arn:aws:sqs:us-east-1:123456789012:q"));
        await _test.Call(
            "StartReplay", ("ReplayName", "again"), ("EventSourceArn", ArchiveTypes.ArchiveArn(_test.Scope, "year")), ("EventStartTime", "2026-01-01T00:00:00Z"),
            ("EventEndTime", "2026-12-31T00:00:00Z"), ("Destination", Engine.Json.JsonObject.Of(("Arn", _test.BusArn()))));
        await _test.Over("again");
        await TestBus.Until(() => _test.Queues.Accepted.Count == 1);
        _test.Queues.Accepted.Single().Number().ShouldBe(2);

        _test.Time.Advance(TimeSpan.FromDays(30));
        await Prune();
        (await _test.Held("year")).ShouldBe((0, 0));
        _test.Count("kept_events").ShouldBe(0);
    }

    [Fact]
    public async Task Too_many_bytes_move_archived_events_and_remove_the_others()
    {
        await _test.Archive("two", ("EventPattern", """{"detail":{"n":[2]}}"""));
        await _test.PutNumbers(30);

        await PruneJournal(new RetentionLimits { Bytes = 1 });

        _test.Count("events").ShouldBe(0);
        _test.Count("kept_events").ShouldBe(1);
    }

    [Fact]
    public async Task What_a_deleted_archive_held_goes_and_so_do_replays_that_ended_long_ago()
    {
        await _test.Archive("gone");
        await _test.Archive("stays");
        await _test.PutNumbers(10);
        await _test.Replay("old", "gone");
        await _test.Over("old");
        await _test.Call("DeleteArchive", ("ArchiveName", "gone"));
        await _test.Archive("gone");

        await Prune();
        (await _test.Held("gone")).Count.ShouldBe(0);
        (await _test.Held("stays")).Count.ShouldBe(10);
        _test.Count("archives").ShouldBe(1);

        _test.Time.Advance(TimeSpan.FromDays(91));
        await Prune();
        (await _test.Refused("DescribeReplay", ("ReplayName", "old"))).Code.ShouldBe("ResourceNotFoundException");
    }

    private async Task Prune()
    {
        await using var retention = new ArchiveRetention(_test.Store, _test.Journal, _test.Time, NullLogger.Instance);
        await retention.Prune();
    }

    private async Task PruneJournal(RetentionLimits limits)
    {
        await using var retention = new Retention(_test.Journal, limits, _test.Time, NullLogger.Instance);
        await retention.Prune();
    }
}

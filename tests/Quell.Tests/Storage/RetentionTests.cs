using Microsoft.Extensions.Logging.Abstractions;
using Quell.Storage;
using Quell.Tests.Deliveries;

namespace Quell.Tests.Storage;

public sealed class RetentionTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-retention-").FullName;
    private readonly ManualTime _time = new();
    private Journal _journal = null!;

    public Task InitializeAsync()
    {
        _journal = Journal.Open(Path.Combine(_folder, "quell.db"), NullLogger.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Removes_what_is_older_than_the_limit_and_keeps_the_rest()
    {
        await PutEvents(from: 1, count: 1_200, age: TimeSpan.FromDays(31));
        await PutEvents(from: 2_000, count: 3, age: TimeSpan.FromDays(29));

        await Prune(new RetentionLimits());

        Count("events").ShouldBe(3);
    }

    [Fact]
    public async Task Keeps_an_event_that_a_delivery_still_carries()
    {
        await PutEvents(from: 1, count: 5, age: TimeSpan.FromDays(40));
        await _journal.Write(connection => connection.Execute(
            "INSERT INTO deliveries (id, event_seq, source, target, spec, state, attempts, created, next) VALUES (9, 3, 'r', 't', x'', 0, 0, 0, 0)"));

        await Prune(new RetentionLimits());

        _journal.Read(connection => connection.Query("SELECT seq FROM events ORDER BY seq", row => row.GetInt64(0))).ShouldBe([3, 4, 5]);
        Count("deliveries").ShouldBe(1);
    }

    [Fact]
    public async Task Removes_the_oldest_events_before_their_time_when_there_are_too_many_bytes()
    {
        await PutEvents(from: 1, count: 2_000, age: TimeSpan.FromDays(1), bytes: 4_000);

        await Prune(new RetentionLimits { Bytes = 6_000_000 });

        Count("events").ShouldBeInRange(1, 1_500);
        _journal.Read(connection => connection.Number("SELECT max(seq) FROM events")).ShouldBe(2_000);
    }

    private async Task Prune(RetentionLimits limits)
    {
        await using var retention = new Retention(_journal, limits, _time, NullLogger.Instance);
        await retention.Prune();
    }

    private Task PutEvents(long from, int count, TimeSpan age, int bytes = 10) => _journal.Write(connection =>
    {
        for (var seq = from; seq < from + count; seq++)
        {
            connection.Execute(
                "INSERT INTO events (seq, count, time, account, region, bus, hashes, body) VALUES (?1, 1, ?2, 'a', 'r', 'default', x'', ?3)",
                seq, (_time.GetUtcNow() - age).ToUnixTimeMilliseconds(), new byte[bytes]);
        }
    });

    private long Count(string table) => _journal.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;
}

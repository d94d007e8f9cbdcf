using Microsoft.Extensions.Logging.Abstractions;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Functions.Executions;
using Quell.Storage;
using Quell.Tests.Cli;

namespace Quell.Tests.Functions.Executions;

public sealed class ExecutionLogTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(null)]
    [InlineData("some-event")]
    public async Task Pages_meet_without_gap_or_overlap_also_within_one_millisecond(string? eventId)
    {
        using var folder = new TemporaryFolder();
        await using var journal = Journal.Open(Path.Combine(folder.Path, "quell.db"), NullLogger.Instance);
        await journal.Write(connection =>
        {
            for (var number = 0; number < 10; number++)
            {
                ExecutionTable.Insert(connection, Some($"id:{number}", number < 7 ? Now : Now.AddMilliseconds(1)));
            }
        });
        var log = new ExecutionLog(journal);

        var paged = new List<string>();
        ListedPlace? before = null;
        while (log.List(before, eventId, 3) is { Count: > 0 } page)
        {
            paged.AddRange(page.Select(execution => execution.Id));
            before = ListedPlace.Parse(page[^1].Place.ToString());
        }

        paged.ShouldBe(["id:9", "id:8", "id:7", "id:6", "id:5", "id:4", "id:3", "id:2", "id:1", "id:0"]);
        log.OfEvent("some-event").Select(execution => execution.Id).ShouldBe(paged.AsEnumerable().Reverse());
        log.List(null, "other-event", 3).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5:")]
    [InlineData("x:y")]
    [InlineData("-5:y")]
    public void A_place_of_another_form_is_none(string text) => ListedPlace.Parse(text).ShouldBeNull();

    private static Execution Some(string id, DateTimeOffset created) => new()
    {
        Id = id,
        Target = "arn:aws:lambda:us-east-1:000000000000:function:f",
        Scope = new Scope("000000000000", "us-east-1"),
        EventId = "some-event",
        Created = created,
        Next = created,
        Input = "{}"u8.ToArray(),
    };
}

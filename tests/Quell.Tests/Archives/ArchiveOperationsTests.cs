using Quell.Archives;
using Quell.Engine.Json;
using Quell.Events;
using Quell.Tests.Events;

namespace Quell.Tests.Archives;

[Trait("Requirement", "D7")]
public sealed class ArchiveOperationsTests : IAsyncLifetime
{
    private TestBus _test = null!;

    public Task InitializeAsync()
    {
        _test = new();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task An_archive_is_described_as_it_was_created_and_updated()
    {
        var created = await _test.Archive("all", ("Description", "every event"), ("RetentionDays", 7), ("EventPattern", """{"source":["app"]}"""));
        created.String("State").ShouldBe("ENABLED");
        created.String("ArchiveArn").ShouldBe("arn:aws:events:us-east-1:123456789012:archive/all");

        await _test.Call("UpdateArchive", ("ArchiveName", "all"), ("RetentionDays", 9));

        var archive = await _test.Call("DescribeArchive", ("ArchiveName", "all"));
        archive.String("ArchiveName").ShouldBe("all");
        archive.String("EventSourceArn").ShouldBe(_test.BusArn());
        archive.String("Description").ShouldBe("every event");
        archive.String("EventPattern").ShouldBe("""{"source":["app"]}""");
        archive.Long("RetentionDays").ShouldBe(9);
        archive.Long("EventCount").ShouldBe(0);
        archive.Has(ArchiveTypes.Incarnation).ShouldBeFalse();
    }

    [Fact]
    public async Task Archives_are_listed_by_one_filter_at_most()
    {
        await _test.Archive("one");
        await _test.Archive("other");

        (await _test.Call("ListArchives", ("NamePrefix", "on"))).Array("Archives").Objects.Single().String("ArchiveName").ShouldBe("one");
        (await _test.Call("ListArchives", ("EventSourceArn", _test.BusArn()))).Array("Archives").Count.ShouldBe(2);
        (await _test.Call("ListArchives", ("State", "DISABLED"))).Array("Archives").Count.ShouldBe(0);
        var first = await _test.Call("ListArchives", ("Limit", 1));
        first.Array("Archives").Count.ShouldBe(1);
        (await _test.Call("ListArchives", ("NextToken", first["NextToken"]))).Array("Archives").Objects.Single().String("ArchiveName").ShouldBe("other");
        (await _test.Refused("ListArchives", ("NamePrefix", "o"), ("State", "ENABLED"))).Message
            .ShouldBe("At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.");
    }

    [Fact]
    public async Task What_is_wrong_with_an_archive_is_told_as_AWS_tells_it()
    {
        await _test.Archive("one");

        (await _test.Refused("CreateArchive", ("ArchiveName", "one"), ("EventSourceArn", _test.BusArn()))).Message.ShouldBe("Archive one already exists.");
        var noBus = await _test.Refused("CreateArchive", ("ArchiveName", "two"), ("EventSourceArn", _test.BusArn("none")));
        (noBus.Code, noBus.Message).ShouldBe(("ResourceNotFoundException", "Event bus none does not exist."));
        (await _test.Refused("CreateArchive", ("ArchiveName", "two"), ("EventSourceArn", _test.BusArn()), ("EventPattern", "{"))).Code
            .ShouldBe("InvalidEventPatternException");
        (await _test.Refused("CreateArchive", ("ArchiveName", "two"), ("EventSourceArn", _test.BusArn()), ("KmsKeyIdentifier", "key"))).Code
            .ShouldBe("ValidationException");
        (await _test.Refused("DescribeArchive", ("ArchiveName", "none"))).Message.ShouldBe("Archive none does not exist.");
        (await _test.Refused("DeleteArchive", ("ArchiveName", "none"))).Code.ShouldBe("ResourceNotFoundException");
        (await _test.Refused("UpdateArchive", ("ArchiveName", "one"), ("EventPattern", "[]"))).Code.ShouldBe("InvalidEventPatternException");
    }

    [Fact]
    public async Task A_bus_with_an_archive_is_not_deleted()
    {
        await _test.Call("CreateEventBus", ("Name", "own"));
        await _test.Call("CreateArchive", ("ArchiveName", "one"), ("EventSourceArn", _test.BusArn("own")));

        (await _test.Refused("DeleteEventBus", ("Name", "own"))).Message.ShouldBe("EventBus can't be deleted since it has rules.");

        await _test.Call("DeleteArchive", ("ArchiveName", "one"));
        await _test.Call("DeleteEventBus", ("Name", "own"));
    }

    [Fact]
    public async Task An_archive_holds_the_events_of_its_pattern_in_the_commit_that_stores_them()
    {
        await _test.Archive("all");
        await _test.Archive("odd", ("EventPattern", """{"detail":{"n":[1,3]}}"""));
        await _test.Archive("later");
        await _test.Call("DeleteArchive", ("ArchiveName", "later"));

        await _test.PutNumbers(4);
        await _test.Commit(_test.Bus.Prepare([_test.Event(n: 3), _test.Event(n: 9, readOnly: true)]));

        (await _test.Held("all")).Count.ShouldBe(5);
        var (count, bytes) = await _test.Held("odd");
        count.ShouldBe(3);
        bytes.ShouldBe(_test.Journal.Read(connection => new EventReader(connection).After(0, 10)).Where(stored => TestBus.Text(stored.Body).Contains("\"n\":1}") || TestBus.Text(stored.Body).Contains("\"n\":3}")).Sum(stored => stored.Body.Length));
        _test.Count("archived_events").ShouldBe(8);
    }

    [Fact]
    public async Task An_archive_takes_events_again_after_a_restart_and_by_its_new_pattern_after_an_update()
    {
        await _test.Archive("some", ("EventPattern", """{"detail":{"n":[1]}}"""));
        await _test.Restart();
        await _test.PutNumbers(2);
        (await _test.Held("some")).Count.ShouldBe(1);

        await _test.Call("UpdateArchive", ("ArchiveName", "some"), ("EventPattern", """{"detail":{"n":[2,3]}}"""));
        await _test.PutNumbers(3);
        (await _test.Held("some")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_event_that_comes_from_another_bus_is_archived_there()
    {
        await _test.Call("CreateEventBus", ("Name", "own"));
        await _test.Call("CreateArchive", ("ArchiveName", "one"), ("EventSourceArn", _test.BusArn("own")));
        _test.Rule("over", """{"source":["app"]}""", TestBus.Target("bus", _test.BusArn("own")));

        await _test.PutNumbers(3);

        await TestBus.Until(() => _test.Count("archived_events") == 3);
    }
}

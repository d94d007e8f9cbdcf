using Quell.Accounts;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Storage;
using Quell.Tests.Events;

namespace Quell.Tests.Accounts;

public sealed class ResourceStoreTests
{
    private const string Type = "test:thing";

    [Fact]
    public async Task A_step_whose_write_is_at_fault_is_taken_back_and_fails_nobody_else()
    {
        await using var test = new TestBus();
        var told = new List<string?>();
        test.Store.Changed += changes => told.AddRange(changes.Where(change => change.Key.Id == "a").Select(change => change.Value?.String("Value")));
        await Put(test, "a", "old", null).Durable;

        using var writer = new ManualResetEventSlim();
        var held = test.Journal.Write(_ => writer.Wait());
        var bad = Put(test, "a", "bad", Broken);
        var good = Put(test, "b", "good", null);
        test.Store.Current.Get(Key(test, "a"))?.String("Value").ShouldBe("bad");
        writer.Set();

        await Should.ThrowAsync<InvalidOperationException>(bad.Durable);
        await good.Durable;
        await held;
        Values(test.Store).ShouldBe(["a=old", "b=good"]);
        told.ShouldBe(["old", "bad", "old"]);
        Values(new ResourceStore(test.Journal)).ShouldBe(["a=old", "b=good"]);
    }

    [Fact]
    public async Task What_a_later_step_has_made_of_a_resource_stands_when_an_earlier_one_fails()
    {
        await using var test = new TestBus();
        using var writer = new ManualResetEventSlim();
        var held = test.Journal.Write(_ => writer.Wait());
        var bad = Put(test, "a", "bad", Broken);
        var later = Put(test, "a", "later", null);
        writer.Set();

        await Should.ThrowAsync<InvalidOperationException>(bad.Durable);
        await later.Durable;
        await held;
        Values(test.Store).ShouldBe(["a=later"]);
        Values(new ResourceStore(test.Journal)).ShouldBe(["a=later"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Memory_and_journal_agree_whatever_fails(int seed)
    {
        await using var test = new TestBus();
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            using var writer = new ManualResetEventSlim();
            var held = test.Journal.Write(_ => writer.Wait());
            var steps = Enumerable.Range(0, 12)
                .Select(number => (Fails: random.Next(3) == 0, Id: $"{(char)('a' + random.Next(4))}", Value: random.Next(4) == 0 ? null : $"{round}.{number}"))
                .Select(step => (step.Fails, Put(test, step.Id, step.Value, step.Fails ? Broken : null).Durable))
                .ToList();
            writer.Set();
            await held;
            foreach (var (fails, durable) in steps)
            {
                (await Record.ExceptionAsync(() => durable) is not null).ShouldBe(fails);
            }

            Values(test.Store).ShouldBe(Values(new ResourceStore(test.Journal)));
        }
    }

    private static void Broken(JournalConnection connection) => throw new InvalidOperationException("broken");

    private static ResourceKey Key(TestBus test, string id) => new(test.Scope, Type, id);

    private static (int Result, Task Durable) Put(TestBus test, string id, string? value, JournalWrite? write) => test.Store.Run(state =>
    {
        var edit = new ResourceEdit(state);
        if (value is null)
        {
            edit.Delete(test.Scope, Type, id);
        }
        else
        {
            edit.Put(test.Scope, Type, id, JsonObject.Of(("Value", value)));
        }

        return new ResourceStep<int>(edit, 0, write);
    });

    private static List<string> Values(ResourceStore store) =>
        [.. store.Current.ListAll(Type).Select(entry => $"{entry.Key.Id}={entry.Value.String("Value")}").Order(StringComparer.Ordinal)];
}

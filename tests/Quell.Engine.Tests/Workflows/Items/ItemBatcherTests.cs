using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ItemBatcherTests
{
    [Fact]
    public void Groups_as_many_items_as_are_asked_for() =>
        Batches("""{"MaxItemsPerBatch":2}""", 1, 2, 3).ShouldBe(["""{"Items":[1,2]}""", """{"Items":[3]}"""]);

    [Fact]
    public void Gives_every_batch_the_input_of_all() =>
        Batches("""{"MaxItemsPerBatch":2,"BatchInput":{"factCheck":"December 2022"}}""", 1, 2, 3).ShouldBe(
            ["""{"BatchInput":{"factCheck":"December 2022"},"Items":[1,2]}""", """{"BatchInput":{"factCheck":"December 2022"},"Items":[3]}"""]);

    [Fact]
    public void Fewer_items_are_in_a_batch_where_they_would_be_too_large() =>
        Batches("""{"MaxItemsPerBatch":10,"MaxInputBytesPerBatch":21}""", "aaa", "b", "cccc").ShouldBe(
            ["""{"Items":["aaa","b"]}""", """{"Items":["cccc"]}"""]);

    [Fact]
    public void Never_makes_more_of_an_input_than_an_execution_may_have()
    {
        var items = Enumerable.Repeat<JsonValue>(new string('x', 10_000), 40);
        var batches = new ItemBatcher(100, ItemBatcher.LargestInput, null).Batch(items).ToList();

        batches.Sum(batch => batch.Count).ShouldBe(40);
        batches.ShouldAllBe(batch => batch.Input.ToUtf8().Length <= 262_144);
        batches.Count.ShouldBe(2);
    }

    [Fact]
    public void An_item_that_is_larger_than_a_batch_fails() =>
        Should.Throw<ItemReaderException>(() => Batches("""{"MaxInputBytesPerBatch":20}""", "0123456789"))
            .Cause.ShouldBe("An item of 12 bytes does not fit in a batch of at most 20 bytes");

    [Fact]
    public void Takes_items_only_as_batches_are_asked_for()
    {
        var taken = 0;
        var items = Enumerable.Range(0, 1_000_000).Select(number => { taken++; return (JsonValue)number; });

        new ItemBatcher(10, ItemBatcher.LargestInput, null).Batch(items).Take(2).Count().ShouldBe(2);

        taken.ShouldBeLessThan(25);
    }

    [Theory]
    [InlineData("{}", "/ItemBatcher")]
    [InlineData("""{"BatchInput":{}}""", "/ItemBatcher")]
    [InlineData("""{"MaxItemsPerBatch":0}""", "/ItemBatcher/MaxItemsPerBatch")]
    [InlineData("""{"MaxItemsPerBatch":"1"}""", "/ItemBatcher/MaxItemsPerBatch")]
    [InlineData("""{"MaxInputBytesPerBatch":262145}""", "/ItemBatcher/MaxInputBytesPerBatch")]
    [InlineData("""{"MaxItemsPerBatch":-1,"MaxInputBytesPerBatch":1.5}""", "/ItemBatcher/MaxItemsPerBatch,/ItemBatcher/MaxInputBytesPerBatch")]
    public void Says_what_is_wrong_and_where(string batcher, string places)
    {
        var mistakes = new List<PathMistake>();
        ItemBatcher.Read((JsonObject)JsonValue.Parse(batcher), "/ItemBatcher", mistakes);
        string.Join(',', mistakes.Select(mistake => mistake.Location)).ShouldBe(places);
    }

    [Fact]
    public void Batches_have_every_item_once_in_order_and_the_next_item_would_not_have_fitted() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var some = new SomeFiles(random);
            var items = Enumerable.Range(0, random.Next(30)).Select(_ => (JsonValue)new JsonString(some.Text(20))).ToList();
            var batcher = new ItemBatcher(random.Next(2) == 0 ? random.Next(1, 6) : null, random.Next(200, 400), random.Next(2) == 0 ? some.Text(5) : null);

            var batches = batcher.Batch(items).ToList();

            batches.SelectMany(batch => batch.Input.Array("Items")).ShouldBe(items);
            batches.ShouldAllBe(batch => batch.Count == batch.Input.Array("Items").Count && batch.Count <= (batcher.MaxItems ?? int.MaxValue));
            batches.ShouldAllBe(batch => batch.Input.ToUtf8().Length <= batcher.MaxBytes);
            foreach (var (batch, next) in batches.Zip(batches.Skip(1)))
            {
                var larger = batch.Input.With("Items", JsonArray.From(batch.Input.Array("Items").Append(next.Input.Array("Items")[0])));
                (batch.Count == batcher.MaxItems || larger.ToUtf8().Length > batcher.MaxBytes).ShouldBeTrue();
            }
        }));

    private static List<string> Batches(string batcher, params JsonValue[] items)
    {
        var mistakes = new List<PathMistake>();
        var read = ItemBatcher.Read((JsonObject)JsonValue.Parse(batcher), "", mistakes);
        mistakes.ShouldBeEmpty();
        return [.. read.Batch(items).Select(batch => batch.Input.ToString())];
    }
}

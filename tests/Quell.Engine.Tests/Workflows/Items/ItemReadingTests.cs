using System.IO.Compression;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ItemReadingTests
{
    /// <summary>The cases name their source; an answer is the items as text, or the cause of States.ItemReaderFailed.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads_items_as_the_guide_and_recorded_executions_have_them(string name)
    {
        var wanted = Golden.Single(line => line.String("name") == name);
        var text = wanted.String("text")!;

        Answer(wanted.Object("config")!, Encoding.UTF8.GetBytes(text)).ShouldBe(wanted.String("cause") ?? wanted["items"]!.ToString());
    }

    [Fact]
    public void Reads_what_is_compressed_with_gzip()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("""{"a":1}"""u8);
        }

        var config = JsonObject.Of(("InputType", "JSONL"));
        Answer(config, packed.ToArray()).ShouldBe("""[{"a":1}]""");
        Answer(config, packed.ToArray()[..^12]).ShouldNotContain("[");
        Answer(config, [0x28, 0xB5, 0x2F, 0xFD, 0]).ShouldContain("Zstandard");
    }

    [Fact]
    public void Reads_no_further_than_items_are_asked_for()
    {
        var lines = string.Concat(Enumerable.Repeat("{\"a\":\"" + new string('x', 1000) + "\"}\n", 10_000));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(lines));

        ItemReading.Read(new() { Format = ItemFormat.JsonLines }, stream).Take(3).Count().ShouldBe(3);

        stream.Position.ShouldBeLessThan(200_000);
    }

    [Fact]
    public void Reads_values_that_lie_across_the_parts_in_which_a_file_is_read()
    {
        var items = JsonArray.From(Enumerable.Range(0, 5_000).Select(number =>
            (JsonValue)JsonObject.Of(("number", number), ("text", new string('ü', number % 97)))));

        Answer(JsonObject.Of(("InputType", "JSON")), items.ToUtf8()).ShouldBe(items.ToString());
    }

    [Fact]
    public void Refuses_an_item_without_end()
    {
        var endless = Encoding.UTF8.GetBytes("[\"" + new string('x', 21_000_000));

        Answer(JsonObject.Of(("InputType", "JSON")), endless).ShouldBe("An item is longer than 10485760 bytes");
        Answer(JsonObject.Of(("InputType", "JSONL")), endless).ShouldBe("An item is longer than 10485760 bytes");
        Answer(JsonObject.Of(("InputType", "CSV")), Encoding.UTF8.GetBytes(new string(',', 21_000_000))).ShouldEndWith("characters");
        Answer(JsonObject.Of(("InputType", "CSV")), endless).ShouldBe("Record 1 of the CSV file is longer than 10485760 characters");
    }

    [Fact]
    public void Items_at_hand_are_those_of_an_array_or_the_members_of_an_object()
    {
        SourceItem.Of(JsonValue.Parse("""["a"]"""))!.ShouldBe([new("a")]);
        var member = SourceItem.Of(JsonValue.Parse("""{"a":{"x":1}}"""))!.Single();
        member.Key.ShouldBe("a");
        member.Value.ToString().ShouldBe("""{"x":1}""");
        member.Input.ToString().ShouldBe("""{"Key":"a","Value":{"x":1}}""");
        SourceItem.Of("a").ShouldBeNull();
    }

    public static TheoryData<string> Cases => [.. Golden.Select(line => line.String("name")!)];

    private static IEnumerable<JsonObject> Golden { get; } =
        [.. ((JsonArray)JsonValue.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Workflows", "Cases", "items.json")))).Objects];

    private static string Answer(JsonObject config, byte[] bytes)
    {
        try
        {
            var read = ItemReaderConfig.Evaluated(config, ItemSource.Object);
            return JsonArray.From(ItemReading.Read(read, bytes).Select(item => item.Input)).ToString();
        }
        catch (ItemReaderException failure)
        {
            return failure.Cause;
        }
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;
using Quell.Engine.Workflows.Items.Formats;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ItemReadingProperties
{
    private static readonly char[] Delimiters = [',', '|', ';', ' ', '\t'];

    [Fact]
    public void What_is_written_as_CSV_is_read_back() => ForAll(2_000, random =>
    {
        var some = new SomeFiles(random);
        var delimiter = Delimiters[random.Next(Delimiters.Length)];
        var headers = Enumerable.Range(0, random.Next(1, 20)).Select(number => $"{number}.{some.Text(4)}").ToList();
        var records = Enumerable.Range(0, random.Next(1, 6)).Select(_ => headers.Select(_ => some.Text(8)).ToList()).ToList();
        var endOfLine = some.EndOfLine();
        var file = string.Concat(records.Prepend(headers).Select(fields => some.Csv(fields, delimiter) + endOfLine));

        var items = Read(new() { Format = ItemFormat.Csv, Csv = new(delimiter, null) }, file, random);

        items.Count.ShouldBe(records.Count, file);
        foreach (var (item, fields) in items.Zip(records))
        {
            headers.Select(header => ((JsonObject)item).String(header)).ShouldBe(fields, file);
        }
    });

    [Fact]
    public void What_is_written_as_JSON_is_read_back() => ForAll(2_000, random =>
    {
        var values = Values(random);
        Read(new() { Format = ItemFormat.Json }, JsonArray.From(values).ToString(), random).ShouldBe(values);
        Read(new() { Format = ItemFormat.Json }, JsonArray.From(values).ToIndentedString(), random).ShouldBe(values);
    });

    [Fact]
    public void What_is_written_as_JSON_Lines_is_read_back() => ForAll(2_000, random =>
    {
        var values = Values(random);
        Read(new() { Format = ItemFormat.JsonLines }, string.Join(random.Next(2) == 0 ? "\n" : "\r\n\n", values), random).ShouldBe(values);
    });

    [Fact]
    public void A_place_in_a_JSON_text_is_found_as_it_would_be_in_the_value() => ForAll(3_000, random =>
    {
        var some = new SomeFiles(random);
        var (value, tokens) = (some.Value(4), new List<string>());
        var place = value;
        while (random.Next(4) > 0 && Step(place, random) is var (token, next))
        {
            tokens.Add(token);
            place = next;
        }

        var pointer = JsonPointer.TryParse(string.Concat(tokens.Select(token => $"/{token.Replace("~", "~0").Replace("/", "~1")}")))!;
        var expected = SourceItem.Of(place)?.Select(item => item.Input);

        if (expected is null)
        {
            Should.Throw<ItemReaderException>(() => Read(new() { Format = ItemFormat.Json, ItemsPointer = pointer }, value.ToString(), random));
        }
        else
        {
            Read(new() { Format = ItemFormat.Json, ItemsPointer = pointer }, value.ToString(), random).ShouldBe(expected, value.ToString());
        }
    });

    [Fact]
    public void Readers_throw_nothing_but_their_own_error() => ForAll(10_000, random =>
    {
        var some = new SomeFiles(random);
        var config = new ItemReaderConfig
        {
            Format = (ItemFormat)random.Next(3),
            Csv = new(Delimiters[random.Next(Delimiters.Length)], random.Next(2) == 0 ? ["a", some.Text(2)] : null),
            ItemsPointer = random.Next(4) == 0 ? new([some.Text(1)]) : JsonPointer.Root,
            Manifest = (ManifestKind)random.Next(2),
        };
        var bytes = some.Broken(Encoding.UTF8.GetBytes(random.Next(3) switch
        {
            0 => some.Text(60),
            1 => JsonArray.From(Values(random)).ToString(),
            _ => """{"destinationBucket":"b","fileSchema":"Key, Size","fileFormat":"CSV","files":[{"key":"k"}]}""",
        }));
        bytes = random.Next(10) == 0 ? [0x1F, 0x8B, .. bytes] : bytes;
        try
        {
            ItemReading.Read(config, bytes).Count().ShouldBeLessThanOrEqualTo(bytes.Length + 1);
            ItemManifest.Read(config, bytes).Files.Length.ShouldBeLessThanOrEqualTo(bytes.Length);
        }
        catch (ItemReaderException failure)
        {
            failure.Cause.ShouldNotBeEmpty();
        }
    });

    private static (string Token, JsonValue Next)? Step(JsonValue value, Random random) => value switch
    {
        JsonArray { Count: > 0 } array when random.Next(array.Count) is var index => ($"{index}", array[index]),
        JsonObject { Count: > 0 } parent when parent.ElementAt(random.Next(parent.Count)) is var member => (member.Key, member.Value),
        _ => null,
    };

    private static List<JsonValue> Values(Random random)
    {
        var some = new SomeFiles(random);
        return [.. Enumerable.Range(0, random.Next(6)).Select(_ => some.Value(3))];
    }

    private static List<JsonValue> Read(ItemReaderConfig config, string text, Random random)
    {
        using var stream = new SomeFiles.Trickle(Encoding.UTF8.GetBytes(text), random);
        return [.. ItemReading.Read(config, stream).Select(item => item.Input)];
    }

    private static void ForAll(int times, Action<Random> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(new Random(seed))));
}

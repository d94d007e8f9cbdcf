using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Executions;

public sealed class RecordTests
{
    [Fact]
    public void Reads_what_was_written()
    {
        var known = new KnownValues();
        var writer = new RecordWriter(known);
        var time = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        foreach (var number in new[] { 0, -1, 1, 127, 128, long.MaxValue, long.MinValue })
        {
            writer.Write(number);
        }

        writer.Write("héllo");
        writer.Write((string?)null);
        writer.Write(time);
        writer.Write((DateTimeOffset?)null);
        writer.Write(JsonValue.ParseSpelled("[1,  2]"));

        var reader = new RecordReader(writer.ToRecord(), new KnownValues());
        Enumerable.Range(0, 7).Select(_ => reader.ReadNumber()).ShouldBe([0, -1, 1, 127, 128, long.MaxValue, long.MinValue]);
        reader.ReadText().ShouldBe("héllo");
        reader.ReadText().ShouldBeNull();
        reader.ReadTime().ShouldBe(time);
        reader.ReadTimeOrNull().ShouldBeNull();
        reader.ReadValue()!.ToSpelledString().ShouldBe("[1,  2]");
        reader.IsAtEnd.ShouldBeTrue();
    }

    [Fact]
    public void Writes_a_large_value_once()
    {
        var known = new KnownValues();
        var value = JsonObject.Of(("text", new string('x', 10_000)));
        var first = new RecordWriter(known);
        first.Write(value);
        first.Write(value);
        var second = new RecordWriter(known);
        second.Write(value);
        var (whole, reference) = (first.ToRecord(), second.ToRecord());
        whole.Length.ShouldBeLessThan(10_100);
        reference.Length.ShouldBeLessThan(10);

        var read = new KnownValues();
        var reader = new RecordReader(whole, read);
        var one = reader.ReadValue();
        one.ShouldBe(value);
        reader.ReadValue().ShouldBeSameAs(one);
        new RecordReader(reference, read).ReadValue().ShouldBeSameAs(one);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("0A61")]
    public void Says_that_a_record_is_cut_off(string hex) =>
        Should.Throw<InvalidDataException>(() => new RecordReader(Convert.FromHexString(hex), new KnownValues()).ReadText());
}

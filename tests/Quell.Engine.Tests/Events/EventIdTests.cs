using System.Text;
using Quell.Engine.Events;

namespace Quell.Engine.Tests.Events;

public sealed class EventIdTests
{
    private const ulong Seed = 0xC0FFEE;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60_000_000_000)]
    [InlineData(long.MaxValue)]
    public void Gives_the_sequence_number_back(long sequence)
    {
        var id = EventId.FromSequence(sequence, Seed);
        EventId.TryGetSequence(id, Seed, out var read).ShouldBeTrue();
        read.ShouldBe(sequence);
    }

    [Fact]
    public void Looks_like_a_random_UUID()
    {
        EventId.FromSequence(7, Seed).ShouldMatch("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        Enumerable.Range(0, 10_000).Select(number => EventId.FromSequence(number, Seed)).Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public void Writes_the_bytes_of_the_text()
    {
        var bytes = new byte[EventId.Length];
        EventId.Write(bytes, 42, Seed);
        Encoding.ASCII.GetString(bytes).ShouldBe(EventId.FromSequence(42, Seed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not-an-id")]
    [InlineData("6a7e8feb-b491-4cf7-a9f1-bf3703467718")]
    [InlineData("6a7e8feb-b491-1cf7-a9f1-bf3703467718")]
    public void Tells_ids_apart_that_were_not_made_here(string? id) =>
        EventId.TryGetSequence(id, Seed, out _).ShouldBeFalse();

    [Fact]
    public void Needs_the_same_seed() =>
        EventId.TryGetSequence(EventId.FromSequence(42, Seed), Seed + 1, out _).ShouldBeFalse();
}

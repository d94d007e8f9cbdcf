using System.Text;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Events;

public sealed class ReplayedEnvelopeTests
{
    [Theory]
    [InlineData("""{"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","time":"2026-01-02T03:04:05Z","detail":{"replay-name":"no"}}""")]
    [InlineData("""{"version":"0","id":"short \"quoted\" id","time":"2026-01-02T03:04:05Z","detail":{}}""")]
    public void A_replayed_event_carries_the_replays_name_and_is_the_same_else(string text)
    {
        var envelope = Encoding.UTF8.GetBytes(text);
        ReplayedEnvelope.Is(envelope).ShouldBeFalse();

        var first = ReplayedEnvelope.Of(envelope, "first");
        var second = ReplayedEnvelope.Of(first, "second.one");

        ReplayedEnvelope.Is(first).ShouldBeTrue();
        ReplayedEnvelope.NameIn(envelope).ShouldBeNull();
        ReplayedEnvelope.NameIn(second).ShouldBe("second.one");
        var json = (JsonObject)JsonValue.Parse(second);
        json.String("replay-name").ShouldBe("second.one");
        json.Without("replay-name").ToString().ShouldBe(((JsonObject)JsonValue.Parse(envelope)).ToString());
    }

    [Fact]
    public void The_time_is_found_behind_a_detail_that_is_nested_as_deep_as_one_may_be() => EnvelopeTime
        .Of(Encoding.UTF8.GetBytes($$"""{"version":"0","detail":{"a":{{new string('[', 990)}}{{new string(']', 990)}}},"time":"2026-01-02T03:04:05Z"}"""))
        .ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Theory]
    [InlineData("""{"version":"0","detail":{"time":"1999-01-01T00:00:00Z"},"time":"2026-01-02T03:04:05Z"}""", "2026-01-02T03:04:05Z")]
    [InlineData("""{"version":"0","resources":["time"],"time":"soon"}""", null)]
    [InlineData("{}", null)]
    public void The_time_of_an_event_is_that_of_its_envelope(string text, string? expected) => EnvelopeTime.Of(Encoding.UTF8.GetBytes(text))
        .ShouldBe(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
}

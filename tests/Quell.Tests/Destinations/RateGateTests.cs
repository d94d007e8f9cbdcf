using Quell.Destinations;

namespace Quell.Tests.Destinations;

public sealed class RateGateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(100_000)]
    public void Lets_at_most_the_rate_and_a_twentieth_of_it_through_in_any_second(int rate)
    {
        var clock = new SteppedClock();
        var gate = new RateGate(clock);
        var turns = new List<double>();
        for (var number = 0; number < Math.Max(3 * rate, 10); number++)
        {
            turns.Add((clock.Now + gate.Wait(rate)).TotalSeconds);
            clock.Now += TimeSpan.FromSeconds(0.1 / rate);
        }

        for (var first = 0; first < turns.Count; first += Math.Max(1, turns.Count / 50))
        {
            turns.Count(turn => turn >= turns[first] && turn < turns[first] + 1).ShouldBeLessThanOrEqualTo(rate + Math.Max(1, (rate / 20) + 1));
        }
    }

    [Fact]
    public void Nobody_waits_who_comes_slowly_enough()
    {
        var clock = new SteppedClock();
        var gate = new RateGate(clock);
        for (var number = 0; number < 100; number++)
        {
            gate.Wait(10).ShouldBe(TimeSpan.Zero);
            clock.Now += TimeSpan.FromMilliseconds(101);
        }
    }

    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}

using Quell.Engine.Executions;

namespace Quell.Engine.Tests.Executions;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(5, 60)]
    [InlineData(100_000, 60)]
    public void Grows_up_to_its_cap(int repetition, int seconds) =>
        new Backoff(TimeSpan.FromSeconds(2), 2, TimeSpan.FromSeconds(60), IsJittered: false).Delay(repetition, () => 0.5).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Never_waits_longer_than_a_year_whatever_the_rate()
    {
        var delay = new Backoff(TimeSpan.FromSeconds(99_999_999), 1e300, null, IsJittered: false).Delay(1_000, () => 0);
        delay.ShouldBe(TimeSpan.FromDays(365));
    }

    [Fact]
    public void Draws_from_nothing_to_the_full_wait() =>
        new Backoff(TimeSpan.FromSeconds(8), 2, null, IsJittered: true).Delay(0, () => 0.25).ShouldBe(TimeSpan.FromSeconds(2));
}

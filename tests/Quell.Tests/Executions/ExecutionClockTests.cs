using Quell.Executions;
using Quell.Tests.Deliveries;

namespace Quell.Tests.Executions;

public sealed class ExecutionClockTests
{
    private readonly ManualTime _time = new();
    private readonly List<long> _woken = [];

    [Fact]
    public async Task Each_execution_is_woken_once_at_the_time_that_was_set_last()
    {
        await using var clock = new ExecutionClock(_time, _woken.AddRange);
        clock.Set(1, In(5));
        clock.Set(2, In(5));
        clock.Set(3, In(30));
        clock.Set(1, In(20));
        clock.Set(3, In(10));
        clock.Set(3, In(40), isNews: false);
        clock.Clear(2);

        Pass(6).ShouldBeEmpty();
        Pass(5).ShouldBe([3]);
        Pass(10).ShouldBe([1]);
        Pass(60).ShouldBeEmpty();
    }

    [Fact]
    public async Task Times_that_change_again_and_again_leave_nothing_behind()
    {
        await using var clock = new ExecutionClock(_time, _woken.AddRange);
        for (var round = 0; round < 10_000; round++)
        {
            clock.Set(1, In(100));
            clock.Set(1, In(50));
        }

        Pass(51).ShouldBe([1]);
        Pass(100).ShouldBeEmpty();
    }

    private DateTimeOffset In(int seconds) => _time.GetUtcNow().AddSeconds(seconds);

    private List<long> Pass(int seconds)
    {
        _woken.Clear();
        for (var passed = 0; passed < seconds; passed++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        return [.. _woken];
    }
}

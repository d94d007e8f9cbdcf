namespace Quell.Executions;

/// <summary>
/// Wakes executions when something in them is due: a heap of due times, one timer for the earliest. An entry that is no longer
/// true wakes its execution in vain. Safe for concurrent use.
/// </summary>
internal sealed class ExecutionClock : IAsyncDisposable
{
    /// <summary>Longer waits are taken in steps: a timer's own range ends below 50 days.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly PriorityQueue<long, long> _due = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<long> _wake;
    private readonly ITimer _timer;
    private long _next = long.MaxValue;

    /// <param name="wake">Is handed the numbers of executions that are due; must be quick and must not throw.</param>
    public ExecutionClock(TimeProvider time, Action<long> wake)
    {
        (_time, _wake) = (time, wake);
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set(long run, DateTimeOffset due)
    {
        lock (_gate)
        {
            _due.Enqueue(run, due.UtcTicks);
            if (due.UtcTicks < _next)
            {
                Schedule();
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Fire()
    {
        var woken = new List<long>();
        lock (_gate)
        {
            var now = _time.GetUtcNow().UtcTicks;
            while (_due.TryPeek(out var run, out var due) && due <= now)
            {
                _due.Dequeue();
                woken.Add(run);
            }

            Schedule();
        }

        woken.ForEach(_wake);
    }

    private void Schedule()
    {
        if (!_due.TryPeek(out _, out _next))
        {
            _next = long.MaxValue;
            return;
        }

        var sleep = TimeSpan.FromTicks(Math.Max(0, _next - _time.GetUtcNow().UtcTicks));
        // A timer may fire a little before its time; then nothing is due yet, and it is set again.
        _timer.Change(sleep < LongestSleep ? sleep + TimeSpan.FromMilliseconds(sleep > TimeSpan.Zero ? 1 : 0) : LongestSleep, Timeout.InfiniteTimeSpan);
    }
}

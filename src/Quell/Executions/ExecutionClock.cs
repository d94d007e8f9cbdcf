namespace Quell.Executions;

/// <summary>
/// Wakes executions when something in them is due: each has one time at which it is woken, a heap has these in order, and one timer
/// waits for the earliest. Safe for concurrent use.
/// </summary>
internal sealed class ExecutionClock : IAsyncDisposable
{
    /// <summary>
    /// Longer waits are taken in steps: a timer does not know of a clock that is set, or of a machine that slept, and its own range
    /// ends below 50 days.
    /// </summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    /// <summary>Places in the heap that nobody is woken by any more, up to which it is not made anew.</summary>
    private const int MostStale = 1_024;

    /// <summary>When each execution is woken.</summary>
    private readonly Dictionary<long, long> _due = [];

    /// <summary>At least one place for each of these, not later than its time; others are passed over.</summary>
    private readonly PriorityQueue<long, long> _places = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<List<long>> _wake;
    private readonly ITimer _timer;
    private long _next = long.MaxValue;

    /// <param name="wake">Is handed the numbers of executions that are due, in order; must be quick and must not throw.</param>
    public ExecutionClock(TimeProvider time, Action<List<long>> wake)
    {
        (_time, _wake) = (time, wake);
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has an execution woken at that time, and not at the one that was set before.</summary>
    /// <param name="isNews">Whether the time may be later than the one that was set; else only an earlier one counts.</param>
    public void Set(long run, DateTimeOffset due, bool isNews = true)
    {
        lock (_gate)
        {
            var (ticks, isKnown) = (due.UtcTicks, _due.TryGetValue(run, out var known));
            if (isKnown && (ticks == known || (ticks > known && !isNews)))
            {
                return;
            }

            _due[run] = ticks;
            if (isKnown && ticks > known)
            {
                // It finds its place when the earlier one has come.
                return;
            }

            Place(run, ticks);
            if (ticks < _next)
            {
                Schedule();
            }
        }
    }

    /// <summary>Nothing in the execution is due.</summary>
    public void Clear(long run)
    {
        lock (_gate)
        {
            _due.Remove(run);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Place(long run, long ticks)
    {
        if (_places.Count > (2 * _due.Count) + MostStale)
        {
            _places.Clear();
            _places.EnqueueRange(_due.Select(entry => (entry.Key, entry.Value)));
        }
        else
        {
            _places.Enqueue(run, ticks);
        }
    }

    private void Fire()
    {
        var woken = new List<long>();
        lock (_gate)
        {
            var now = _time.GetUtcNow().UtcTicks;
            while (_places.TryPeek(out var run, out var place) && place <= now)
            {
                _places.Dequeue();
                if (!_due.TryGetValue(run, out var due))
                {
                    continue;
                }

                if (due <= now)
                {
                    _due.Remove(run);
                    woken.Add(run);
                }
                else
                {
                    Place(run, due);
                }
            }

            Schedule();
        }

        if (woken.Count > 0)
        {
            _wake(woken);
        }
    }

    private void Schedule()
    {
        if (!_places.TryPeek(out _, out _next))
        {
            _next = long.MaxValue;
            return;
        }

        var sleep = TimeSpan.FromTicks(Math.Max(0, _next - _time.GetUtcNow().UtcTicks));
        // In whole milliseconds, not before its time; a timer that fires before it all the same is set again.
        _timer.Change(sleep < LongestSleep ? TimeSpan.FromMilliseconds(Math.Ceiling(sleep.TotalMilliseconds)) : LongestSleep, Timeout.InfiniteTimeSpan);
    }
}

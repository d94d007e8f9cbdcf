namespace Quell.Tests.Functions;

/// <summary>A clock that runs with the system's and can be moved on; timers that it passes fire.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly List<Stepped> _timers = [];
    private readonly Lock _gate = new();
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Stepped(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        List<Stepped> timers;
        lock (_gate)
        {
            _ahead += time;
            timers = [.. _timers];
        }

        timers.ForEach(timer => timer.Pass());
    }

    private sealed class Stepped(SteppedTime owner, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _real;
        private DateTimeOffset _due = DateTimeOffset.MaxValue;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : owner.GetUtcNow() + dueTime;
            _real ??= System.CreateTimer(_ => callback(state), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return _real.Change(dueTime, period);
        }

        public void Pass()
        {
            if (_due != DateTimeOffset.MaxValue && _real is not null)
            {
                var rest = _due - owner.GetUtcNow();
                _real.Change(rest < TimeSpan.Zero ? TimeSpan.Zero : rest, _period);
            }
        }

        public void Dispose()
        {
            _real?.Dispose();
            lock (owner._gate)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace Quell.Destinations;

/// <summary>
/// Lets so many through a second, evenly, with room for a twentieth of a second's worth at once.
/// Safe for any number of threads.
/// </summary>
internal sealed class RateGate(TimeProvider time)
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();

    /// <summary>When the next turn would be if nothing came at once.</summary>
    private long _next;

    /// <summary>Takes a turn.</summary>
    /// <param name="rate">A second; may differ from call to call.</param>
    /// <returns>How long to wait for it.</returns>
    public TimeSpan Wait(long rate)
    {
        var step = Math.Max(1, time.TimestampFrequency / rate);
        var burst = (long)(Burst.TotalSeconds * time.TimestampFrequency);
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var turn = Math.Max(_next, now);
            _next = turn + step;

            // Less than one step is no burst: then only one goes at once.
            var early = Math.Max(0, burst - step);
            return turn - early <= now ? TimeSpan.Zero : time.GetElapsedTime(now, turn - early);
        }
    }
}

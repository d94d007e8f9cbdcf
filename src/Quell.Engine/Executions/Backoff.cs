namespace Quell.Engine.Executions;

/// <summary>How long to wait before an attempt is made again: an interval that grows, has a cap, and may be drawn at random below it.</summary>
/// <param name="Interval">Before the first repetition.</param>
/// <param name="Rate">What each further one is multiplied by.</param>
/// <param name="Cap">The longest wait; null for none.</param>
/// <param name="IsJittered">Whether the wait is drawn evenly from nothing to what it would be (full jitter).</param>
internal sealed record Backoff(TimeSpan Interval, double Rate, TimeSpan? Cap, bool IsJittered)
{
    /// <summary>No wait is longer than this, whatever the rate makes of it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <param name="repetition">0 for the first.</param>
    /// <param name="random">Draws the jitter.</param>
    public TimeSpan Delay(int repetition, Func<double> random)
    {
        var seconds = Interval.TotalSeconds * Math.Pow(Rate, repetition);
        var longest = Cap is { } cap && cap < Longest ? cap : Longest;
        var delay = seconds < longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : longest;
        return IsJittered ? delay * random() : delay;
    }
}

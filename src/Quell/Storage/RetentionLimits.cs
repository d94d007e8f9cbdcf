namespace Quell.Storage;

/// <summary>How long and how much the journal keeps of what has happened. What is still under way is always kept.</summary>
internal sealed record RetentionLimits
{
    /// <summary>The age of events, deliveries, executions and changes.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The age of trail records: as long as CloudTrail's event history has them, or as events where that is longer.</summary>
    public TimeSpan TrailAge => Age > TimeSpan.FromDays(90) ? Age : TimeSpan.FromDays(90);

    /// <summary>What the journal may hold, in bytes; beyond it the oldest events go before their time.</summary>
    public long Bytes { get; init; } = 20L * 1024 * 1024 * 1024;
}

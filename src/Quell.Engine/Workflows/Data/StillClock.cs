namespace Quell.Engine.Workflows.Data;

/// <summary>The time of a transition, which stands still, on a clock that measures how long an evaluation takes.</summary>
internal sealed class StillClock(DateTimeOffset now, TimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;
}

namespace Quell.Engine.Workflows;

/// <summary>The time of a rehearsed execution: it stands still until the rehearsal moves it. What expressions take is measured with real time.</summary>
internal sealed class RehearsalClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Goes on to a time; to one that has passed it does nothing.</summary>
    public void MoveTo(DateTimeOffset time) => Now = time > Now ? time : Now;

    public override DateTimeOffset GetUtcNow() => Now;
}

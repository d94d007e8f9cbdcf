using Quell.Engine.Rules;

namespace Quell.Replay;

/// <summary>A rule to try recorded events on.</summary>
/// <param name="name">What the answer calls it.</param>
/// <param name="pattern">Compiled.</param>
/// <param name="isEnabled">A disabled rule takes part and matches nothing.</param>
/// <param name="takesReadOnlyCalls">Its state is <c>ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS</c>.</param>
/// <param name="isOnDefaultBus">AWS services put their events on the default bus only.</param>
internal sealed class ReplayRule(string name, EventPattern pattern, bool isEnabled, bool takesReadOnlyCalls, bool isOnDefaultBus)
{
    public string Name { get; } = name;

    public EventPattern Pattern { get; } = pattern;

    public bool IsEnabled { get; } = isEnabled;

    public bool TakesReadOnlyCalls { get; } = takesReadOnlyCalls;

    public bool IsOnDefaultBus { get; } = isOnDefaultBus;

    /// <summary>Events that matched so far.</summary>
    public long Matches { get; set; }
}

using System.Collections.Immutable;
using Quell.Engine.Executions;

namespace Quell.Engine.Runbooks.Rollout;

/// <summary>How far a rollout has come.</summary>
internal sealed class RolloutFrame : Frame
{
    /// <summary>The target that is started next.</summary>
    public int Next { get; set; }

    public int Failures { get; set; }

    /// <summary>The targets whose executions run, by what waits for them: the number of the event of their start.</summary>
    public ImmutableDictionary<int, RolloutChild> Running { get; set; } = ImmutableDictionary<int, RolloutChild>.Empty;
}

/// <summary>An execution that runs.</summary>
/// <param name="Target">Which target it is for.</param>
/// <param name="Started">The number of the event that told its start.</param>
internal sealed record RolloutChild(int Target, int Started);

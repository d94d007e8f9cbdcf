using Quell.Confinement;
using Quell.Gate;

namespace Quell.Scripts;

/// <summary>What scripts need of the process that they are part of.</summary>
internal sealed record ScriptHost
{
    /// <summary>Starts their processes.</summary>
    public required Confiner Confiner { get; init; }

    public required EnvironmentKeys Keys { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Scripts that may run at once; the others wait, and their time runs from when they begin.</summary>
    public int Concurrency { get; init; } = Math.Max(8, Environment.ProcessorCount * 4);
}

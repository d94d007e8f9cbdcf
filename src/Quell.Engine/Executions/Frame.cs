namespace Quell.Engine.Executions;

/// <summary>
/// A place where an execution stands: the whole of it, a branch, one round of a loop. What is in it is the language's. A frame
/// belongs to the transition that touches it; between transitions nobody changes it.
/// </summary>
internal abstract class Frame
{
    /// <summary>Unique in its execution, never used again.</summary>
    public int Id { get; set; }

    /// <summary>The frame that waits for this one; 0 for the whole.</summary>
    public int Parent { get; init; }

    /// <summary>A copy that a transition may change.</summary>
    public Frame Copy() => (Frame)MemberwiseClone();
}

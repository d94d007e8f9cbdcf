using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Matching;

/// <summary>What follows when one field of some branches, the same for all of them, has passed.</summary>
/// <param name="id">Marks the way as taken; no other way of the set has it.</param>
internal sealed class Way(int id, FieldTests tests, Subtree target)
{
    public int Id => id;

    public FieldTests Tests => tests;

    public Subtree Target => target;

    public Way To(Subtree other) => new(id, tests, other);
}

using System.Collections.Immutable;

namespace Quell.Engine.Rules.Persistent;

/// <summary>Small numbers, each given to one at a time; those given back are given again first, so that they stay small.</summary>
internal readonly record struct IdPool(int Next, ImmutableStack<int> Free)
{
    public static readonly IdPool Full = new(0, []);

    /// <summary>Numbers in use.</summary>
    public int Count => Next - Free.Count();

    public IdPool Take(out int id)
    {
        if (!Free.IsEmpty)
        {
            return this with { Free = Free.Pop(out id) };
        }

        id = Next;
        return this with { Next = Next + 1 };
    }

    /// <summary>Gives a number back; when all are back, the pool is as it was at first.</summary>
    public IdPool Give(int id) => this with { Free = Free.Push(id) };
}

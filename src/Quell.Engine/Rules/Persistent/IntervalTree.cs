namespace Quell.Engine.Rules.Persistent;

/// <summary>
/// Intervals, both ends included, and what is kept at each; found by a number that they hold. Never changes: an exchange gives
/// a new tree that shares all but a path. A treap whose priorities are hashes of the intervals, so that the same intervals make
/// the same tree (Seidel and Aragon, "Randomized Search Trees", 1996), each node with the highest end below it (Cormen et al.,
/// "Introduction to Algorithms", interval trees).
/// </summary>
internal sealed class IntervalTree<T>
    where T : class
{
    private readonly UInt128 _bottom;
    private readonly UInt128 _top;
    private readonly UInt128 _highest;
    private readonly Bag<T> _things;
    private readonly IntervalTree<T>? _left;
    private readonly IntervalTree<T>? _right;

    private IntervalTree(UInt128 bottom, UInt128 top, Bag<T> things, IntervalTree<T>? left, IntervalTree<T>? right)
    {
        (_bottom, _top, _things, _left, _right) = (bottom, top, things, left, right);
        _highest = Max(top, Max(left?._highest ?? UInt128.Zero, right?._highest ?? UInt128.Zero));
    }

    private uint Priority
    {
        get
        {
            var mixed = ((ulong)_bottom * 0x9E3779B97F4A7C15) ^ ((ulong)(_bottom >> 64) * 0xC2B2AE3D27D4EB4F)
                ^ ((ulong)_top * 0x165667B19E3779F9) ^ ((ulong)(_top >> 64) * 0xD6E8FEB86659FD93);
            mixed ^= mixed >> 29;
            return (uint)((mixed * 0xBF58476D1CE4E5B9) >> 32);
        }
    }

    public static IEnumerable<T> Things(IntervalTree<T>? tree) =>
        tree is null ? [] : Things(tree._left).Concat(tree._things.ToEnumerable()).Concat(Things(tree._right));

    /// <summary>What is kept at exactly this interval.</summary>
    public static Bag<T> At(IntervalTree<T>? tree, UInt128 bottom, UInt128 top)
    {
        while (tree is not null)
        {
            var order = tree.Compare(bottom, top);
            if (order == 0)
            {
                return tree._things;
            }

            tree = order < 0 ? tree._left : tree._right;
        }

        return default;
    }

    /// <summary>The tree with one thing exchanged for the other at an interval; null is nothing to take out or put in, or no tree.</summary>
    public static IntervalTree<T>? Exchange(IntervalTree<T>? tree, UInt128 bottom, UInt128 top, T? old, T? @new)
    {
        if (tree is null)
        {
            return @new is null ? null : new(bottom, top, default(Bag<T>).Add(@new), null, null);
        }

        var order = tree.Compare(bottom, top);
        if (order == 0)
        {
            var things = tree._things.Exchange(old, @new);
            return things.IsEmpty ? Join(tree._left, tree._right) : tree.With(things);
        }

        return order < 0
            ? tree.WithLeft(Exchange(tree._left, bottom, top, old, @new))
            : tree.WithRight(Exchange(tree._right, bottom, top, old, @new));
    }

    /// <summary>
    /// Calls back for each interval that holds the number: for a single number's with what is kept there as sure, for a range's
    /// with it as to be looked at.
    /// </summary>
    public static void Stab<TVisitor>(IntervalTree<T>? tree, UInt128 number, ref TVisitor visitor)
        where TVisitor : IFinder<T>, allows ref struct
    {
        while (tree is not null && tree._highest >= number)
        {
            if (tree._left is not null)
            {
                Stab(tree._left, number, ref visitor);
            }

            if (number < tree._bottom)
            {
                return;
            }

            if (number <= tree._top)
            {
                if (tree._bottom == tree._top)
                {
                    visitor.Found(tree._things, default);
                }
                else
                {
                    visitor.Found(default, tree._things);
                }
            }

            tree = tree._right;
        }
    }

    private static UInt128 Max(UInt128 one, UInt128 other) => one > other ? one : other;

    // Everything on the left stands before everything on the right.
    private static IntervalTree<T>? Join(IntervalTree<T>? left, IntervalTree<T>? right)
    {
        if (left is null || right is null)
        {
            return left ?? right;
        }

        return left.IsAbove(right)
            ? new(left._bottom, left._top, left._things, left._left, Join(left._right, right))
            : new(right._bottom, right._top, right._things, Join(left, right._left), right._right);
    }

    private int Compare(UInt128 bottom, UInt128 top)
    {
        var order = bottom.CompareTo(_bottom);
        return order == 0 ? top.CompareTo(_top) : order;
    }

    private bool IsAbove(IntervalTree<T> other) =>
        Priority != other.Priority ? Priority > other.Priority : other.Compare(_bottom, _top) < 0;

    private IntervalTree<T> With(Bag<T> things) => new(_bottom, _top, things, _left, _right);

    private IntervalTree<T> WithLeft(IntervalTree<T>? left) => left is not null && left.IsAbove(this)
        ? new(left._bottom, left._top, left._things, left._left, new(_bottom, _top, _things, left._right, _right))
        : new(_bottom, _top, _things, left, _right);

    private IntervalTree<T> WithRight(IntervalTree<T>? right) => right is not null && right.IsAbove(this)
        ? new(right._bottom, right._top, right._things, new(_bottom, _top, _things, _left, right._left), right._right)
        : new(_bottom, _top, _things, _left, right);
}

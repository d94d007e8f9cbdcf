namespace Quell.Engine.Rules.Persistent;

/// <summary>
/// What is kept under beginnings of texts, found by a text in one walk along its bytes. Never changes: an exchange gives a new
/// tree that shares all but a path; the same keys make the same tree. A node without a branch or a thing of its own is merged
/// with the one below it (Morrison, "PATRICIA", 1968).
/// </summary>
internal sealed class RadixTree<T>
    where T : class
{
    private readonly byte[] _label;
    private readonly byte[] _firsts;
    private readonly RadixTree<T>[] _children;
    private readonly Bag<T> _sure;
    private readonly Bag<T> _maybe;

    private RadixTree(byte[] label, Bag<T> sure, Bag<T> maybe, byte[] firsts, RadixTree<T>[] children) =>
        (_label, _sure, _maybe, _firsts, _children) = (label, sure, maybe, firsts, children);

    public static IEnumerable<T> Things(RadixTree<T>? tree) => tree is null
        ? []
        : tree._sure.ToEnumerable().Concat(tree._maybe.ToEnumerable()).Concat(tree._children.SelectMany(Things));

    /// <summary>What is kept under exactly this key.</summary>
    public static Bag<T> At(RadixTree<T>? tree, ReadOnlySpan<byte> key, bool isSure)
    {
        while (tree is not null && key.StartsWith(tree._label))
        {
            key = key[tree._label.Length..];
            if (key.IsEmpty)
            {
                return isSure ? tree._sure : tree._maybe;
            }

            var child = tree._firsts.AsSpan().IndexOf(key[0]);
            tree = child < 0 ? null : tree._children[child];
        }

        return default;
    }

    /// <summary>The tree with one thing exchanged for the other under a key; null is nothing to take out or put in, or no tree.</summary>
    /// <param name="isSure">Whether every text that begins with the key is meant, or each must be looked at.</param>
    public static RadixTree<T>? Exchange(RadixTree<T>? tree, ReadOnlySpan<byte> key, bool isSure, T? old, T? @new)
    {
        if (tree is null)
        {
            return @new is null ? null : Leaf(key, isSure, @new);
        }

        var shared = key.CommonPrefixLength(tree._label);
        if (shared < tree._label.Length)
        {
            return @new is null ? tree : tree.Split(shared).ExchangeHere(key[shared..], isSure, old, @new);
        }

        return tree.ExchangeHere(key[shared..], isSure, old, @new);
    }

    /// <summary>Calls back for everything under a beginning of the text.</summary>
    public static void Walk<TOrder, TVisitor>(RadixTree<T>? tree, ReadOnlySpan<byte> text, ref TVisitor visitor)
        where TOrder : IByteOrder
        where TVisitor : IFinder<T>, allows ref struct
    {
        var place = 0;
        while (tree is not null)
        {
            var label = tree._label;
            if (text.Length - place < label.Length)
            {
                return;
            }

            foreach (var wanted in label)
            {
                if (TOrder.At(text, place++) != wanted)
                {
                    return;
                }
            }

            if (!tree._sure.IsEmpty || !tree._maybe.IsEmpty)
            {
                visitor.Found(tree._sure, tree._maybe);
            }

            if (place == text.Length || tree._firsts.Length == 0)
            {
                return;
            }

            var child = tree._firsts.AsSpan().IndexOf(TOrder.At(text, place));
            tree = child < 0 ? null : tree._children[child];
        }
    }

    private static RadixTree<T> Leaf(ReadOnlySpan<byte> key, bool isSure, T thing)
    {
        var things = default(Bag<T>).Add(thing);
        return new(key.ToArray(), isSure ? things : default, isSure ? default : things, [], []);
    }

    private RadixTree<T> Split(int at) =>
        new(_label[..at], default, default, [_label[at]], [new(_label[at..], _sure, _maybe, _firsts, _children)]);

    private RadixTree<T>? ExchangeHere(ReadOnlySpan<byte> key, bool isSure, T? old, T? @new)
    {
        if (key.IsEmpty)
        {
            return new RadixTree<T>(
                _label, isSure ? _sure.Exchange(old, @new) : _sure, isSure ? _maybe : _maybe.Exchange(old, @new), _firsts, _children).Trimmed();
        }

        var at = _firsts.AsSpan().IndexOf(key[0]);
        if (at < 0)
        {
            return @new is null ? this : WithChild(key[0], Leaf(key, isSure, @new));
        }

        var child = Exchange(_children[at], key, isSure, old, @new);
        if (child is null)
        {
            return new RadixTree<T>(
                _label, _sure, _maybe, [.. _firsts[..at], .. _firsts[(at + 1)..]], [.. _children[..at], .. _children[(at + 1)..]]).Trimmed();
        }

        RadixTree<T>[] children = [.. _children];
        children[at] = child;
        return new(_label, _sure, _maybe, _firsts, children);
    }

    // In the order of their first bytes, so that the shape does not tell the order of their coming.
    private RadixTree<T> WithChild(byte first, RadixTree<T> child)
    {
        var at = 0;
        while (at < _firsts.Length && _firsts[at] < first)
        {
            at++;
        }

        return new(_label, _sure, _maybe, [.. _firsts[..at], first, .. _firsts[at..]], [.. _children[..at], child, .. _children[at..]]);
    }

    private RadixTree<T>? Trimmed()
    {
        if (!_sure.IsEmpty || !_maybe.IsEmpty || _children.Length > 1)
        {
            return this;
        }

        return _children.Length == 0
            ? null
            : new([.. _label, .. _children[0]._label], _children[0]._sure, _children[0]._maybe, _children[0]._firsts, _children[0]._children);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Quell.Engine.Rules.Persistent;

namespace Quell.Engine.Rules.Scanning;

/// <summary>
/// A name on the way to a field that some rule asks about, or the field itself; a scan passes over whatever no node leads to.
/// Never changes: a new path gives a new root.
/// </summary>
internal sealed class FieldTree
{
    public static readonly FieldTree Empty = new(-1, HashTrie<byte[], FieldTree>.Empty, []);

    /// <summary>So many children are looked at one by one; among more, a hash finds the one.</summary>
    private const int Few = 8;

    private readonly HashTrie<byte[], FieldTree> _all;
    private readonly Child[] _few;
    private readonly bool _mayBeJoined;

    private FieldTree(int field, HashTrie<byte[], FieldTree> all, Child[] few) =>
        (Field, _all, _few, _mayBeJoined) = (field, all, few, Array.Exists(few, child => child.Node.HasChildren));

    /// <summary>The number of the field that ends here; -1 where none does.</summary>
    public int Field { get; }

    public bool HasChildren => !_all.IsEmpty;

    private bool IsEmpty => Field < 0 && _all.IsEmpty;

    /// <summary>The tree with a field at the end of a path of names joined with dots; -1 takes it out again.</summary>
    public FieldTree With(string path, int field)
    {
        var way = new Stack<(FieldTree Node, byte[] Name)>();
        var node = this;
        foreach (var part in path.Split('.'))
        {
            var name = Encoding.UTF8.GetBytes(part);
            way.Push((node, name));
            node = node.ChildAt(name) ?? Empty;
        }

        node = new(field, node._all, node._few);
        while (way.TryPop(out var above))
        {
            node = above.Node.With(above.Name, node);
        }

        return node;
    }

    /// <summary>The node that a member's name leads to, a dot within it counting as a joint; null where no field lies that way.</summary>
    /// <param name="text">What holds the name.</param>
    /// <param name="start">Where the name starts.</param>
    /// <param name="length">The name's length in bytes.</param>
    public FieldTree? Descend(ReadOnlySpan<byte> text, int start, int length)
    {
        var head = HeadOf(text, start, length);
        foreach (ref readonly var child in _few.AsSpan())
        {
            if (child.Head == head && child.Name.Length == length
                && (length <= sizeof(ulong) || text.Slice(start + sizeof(ulong), length - sizeof(ulong)).SequenceEqual(child.Name.AsSpan(sizeof(ulong)))))
            {
                return child.Node;
            }
        }

        // All children are among the few, unless there are many; only with a dot can a name lead beyond them.
        return _mayBeJoined || _few.Length == 0 ? DescendFurther(text.Slice(start, length)) : null;
    }

    /// <summary>The first bytes of a name, up to eight of them, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HeadOf(ReadOnlySpan<byte> text, int start, int length)
    {
        if (start + sizeof(ulong) <= text.Length)
        {
            var read = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start));
            return length >= sizeof(ulong) ? read : read & ((1UL << (length * 8)) - 1);
        }

        var head = 0UL;
        for (var place = Math.Min(length, sizeof(ulong)) - 1; place >= 0; place--)
        {
            head = (head << 8) | text[start + place];
        }

        return head;
    }

    // Not by recursion: a name may have as many dots as it has letters.
    private FieldTree? DescendFurther(ReadOnlySpan<byte> name)
    {
        var node = this;
        var dot = name.IndexOf((byte)'.');
        if (dot < 0 && _few.Length > 0)
        {
            return null;
        }

        for (; dot >= 0; dot = name.IndexOf((byte)'.'))
        {
            if (node.ChildAt(name[..dot]) is not { } joint)
            {
                return null;
            }

            node = joint;
            name = name[(dot + 1)..];
        }

        return node.ChildAt(name);
    }

    private FieldTree? ChildAt(ReadOnlySpan<byte> name) =>
        _all.TryGet<TextKeys, ReadOnlySpan<byte>>(TextKeys.HashOf(name), name, out var child) ? child : null;

    private FieldTree With(byte[] name, FieldTree child)
    {
        var all = child.IsEmpty ? _all.Remove<TextKeys>(name) : _all.Set<TextKeys>(name, child);
        return all.IsEmpty && Field < 0 ? Empty : new(Field, all, FewOf(all));
    }

    private static Child[] FewOf(HashTrie<byte[], FieldTree> all)
    {
        var few = all.Entries.Take(Few + 1).Select(entry => new Child(HeadOf(entry.Key, 0, entry.Key.Length), entry.Key, entry.Value)).ToArray();
        return few.Length > Few ? [] : few;
    }

    private readonly record struct Child(ulong Head, byte[] Name, FieldTree Node);
}

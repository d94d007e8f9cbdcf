using System.Numerics;

namespace Quell.Engine.Rules.Persistent;

/// <summary>
/// A map that never changes: setting and removing give a new one that shares all but a path with the old. Two maps of the same
/// entries have the same shape, whatever was added and removed before. (Steindorfer and Vinju, "Optimizing Hash-Array Mapped
/// Tries for Fast and Lean Immutable JVM Collections", OOPSLA 2015.)
/// </summary>
internal sealed class HashTrie<TKey, TValue>
{
    public static readonly HashTrie<TKey, TValue> Empty = new(0, 0, [], []);

    private const int Bits = 5;
    private const int LastShift = 30;

    private readonly uint _entryMap;
    private readonly uint _nodeMap;
    private readonly Entry[] _entries;
    private readonly HashTrie<TKey, TValue>[] _nodes;

    private HashTrie(uint entryMap, uint nodeMap, Entry[] entries, HashTrie<TKey, TValue>[] nodes) =>
        (_entryMap, _nodeMap, _entries, _nodes) = (entryMap, nodeMap, entries, nodes);

    public bool IsEmpty => _entries.Length == 0 && _nodes.Length == 0;

    public IEnumerable<Entry> Entries => _entries.Concat(_nodes.SelectMany(node => node.Entries));

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet<TKeys, TProbe>(uint hash, TProbe probe, out TValue value)
        where TKeys : IKeys<TKey, TProbe>
        where TProbe : allows ref struct
    {
        var node = this;
        for (var shift = 0; shift <= LastShift; shift += Bits)
        {
            var bit = 1u << (int)((hash >> shift) & 31);
            if ((node._entryMap & bit) != 0)
            {
                ref readonly var entry = ref node._entries[BitOperations.PopCount(node._entryMap & (bit - 1))];
                var same = TKeys.Same(entry.Key, probe);
                value = same ? entry.Value : default!;
                return same;
            }

            if ((node._nodeMap & bit) == 0)
            {
                value = default!;
                return false;
            }

            node = node._nodes[BitOperations.PopCount(node._nodeMap & (bit - 1))];
        }

        return node.TryGetCollided<TKeys, TProbe>(probe, out value);
    }

    /// <summary>This map with the key's value.</summary>
    public HashTrie<TKey, TValue> Set<TKeys>(TKey key, TValue value)
        where TKeys : IKeys<TKey, TKey> => Set<TKeys>(new(key, value), TKeys.HashOf(key), 0);

    /// <summary>This map without the key.</summary>
    public HashTrie<TKey, TValue> Remove<TKeys>(TKey key)
        where TKeys : IKeys<TKey, TKey> => Remove<TKeys>(key, TKeys.HashOf(key), 0);

    private bool TryGetCollided<TKeys, TProbe>(TProbe probe, out TValue value)
        where TKeys : IKeys<TKey, TProbe>
        where TProbe : allows ref struct
    {
        foreach (var entry in _entries)
        {
            if (TKeys.Same(entry.Key, probe))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    private HashTrie<TKey, TValue> Set<TKeys>(Entry entry, uint hash, int shift)
        where TKeys : IKeys<TKey, TKey>
    {
        if (shift > LastShift)
        {
            var same = Array.FindIndex(_entries, other => TKeys.Same(other.Key, entry.Key));
            return new(0, 0, same < 0 ? [.. _entries, entry] : Replaced(_entries, same, entry), []);
        }

        var bit = 1u << (int)((hash >> shift) & 31);
        var entryAt = BitOperations.PopCount(_entryMap & (bit - 1));
        var nodeAt = BitOperations.PopCount(_nodeMap & (bit - 1));
        if ((_nodeMap & bit) != 0)
        {
            return new(_entryMap, _nodeMap, _entries, Replaced(_nodes, nodeAt, _nodes[nodeAt].Set<TKeys>(entry, hash, shift + Bits)));
        }

        if ((_entryMap & bit) == 0)
        {
            return new(_entryMap | bit, _nodeMap, Inserted(_entries, entryAt, entry), _nodes);
        }

        var there = _entries[entryAt];
        if (TKeys.Same(there.Key, entry.Key))
        {
            return new(_entryMap, _nodeMap, Replaced(_entries, entryAt, entry), _nodes);
        }

        var below = Empty.Set<TKeys>(there, TKeys.HashOf(there.Key), shift + Bits).Set<TKeys>(entry, hash, shift + Bits);
        return new(_entryMap ^ bit, _nodeMap | bit, Without(_entries, entryAt), Inserted(_nodes, nodeAt, below));
    }

    private HashTrie<TKey, TValue> Remove<TKeys>(TKey key, uint hash, int shift)
        where TKeys : IKeys<TKey, TKey>
    {
        if (shift > LastShift)
        {
            var same = Array.FindIndex(_entries, other => TKeys.Same(other.Key, key));
            return same < 0 ? this : new(0, 0, Without(_entries, same), []);
        }

        var bit = 1u << (int)((hash >> shift) & 31);
        var entryAt = BitOperations.PopCount(_entryMap & (bit - 1));
        if ((_entryMap & bit) != 0)
        {
            return TKeys.Same(_entries[entryAt].Key, key) ? new(_entryMap ^ bit, _nodeMap, Without(_entries, entryAt), _nodes) : this;
        }

        if ((_nodeMap & bit) == 0)
        {
            return this;
        }

        var nodeAt = BitOperations.PopCount(_nodeMap & (bit - 1));
        var below = _nodes[nodeAt].Remove<TKeys>(key, hash, shift + Bits);
        return below._entries.Length == 1 && below._nodes.Length == 0
            ? new(_entryMap | bit, _nodeMap ^ bit, Inserted(_entries, entryAt, below._entries[0]), Without(_nodes, nodeAt))
            : new(_entryMap, _nodeMap, _entries, Replaced(_nodes, nodeAt, below));
    }

    private static T[] Inserted<T>(T[] items, int index, T item)
    {
        var copy = new T[items.Length + 1];
        items.AsSpan(0, index).CopyTo(copy);
        copy[index] = item;
        items.AsSpan(index).CopyTo(copy.AsSpan(index + 1));
        return copy;
    }

    private static T[] Without<T>(T[] items, int index) =>
        items.Length == 1 ? [] : [.. items.AsSpan(0, index), .. items.AsSpan(index + 1)];

    private static T[] Replaced<T>(T[] items, int index, T item)
    {
        T[] copy = [.. items];
        copy[index] = item;
        return copy;
    }

    /// <summary>A key and its value.</summary>
    internal readonly record struct Entry(TKey Key, TValue Value);
}

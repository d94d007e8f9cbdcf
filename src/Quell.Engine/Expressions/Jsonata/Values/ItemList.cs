namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>
/// An array made during evaluation. Only who makes it adds to it. A sequence (see "Sequences" in the documentation) of one is
/// that one, and an empty one is undefined, unless it keeps singletons.
/// </summary>
internal sealed class ItemList
{
    private const int FirstCapacity = 4;

    private Item[] _items;

    public ItemList() => _items = [];

    public ItemList(int capacity) => _items = new Item[Math.Min(capacity, 1 << 16)];

    private ItemList(Item only) => (_items, Count) = ([only], 1);

    public int Count { get; private set; }

    public bool IsSequence { get; init; }

    public bool KeepsSingleton { get; set; }

    /// <summary>Written as an array constructor in a path: not flattened into what surrounds it.</summary>
    public bool IsConstructed { get; set; }

    /// <summary>The one around an array that is the input of the whole expression.</summary>
    public bool IsOuter { get; init; }

    /// <summary>Whether the items are <see cref="Binding"/> rows.</summary>
    public bool IsTuples { get; init; }

    public Item this[int index]
    {
        get => Span[index];
        set => _items.AsSpan(0, Count)[index] = value;
    }

    public ReadOnlySpan<Item> Span => _items.AsSpan(0, Count);

    public static ItemList Sequence() => new() { IsSequence = true };

    public static ItemList SequenceOf(Item item) => new(item) { IsSequence = true };

    public static ItemList Of(Item item) => new(item);

    public void Add(Item item)
    {
        if (Count == _items.Length)
        {
            Grow(Count + 1);
        }

        _items[Count++] = item;
    }

    /// <summary>Adds what an array holds, or the item itself.</summary>
    public void AddFlat(Item item)
    {
        switch (item.Ref)
        {
            case ItemList list:
                Grow(Count + list.Count);
                list.Span.CopyTo(_items.AsSpan(Count));
                Count += list.Count;
                break;
            case Quell.Engine.Json.JsonArray or ItemRange:
                var count = item.Count;
                Grow(Count + count);
                for (var index = 0; index < count; index++)
                {
                    _items[Count++] = item[index];
                }

                break;
            default:
                Add(item);
                break;
        }
    }

    /// <summary>What the sequence stands for as a value.</summary>
    public Item Collapse() => Count switch
    {
        _ when IsTuples => this,
        0 => Item.Undefined,
        1 when !KeepsSingleton => _items[0],
        _ => this,
    };

    public void Sort(Comparison<Item> compare)
    {
        // A merge sort of its own: stable, and it keeps its head when a comparison contradicts itself.
        var from = Span.ToArray();
        var to = new Item[from.Length];
        for (var width = 1; width < from.Length; width *= 2)
        {
            for (var start = 0; start < from.Length; start += 2 * width)
            {
                Merge(from, to, start, Math.Min(start + width, from.Length), Math.Min(start + (2 * width), from.Length), compare);
            }

            (from, to) = (to, from);
        }

        _items = from;
    }

    private void Grow(int count)
    {
        if (count > _items.Length)
        {
            Array.Resize(ref _items, Math.Max(count, Math.Max(FirstCapacity, 2 * _items.Length)));
        }
    }

    private static void Merge(Item[] from, Item[] to, int start, int middle, int end, Comparison<Item> compare)
    {
        var (left, right) = (start, middle);
        for (var at = start; at < end; at++)
        {
            var takesLeft = left < middle && (right >= end || compare(from[left], from[right]) <= 0);
            to[at] = takesLeft ? from[left++] : from[right++];
        }
    }
}

using System.Runtime.CompilerServices;

namespace Quell.Engine.Rules.Persistent;

/// <summary>
/// A few or very many things in no order, without change: adding and removing give a new bag. One thing takes no memory of its
/// own; beyond <see cref="ChunkSize"/> they stand in chunks, so that a change copies one chunk and the list of chunks.
/// </summary>
internal readonly struct Bag<T>
    where T : class
{
    private const int ChunkSize = 64;

    /// <summary>Null, a T, an array of T, or an array of arrays of T, none of them empty.</summary>
    private readonly object? _things;

    private Bag(object? things) => _things = things;

    public bool IsEmpty => _things is null;

    public int Count => _things switch
    {
        null => 0,
        T[] few => few.Length,
        T[][] chunks => chunks.Sum(chunk => chunk.Length),
        _ => 1,
    };

    /// <summary>This bag without the one and with the other; null is nothing to take out or put in.</summary>
    public Bag<T> Exchange(T? old, T? @new) => (old, @new) switch
    {
        (null, null) => this,
        (null, _) => Add(@new),
        (_, null) => Remove(old),
        _ => Replace(old, @new),
    };

    public Bag<T> Add(T thing) => new(_things switch
    {
        null => thing,
        T one => new[] { one, thing },
        T[] few when few.Length < ChunkSize => (T[])[.. few, thing],
        T[] full => new T[][] { full, [thing] },
        var many => AddToChunks((T[][])many, thing),
    });

    public Bag<T> Remove(T thing) => new(_things switch
    {
        T => null,
        T[] { Length: 2 } pair => ReferenceEquals(pair[0], thing) ? pair[1] : pair[0],
        T[] few => Without(few, Array.IndexOf(few, thing)),
        T[][] many => RemoveFromChunks(many, thing),
        _ => null,
    });

    public Enumerator GetEnumerator() => new(_things);

    public IEnumerable<T> ToEnumerable()
    {
        foreach (var thing in this)
        {
            yield return thing;
        }
    }

    private Bag<T> Replace(T old, T @new)
    {
        switch (_things)
        {
            case T[] few:
                return new(Replaced(few, Array.IndexOf(few, old), @new));
            case T[][] many:
                var chunk = Array.FindIndex(many, candidates => Array.IndexOf(candidates, old) >= 0);
                return new(Replaced(many, chunk, Replaced(many[chunk], Array.IndexOf(many[chunk], old), @new)));
            default:
                return new(@new);
        }
    }

    private static T[][] AddToChunks(T[][] chunks, T thing)
    {
        var room = Array.FindLastIndex(chunks, chunk => chunk.Length < ChunkSize);
        return room < 0 ? [.. chunks, [thing]] : Replaced(chunks, room, [.. chunks[room], thing]);
    }

    private static object RemoveFromChunks(T[][] chunks, T thing)
    {
        var chunk = Array.FindIndex(chunks, candidates => Array.IndexOf(candidates, thing) >= 0);
        if (chunks[chunk].Length > 1)
        {
            return Replaced(chunks, chunk, Without(chunks[chunk], Array.IndexOf(chunks[chunk], thing)));
        }

        return chunks.Length == 2 ? chunks[1 - chunk] : Without(chunks, chunk);
    }

    private static TItem[] Without<TItem>(TItem[] items, int index) => [.. items.AsSpan(0, index), .. items.AsSpan(index + 1)];

    private static TItem[] Replaced<TItem>(TItem[] items, int index, TItem item)
    {
        TItem[] copy = [.. items];
        copy[index] = item;
        return copy;
    }

    /// <summary>Goes through the things without allocating.</summary>
    internal struct Enumerator
    {
        private readonly T[][]? _chunks;
        private T[]? _few;
        private T? _current;
        private int _next;
        private int _nextChunk;

        public Enumerator(object? things)
        {
            // Exact types: the tests are then single comparisons.
            if (things is not null && things.GetType() == typeof(T[]))
            {
                _few = Unsafe.As<T[]>(things);
            }
            else if (things is not null && things.GetType() == typeof(T[][]))
            {
                _chunks = Unsafe.As<T[][]>(things);
                _few = _chunks[0];
                _nextChunk = 1;
            }
            else
            {
                _current = Unsafe.As<T?>(things);
                _next = things is null ? 1 : 0;
            }
        }

        public readonly T Current => _current!;

        public bool MoveNext()
        {
            if (_few is null)
            {
                return _next++ == 0;
            }

            if (_next == _few.Length)
            {
                if (_chunks is null || _nextChunk == _chunks.Length)
                {
                    return false;
                }

                _few = _chunks[_nextChunk++];
                _next = 0;
            }

            _current = _few[_next++];
            return true;
        }
    }
}

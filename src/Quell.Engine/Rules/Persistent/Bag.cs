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

    /// <summary>
    /// Null, a T, an array of several, or an array of such arrays. Arrays of objects, whose exact type is known without knowing T:
    /// T itself must be neither.
    /// </summary>
    private readonly object? _things;

    private Bag(object? things) => _things = things;

    public bool IsEmpty => _things is null;

    public int Count => _things switch
    {
        null => 0,
        object[][] chunks => chunks.Sum(chunk => chunk.Length),
        object[] few => few.Length,
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
        object[][] many => AddToChunks(many, thing),
        object[] { Length: < ChunkSize } few => (object[])[.. few, thing],
        object[] full => new object[][] { full, [thing] },
        var one => new[] { one, thing },
    });

    public Bag<T> Remove(T thing) => new(_things switch
    {
        object[][] many => RemoveFromChunks(many, thing),
        object[] { Length: 2 } pair => ReferenceEquals(pair[0], thing) ? pair[1] : pair[0],
        object[] few => Without(few, Array.IndexOf(few, thing)),
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
            case object[][] many:
                var chunk = Array.FindIndex(many, candidates => Array.IndexOf(candidates, old) >= 0);
                return new(Replaced(many, chunk, Replaced(many[chunk], Array.IndexOf(many[chunk], old), @new)));
            case object[] few:
                return new(Replaced(few, Array.IndexOf(few, old), @new));
            default:
                return new(@new);
        }
    }

    private static object[][] AddToChunks(object[][] chunks, T thing)
    {
        var room = Array.FindLastIndex(chunks, chunk => chunk.Length < ChunkSize);
        return room < 0 ? [.. chunks, [thing]] : Replaced(chunks, room, [.. chunks[room], thing]);
    }

    private static object RemoveFromChunks(object[][] chunks, T thing)
    {
        var chunk = Array.FindIndex(chunks, candidates => Array.IndexOf(candidates, thing) >= 0);
        if (chunks[chunk].Length > 1)
        {
            return Replaced(chunks, chunk, Without(chunks[chunk], Array.IndexOf(chunks[chunk], thing)));
        }

        return chunks.Length == 2 ? Whole(chunks[1 - chunk]) : Without(chunks, chunk);
    }

    private static object Whole(object[] chunk) => chunk.Length == 1 ? chunk[0] : chunk;

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
        private readonly object[][]? _chunks;
        private object[]? _few;
        private object? _current;
        private int _next;
        private int _nextChunk;

        public Enumerator(object? things)
        {
            _current = things;
            if (things is null)
            {
                _next = 1;
            }
            else if (things.GetType() == typeof(object[]))
            {
                _few = Unsafe.As<object[]>(things);
            }
            else if (things.GetType() == typeof(object[][]))
            {
                _chunks = Unsafe.As<object[][]>(things);
                _few = _chunks[0];
                _nextChunk = 1;
            }
        }

        public readonly T Current => Unsafe.As<T>(_current!);

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

using System.Buffers;
using System.Runtime.InteropServices;
using Quell.Engine.Events;

namespace Quell.Events;

/// <summary>
/// The entries of a PutEvents request as UTF-8, all in one rented buffer. Filled by <see cref="PutEventsReader"/> from the wire
/// or from the decoded input; both go the same way from here.
/// </summary>
internal sealed class PutEventsBody(int capacity) : IDisposable
{
    private readonly List<EntryPlaces> _entries = new(PutEventsEntry.MaxEntries);
    private byte[] _text = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 1));
    private int _length;

    public int Count => _entries.Count;

    /// <summary>The entry being filled: the last one.</summary>
    public ref EntryPlaces Last => ref CollectionsMarshal.AsSpan(_entries)[^1];

    public void AddEntry() => _entries.Add(default);

    public EntryPlaces this[int entry] => _entries[entry];

    public ReadOnlySpan<byte> Text((int Start, int Length) place) => _text.AsSpan(place.Start, place.Length);

    public PutEventsEntry EntryAt(int entry)
    {
        var places = _entries[entry];
        return new PutEventsEntry
        {
            Source = Text(places.Source),
            DetailType = Text(places.DetailType),
            Detail = Text(places.Detail),
            HasTime = places.Time is not null,
            SizeOfResources = places.SizeOfResources,
        };
    }

    /// <summary>Room for a text of at most so many bytes; taken by <see cref="Take"/>.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_text.Length - _length < bytes)
        {
            var more = ArrayPool<byte>.Shared.Rent(Math.Max(_text.Length * 2, _length + bytes));
            _text.AsSpan(0, _length).CopyTo(more);
            ArrayPool<byte>.Shared.Return(_text);
            _text = more;
        }

        return _text.AsSpan(_length);
    }

    /// <summary>Keeps what was written into the room.</summary>
    public (int Start, int Length) Take(int written)
    {
        var place = (_length, written);
        _length += written;
        return place;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_text);
        _text = [];
    }
}

/// <summary>Where an entry's texts lie; empty places for what is missing.</summary>
internal struct EntryPlaces
{
    public (int Start, int Length) Source;
    public (int Start, int Length) DetailType;
    public (int Start, int Length) Detail;

    /// <summary>The bus by name or ARN.</summary>
    public (int Start, int Length) Bus;

    /// <summary>The resources as a JSON array of strings.</summary>
    public (int Start, int Length) Resources;

    public int SizeOfResources;
    public DateTimeOffset? Time;
}

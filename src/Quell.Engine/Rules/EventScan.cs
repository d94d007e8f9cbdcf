using System.Text.Json;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules;

/// <summary>
/// The leaves of one event that some field tree asks about, gathered in one pass over its bytes. Made to be used again and
/// again by one thread; holds no reference to an event.
/// </summary>
internal sealed class EventScan
{
    /// <summary>Levels of nesting that PutEvents processes (API reference, PutEvents), and the envelope's own.</summary>
    private const int MaxDepth = 1102;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly List<Leaf> _leaves = [];
    private int[] _firsts = [];
    private int[] _lasts = [];
    private byte[] _unescaped = new byte[256];
    private int _unescapedLength;

    /// <summary>The array elements that leaves lie in.</summary>
    public ElementTree Elements { get; } = new();

    /// <summary>The first leaf of a field, to go on from with <see cref="Leaf.Next"/>; -1 where the event has none.</summary>
    public int FirstOf(int field) => _firsts[field];

    public Leaf this[int leaf] => _leaves[leaf];

    /// <summary>A leaf's value; <paramref name="utf8"/> is the event that was scanned.</summary>
    public EventValue ValueOf(int leaf, ReadOnlySpan<byte> utf8)
    {
        var found = _leaves[leaf];
        var source = found.IsUnescaped ? _unescaped.AsSpan(0, _unescapedLength) : utf8;
        return new EventValue(found.Kind, source.Slice(found.Start, found.Length));
    }

    /// <exception cref="EventSyntaxException">The bytes are not a JSON object.</exception>
    public void Read(ReadOnlySpan<byte> utf8, FieldTree fields)
    {
        Clear(fields.Count);
        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new EventSyntaxException("Event must be a JSON object");
            }

            ReadObject(ref reader, fields.Root, ElementTree.None);
        }
        catch (JsonException fault)
        {
            throw new EventSyntaxException(fault.Message);
        }
    }

    private void Clear(int fields)
    {
        if (_firsts.Length < fields)
        {
            _firsts = new int[fields];
            _lasts = new int[fields];
        }

        _firsts.AsSpan().Fill(-1);
        _leaves.Clear();
        _unescapedLength = 0;
        Elements.Clear();
    }

    private void ReadObject(ref Utf8JsonReader reader, FieldTree.Node node, int element)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = reader.ValueIsEscaped ? DescendEscaped(ref reader, node) : node.Descend(reader.ValueSpan);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
            }
            else
            {
                ReadValue(ref reader, child, element);
            }
        }
    }

    private FieldTree.Node? DescendEscaped(ref Utf8JsonReader reader, FieldTree.Node node)
    {
        var start = _unescapedLength;
        Unescape(reader.ValueSpan);
        var child = node.Descend(_unescaped.AsSpan(start, _unescapedLength - start));
        _unescapedLength = start;
        return child;
    }

    private void ReadValue(ref Utf8JsonReader reader, FieldTree.Node node, int element)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when node.HasChildren:
                ReadObject(ref reader, node, element);
                break;
            case JsonTokenType.StartObject:
                reader.Skip();
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref reader, node, element);
                break;
            default:
                AddLeaf(ref reader, node.Field, element);
                break;
        }
    }

    private void ReadArray(ref Utf8JsonReader reader, FieldTree.Node node, int element)
    {
        var array = Elements.EnterArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // A scalar belongs to the array as a whole: only what lies deeper is tied to its element.
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                AddLeaf(ref reader, node.Field, element);
                continue;
            }

            var inner = Elements.EnterElement(element, array);
            ReadValue(ref reader, node, inner);
            Elements.LeaveElement(inner);
        }

        Elements.LeaveArray(array);
    }

    private void AddLeaf(ref Utf8JsonReader reader, int field, int element)
    {
        if (field < 0)
        {
            return;
        }

        var leaf = reader.TokenType switch
        {
            JsonTokenType.String when reader.ValueIsEscaped => UnescapedLeaf(ref reader, element),
            JsonTokenType.String => new Leaf(EventValueKind.String, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, element),
            JsonTokenType.Number => new Leaf(EventValueKind.Number, (int)reader.TokenStartIndex, reader.ValueSpan.Length, element),
            _ => new Leaf(EventValueKind.Word, (int)reader.TokenStartIndex, reader.ValueSpan.Length, element),
        };
        if (_firsts[field] < 0)
        {
            _firsts[field] = _leaves.Count;
        }
        else
        {
            var last = _lasts[field];
            _leaves[last] = _leaves[last] with { Next = _leaves.Count };
        }

        _lasts[field] = _leaves.Count;
        _leaves.Add(leaf);
    }

    private Leaf UnescapedLeaf(ref Utf8JsonReader reader, int element)
    {
        var start = _unescapedLength;
        Unescape(reader.ValueSpan);
        return new Leaf(EventValueKind.String, start, _unescapedLength - start, element, IsUnescaped: true);
    }

    private void Unescape(ReadOnlySpan<byte> escaped)
    {
        if (_unescaped.Length < _unescapedLength + escaped.Length)
        {
            Array.Resize(ref _unescaped, Math.Max(_unescaped.Length * 2, _unescapedLength + escaped.Length));
        }

        _unescapedLength += JsonEscapes.Remove(escaped, _unescaped.AsSpan(_unescapedLength));
    }

    /// <summary>Where a leaf's text lies, in the event or among the unescaped texts, and the innermost array element around it.</summary>
    internal readonly record struct Leaf(EventValueKind Kind, int Start, int Length, int Element, bool IsUnescaped = false, int Next = -1);
}

using System.Text;
using System.Text.Json;
using Quell.Engine.Rules.Scanning;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Explaining;

/// <summary>Reads an event, all of it, into the tree that explanations look things up in.</summary>
internal sealed class EventReading
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = EventScan.MaxDepth };

    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly EventNode _root = new(null, "");
    private int _arrays;

    private EventReading(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <exception cref="EventSyntaxException">It is not a JSON object.</exception>
    public static EventNode Read(ReadOnlyMemory<byte> utf8)
    {
        EventSyntax.Check(utf8.Span);
        var reading = new EventReading(utf8);
        var reader = new Utf8JsonReader(utf8.Span, Options);
        reader.Read();
        reading.ReadObject(ref reader, reading._root, null);
        return reading._root;
    }

    private void ReadObject(ref Utf8JsonReader reader, EventNode node, ArrayElement? element)
    {
        node.AddObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = node.Grow(Encoding.UTF8.GetString(TextOf(ref reader).Span));
            reader.Read();
            ReadValue(ref reader, child, element);
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, EventNode node, ArrayElement? element)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject(ref reader, node, element);
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref reader, node, element);
                break;
            default:
                node.Add(Leaf(ref reader, element));
                break;
        }
    }

    private void ReadArray(ref Utf8JsonReader reader, EventNode node, ArrayElement? element)
    {
        node.AddArray();
        var array = _arrays++;
        for (var number = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
        {
            // A scalar belongs to the array as a whole: only what lies deeper is tied to its element.
            var isDeep = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            ReadValue(ref reader, node, isDeep ? new ArrayElement(element, array, number, node) : element);
        }
    }

    private EventLeaf Leaf(ref Utf8JsonReader reader, ArrayElement? element)
    {
        var raw = _utf8[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
        var kind = reader.TokenType switch
        {
            JsonTokenType.String => EventValueKind.String,
            JsonTokenType.Number => EventValueKind.Number,
            _ => EventValueKind.Word,
        };
        return new EventLeaf(kind, kind == EventValueKind.String ? TextOf(ref reader) : raw, raw, element);
    }

    private ReadOnlyMemory<byte> TextOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return _utf8.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        }

        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, JsonEscapes.Remove(reader.ValueSpan, text));
    }
}

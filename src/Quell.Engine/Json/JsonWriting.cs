using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Quell.Engine.Json;

/// <summary>Writes values as JSON text.</summary>
internal static class JsonWriting
{
    // Escapes only what RFC 8259 demands: what AWS sends and what events hold stays readable.
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = JsonReading.MaxDepth + 2,
    };

    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    /// <summary>Bytes beyond which a thread's buffer is not kept for its next value.</summary>
    private const int MostKept = 1 << 18;

    // What a thread writes with, again for each value: what is handed on is one copy, and nothing else is allocated.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static byte[] ToUtf8(JsonValue value, bool indented)
    {
        if (!indented)
        {
            return ToCompact(value).ToArray();
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            value.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The compact text in a buffer of the thread's own, good until the thread writes another value.</summary>
    public static ReadOnlySpan<byte> ToCompact(JsonValue value)
    {
        var buffer = _buffer ??= new(1_024);
        var writer = _writer ??= new(buffer, Compact);
        buffer.ResetWrittenCount();
        writer.Reset();
        value.WriteTo(writer);
        writer.Flush();
        if (buffer.Capacity > MostKept)
        {
            (_buffer, _writer) = (null, null);
        }

        return buffer.WrittenSpan;
    }

    /// <summary>
    /// The bytes that stand for the value in hashes: compact, members ordered by the UTF-16 code units of their names
    /// (RFC 8785, section 3.2.3), strings escaped no more than needed, numbers in their own spelling.
    /// </summary>
    public static byte[] ToCanonicalUtf8(JsonValue value) => ToUtf8(Sorted(value), indented: false);

    private static JsonValue Sorted(JsonValue value) => value switch
    {
        JsonObject parent => JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)parent)
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray array => JsonArray.From(array.Items.Select(Sorted)),
        _ => value,
    };
}

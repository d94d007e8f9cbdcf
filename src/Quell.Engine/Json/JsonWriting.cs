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

    public static byte[] ToUtf8(JsonValue value, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(value, buffer, indented);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(JsonValue value, IBufferWriter<byte> buffer, bool indented = false)
    {
        using var writer = new Utf8JsonWriter(buffer, indented ? Indented : Compact);
        value.WriteTo(writer);
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

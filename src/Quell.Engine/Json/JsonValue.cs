using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Quell.Engine.Json;

/// <summary>
/// The JSON value that flows through the engines: immutable, so that any number of executions, resources and
/// records share one copy, and compared by content. Decision: <c>docs/decisions/0002-json-value.md</c>.
/// </summary>
/// <remarks>The family is closed: object, array, string, number, boolean, null.</remarks>
internal abstract class JsonValue : IEquatable<JsonValue>
{
    private protected JsonValue()
    {
    }

    /// <summary>The JSON null, which is a value; a missing member is a C# null.</summary>
    public static JsonValue Null => JsonNull.Instance;

    /// <summary>Levels of nesting: 0 for what is no container, 1 for an empty one. Texts may have <see cref="JsonReading.MaxDepth"/>.</summary>
    public virtual int Depth => 0;

    /// <summary>Bytes of the compact UTF-8 text.</summary>
    public abstract int Size { get; }

    /// <summary>
    /// The text that the value was read from, where its author spelt it with white space of his own and that is to be shown again;
    /// null for the compact text. Writing within other values does not look at it.
    /// </summary>
    public virtual string? Spelling => null;

    /// <summary>The text as its author spelt it, or else the compact text.</summary>
    public string ToSpelledString() => Spelling ?? ToString();

    /// <summary>Parses one JSON text, and keeps how it was spelt.</summary>
    /// <exception cref="JsonSyntaxException">It is not JSON; the message says where and what was expected.</exception>
    public static JsonValue ParseSpelled(string text)
    {
        var value = Parse(text);
        return value switch
        {
            JsonObject parent when parent.ToString() != text => parent.Spelt(text),
            JsonArray array when array.ToString() != text => array.Spelt(text),
            _ => value,
        };
    }

    /// <summary>Writes the value as it stands: members in their order, numbers in their own spelling.</summary>
    public abstract void WriteTo(Utf8JsonWriter writer);

    public abstract bool Equals(JsonValue? other);

    public sealed override bool Equals(object? obj) => obj is JsonValue other && Equals(other);

    public abstract override int GetHashCode();

    /// <summary>Parses one JSON text.</summary>
    /// <exception cref="JsonSyntaxException">It is not JSON; the message says where and what was expected.</exception>
    public static JsonValue Parse(ReadOnlySpan<byte> utf8) => JsonReading.Parse(utf8);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static JsonValue Parse(string text) => JsonReading.Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>The compact UTF-8 text.</summary>
    public byte[] ToUtf8() => JsonWriting.ToUtf8(this, indented: false);

    /// <summary>The compact text.</summary>
    public sealed override string ToString() => Encoding.UTF8.GetString(JsonWriting.ToCompact(this));

    /// <summary>The text with two spaces of indentation a level, for people.</summary>
    public string ToIndentedString() => Encoding.UTF8.GetString(JsonWriting.ToUtf8(this, indented: true));

    /// <summary>A C# null stays one, which <see cref="JsonObject.Of"/> leaves out.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator JsonValue?(string? text) => text is null ? null : new JsonString(text);

    public static implicit operator JsonValue(bool value) => JsonBoolean.Of(value);

    public static implicit operator JsonValue(long value) => new JsonNumber(value);

    public static implicit operator JsonValue(int value) => new JsonNumber(value);

    public static implicit operator JsonValue(double value) => new JsonNumber(value);
}

/// <summary>The JSON null.</summary>
internal sealed class JsonNull : JsonValue
{
    public static readonly JsonNull Instance = new();

    private JsonNull()
    {
    }

    public override int Size => 4;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();

    public override bool Equals(JsonValue? other) => other is JsonNull;

    public override int GetHashCode() => 0;
}

/// <summary>A JSON true or false.</summary>
internal sealed class JsonBoolean : JsonValue
{
    private static readonly JsonBoolean True = new(true);
    private static readonly JsonBoolean False = new(false);

    private JsonBoolean(bool value) => Value = value;

    public bool Value { get; }

    public static JsonBoolean Of(bool value) => value ? True : False;

    public override int Size => Value ? 4 : 5;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);

    public override bool Equals(JsonValue? other) => other is JsonBoolean boolean && boolean.Value == Value;

    public override int GetHashCode() => Value ? 1 : 2;
}

/// <summary>A JSON string, unescaped.</summary>
internal sealed class JsonString(string value) : JsonValue
{
    public string Value { get; } = value;

    public override int Size => SizeOf(Value);

    /// <summary>Bytes of the text in quotes, with what RFC 8259 demands to be escaped.</summary>
    public static int SizeOf(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text) + 2;
        var rest = text.AsSpan();
        for (var next = rest.IndexOfAny(Escaped); next >= 0; next = rest.IndexOfAny(Escaped))
        {
            size += rest[next] is '"' or '\\' or '\n' or '\r' or '\t' or '\b' or '\f' ? 1 : 5;
            rest = rest[(next + 1)..];
        }

        return size;
    }

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\']);

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(Value);

    public override bool Equals(JsonValue? other) => other is JsonString text && text.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
}

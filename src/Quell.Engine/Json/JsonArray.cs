using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Quell.Engine.Json;

/// <summary>A JSON array.</summary>
[CollectionBuilder(typeof(JsonArray), nameof(Create))]
internal sealed class JsonArray(ImmutableArray<JsonValue> items) : JsonValue, IReadOnlyList<JsonValue>
{
    public static readonly JsonArray Empty = new([]);

    // Found when it is first asked for; two threads find the same.
    private int _depth;
    private int _size;
    private string? _spelling;

    public ImmutableArray<JsonValue> Items { get; } = items;

    public override int Depth => _depth != 0 ? _depth : _depth = FindDepth();

    public override int Size => _size != 0 ? _size : _size = FindSize();

    public override string? Spelling => _spelling;

    public int Count => Items.Length;

    public JsonValue this[int index] => Items[index];

    /// <summary>What a collection expression of this type builds.</summary>
    public static JsonArray Create(ReadOnlySpan<JsonValue> items) => items.IsEmpty ? Empty : new([.. items]);

    public static JsonArray From(IEnumerable<JsonValue> items) => new([.. items]);

    public static JsonArray From(IEnumerable<string> items) => new([.. items.Select(item => (JsonValue)item)]);

    /// <summary>The items that are objects, in order.</summary>
    public IEnumerable<JsonObject> Objects => Items.OfType<JsonObject>();

    /// <summary>The texts of the items that are strings, in order.</summary>
    public IEnumerable<string> Strings => Items.OfType<JsonString>().Select(item => item.Value);

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    public override bool Equals(JsonValue? other) =>
        other is JsonArray array && array.Items.AsSpan().SequenceEqual(Items.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The same array, that shows itself as that text.</summary>
    public JsonArray Spelt(string text) => new(Items) { _depth = _depth, _size = _size, _spelling = text };

    private int FindSize()
    {
        var size = 2 + Math.Max(0, Items.Length - 1);
        foreach (var item in Items)
        {
            size += item.Size;
        }

        return size;
    }

    private int FindDepth()
    {
        var deepest = 0;
        foreach (var item in Items)
        {
            deepest = Math.Max(deepest, item.Depth);
        }

        return deepest + 1;
    }

    public ImmutableArray<JsonValue>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<JsonValue> IEnumerable<JsonValue>.GetEnumerator() => ((IEnumerable<JsonValue>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();
}

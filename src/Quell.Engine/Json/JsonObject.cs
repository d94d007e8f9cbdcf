using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Quell.Engine.Json;

/// <summary>
/// A JSON object. Members keep their order; equality ignores it. Of members with one name the last one read counts.
/// </summary>
internal sealed class JsonObject : JsonValue, IReadOnlyCollection<KeyValuePair<string, JsonValue>>
{
    public static readonly JsonObject Empty = new([]);

    /// <summary>Below this many members a scan is quicker than an index.</summary>
    private const int IndexFrom = 9;

    private readonly ImmutableArray<KeyValuePair<string, JsonValue>> _members;
    private FrozenDictionary<string, int>? _index;

    // Found when it is first asked for; two threads find the same.
    private int _depth;
    private int _size;
    private string? _spelling;

    private JsonObject(ImmutableArray<KeyValuePair<string, JsonValue>> members) => _members = members;

    public int Count => _members.Length;

    public override int Depth => _depth != 0 ? _depth : _depth = FindDepth();

    public override int Size => _size != 0 ? _size : _size = FindSize();

    public override string? Spelling => _spelling;

    public IEnumerable<string> Names => _members.Select(member => member.Key);

    /// <summary>The member's value, or C# null where there is none.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            var position = PositionOf(name);
            return position < 0 ? null : _members[position].Value;
        }
    }

    /// <summary>Builds an object of the members given; one whose value is C# null is left out.</summary>
    public static JsonObject Of(params ReadOnlySpan<(string Name, JsonValue? Value)> members)
    {
        var builder = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>(members.Length);
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                builder.Add(new(name, value));
            }
        }

        return new(builder.DrainToImmutable());
    }

    /// <summary>Builds an object; of members with one name the last counts and stands where the first did.</summary>
    public static JsonObject From(IEnumerable<KeyValuePair<string, JsonValue>> members)
    {
        var builder = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (seen.TryAdd(member.Key, builder.Count))
            {
                builder.Add(member);
            }
            else
            {
                builder[seen[member.Key]] = member;
            }
        }

        return new(builder.DrainToImmutable());
    }

    public bool Has(string name) => PositionOf(name) >= 0;

    /// <summary>The string under the name; null where there is none or it is no string.</summary>
    public string? String(string name) => (this[name] as JsonString)?.Value;

    /// <summary>The whole number under the name, also where it is written as text; null where there is none.</summary>
    public long? Long(string name) => this[name] switch
    {
        JsonNumber number when number.TryAsLong(out var value) => value,
        JsonString text when long.TryParse(text.Value, out var value) => value,
        _ => null,
    };

    /// <summary>The boolean under the name, also where it is written as text; null where there is none.</summary>
    public bool? Bool(string name) => this[name] switch
    {
        JsonBoolean boolean => boolean.Value,
        JsonString text when bool.TryParse(text.Value, out var value) => value,
        _ => null,
    };

    /// <summary>The object under the name; null where there is none.</summary>
    public JsonObject? Object(string name) => this[name] as JsonObject;

    /// <summary>The array under the name; the empty one where there is none.</summary>
    public JsonArray Array(string name) => this[name] as JsonArray ?? JsonArray.Empty;

    /// <summary>This object with the member set: in its old place, or at the end. C# null removes it.</summary>
    public JsonObject With(string name, JsonValue? value)
    {
        if (value is null)
        {
            return Without(name);
        }

        var member = new KeyValuePair<string, JsonValue>(name, value);
        var position = PositionOf(name);
        return new(position < 0 ? _members.Add(member) : _members.SetItem(position, member));
    }

    public JsonObject Without(string name)
    {
        var position = PositionOf(name);
        return position < 0 ? this : new(_members.RemoveAt(position));
    }

    /// <summary>This object with every member of the other set.</summary>
    public JsonObject Merge(JsonObject other) => other.Count == 0 ? this : From(_members.Concat(other._members));

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in _members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    public override bool Equals(JsonValue? other)
    {
        if (other is not JsonObject that || that.Count != Count)
        {
            return false;
        }

        foreach (var (name, value) in _members)
        {
            if (!value.Equals(that[name]))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var (name, value) in _members)
        {
            hash ^= HashCode.Combine(name, value);
        }

        return hash;
    }

    public ImmutableArray<KeyValuePair<string, JsonValue>>.Enumerator GetEnumerator() => _members.GetEnumerator();

    IEnumerator<KeyValuePair<string, JsonValue>> IEnumerable<KeyValuePair<string, JsonValue>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, JsonValue>>)_members).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_members).GetEnumerator();

    /// <summary>The same object, that shows itself as that text.</summary>
    public JsonObject Spelt(string text) => new(_members) { _index = _index, _depth = _depth, _size = _size, _spelling = text };

    private int FindSize()
    {
        var size = 2 + Math.Max(0, _members.Length - 1);
        foreach (var (name, value) in _members)
        {
            size += JsonString.SizeOf(name) + 1 + value.Size;
        }

        return size;
    }

    private int FindDepth()
    {
        var deepest = 0;
        foreach (var (_, value) in _members)
        {
            deepest = Math.Max(deepest, value.Depth);
        }

        return deepest + 1;
    }

    private int PositionOf(string name)
    {
        if (_members.Length >= IndexFrom)
        {
            // Two threads may build the same index; either one serves.
            _index ??= Enumerable.Range(0, _members.Length)
                .ToFrozenDictionary(position => _members[position].Key, StringComparer.Ordinal);
            return _index.TryGetValue(name, out var found) ? found : -1;
        }

        for (var position = 0; position < _members.Length; position++)
        {
            if (_members[position].Key == name)
            {
                return position;
            }
        }

        return -1;
    }
}

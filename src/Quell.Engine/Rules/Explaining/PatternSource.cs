using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Quell.Engine.Rules.Scanning;

namespace Quell.Engine.Rules.Explaining;

/// <summary>
/// What a pattern asks of its fields, in its author's words and order. Goes through <c>$or</c> and fields of one path as the compiler
/// does, so that the branches here are those of <see cref="EventPattern.Branches"/>.
/// </summary>
internal sealed class PatternSource
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Compiling.PatternReader.MaxDepth + 1 };

    private readonly List<string> _path = [];
    private List<ImmutableDictionary<string, Wanted>> _branches = [];
    private int _fields;

    private PatternSource()
    {
    }

    /// <summary>The branches, each with its fields by their paths.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, Wanted>> Branches(EventPattern pattern)
    {
        var source = new PatternSource();
        var utf8 = Encoding.UTF8.GetBytes(pattern.Text);
        var reader = new Utf8JsonReader(utf8, Options);
        reader.Read();
        source.ReadObject(ref reader, utf8);
        return source._branches;
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(ref reader);
            reader.Read();
            if (name == "$or")
            {
                ReadOr(ref reader, utf8);
                continue;
            }

            _path.Add(name);
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, utf8);
            }
            else
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Add(string.Join('.', _path), Encoding.UTF8.GetString(utf8[start..(int)reader.BytesConsumed]));
            }

            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void ReadOr(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        var before = _branches;
        List<ImmutableDictionary<string, Wanted>> all = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _branches = [.. before];
            ReadObject(ref reader, utf8);
            all.AddRange(_branches);
        }

        _branches = all;
    }

    private void Add(string path, string text)
    {
        if (_branches.Count == 0)
        {
            _branches.Add(ImmutableDictionary.Create<string, Wanted>(StringComparer.Ordinal));
        }

        var wanted = new Wanted(_fields++, text);
        _branches = [.. _branches.Select(branch => branch.SetItem(path, wanted))];
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }

        var text = new byte[reader.ValueSpan.Length];
        return Encoding.UTF8.GetString(text.AsSpan(0, JsonEscapes.Remove(reader.ValueSpan, text)));
    }

    /// <summary>A field's list of values.</summary>
    /// <param name="Order">Its place among the fields of the pattern as they are written.</param>
    /// <param name="Text">Its JSON text as it is written.</param>
    internal sealed record Wanted(int Order, string Text);
}

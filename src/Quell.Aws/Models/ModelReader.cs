using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace Quell.Aws.Models;

/// <summary>Reads one compressed block of the model file: a string table, then numbers (unsigned LEB128) and string indexes.</summary>
internal sealed class ModelReader
{
    private readonly byte[] _data;
    private readonly string[] _strings;
    private int _position;

    public ModelReader(Stream deflated, int rawLength)
    {
        _data = new byte[rawLength];
        using (var inflater = new DeflateStream(deflated, CompressionMode.Decompress))
        {
            inflater.ReadExactly(_data);
        }

        _strings = new string[Number()];
        for (var index = 0; index < _strings.Length; index++)
        {
            var length = Number();
            _strings[index] = Encoding.UTF8.GetString(_data, _position, length);
            _position += length;
        }
    }

    public int Number()
    {
        var value = 0;
        var shift = 0;
        while (true)
        {
            var next = _data[_position++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }

            shift += 7;
        }
    }

    public string? OptionalText()
    {
        var index = Number();
        return index == 0 ? null : _strings[index - 1];
    }

    public string Text() => OptionalText() ?? "";

    public ImmutableArray<string> Texts()
    {
        var count = Number();
        if (count == 0)
        {
            return [];
        }

        var texts = ImmutableArray.CreateBuilder<string>(count);
        while (texts.Count < count)
        {
            texts.Add(Text());
        }

        return texts.MoveToImmutable();
    }
}

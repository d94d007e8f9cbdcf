using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>Reads what <see cref="RecordWriter"/> wrote. An execution's records have to be read in their order.</summary>
internal sealed class RecordReader(ReadOnlyMemory<byte> record, KnownValues known)
{
    private int _position;

    public bool IsAtEnd => _position >= record.Length;

    /// <exception cref="InvalidDataException">The record is cut off.</exception>
    public long ReadNumber()
    {
        ulong bits = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            bits |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)(bits >> 1) ^ -(long)(bits & 1);
            }
        }

        throw new InvalidDataException("A number of an execution's record has no end.");
    }

    public int ReadInt() => checked((int)ReadNumber());

    public bool ReadBool() => ReadNumber() != 0;

    public string? ReadText()
    {
        var length = ReadInt();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public DateTimeOffset ReadTime() => new(ReadNumber(), TimeSpan.Zero);

    public DateTimeOffset? ReadTimeOrNull() => ReadNumber() is var ticks and >= 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public JsonValue? ReadValue()
    {
        var kind = ReadInt();
        switch (kind)
        {
            case 0:
                return null;
            case > 1:
                return known[kind - 2];
        }

        var isSpelt = ReadBool();
        var text = ReadText() ?? "null";
        var value = isSpelt ? JsonValue.ParseSpelled(text) : JsonValue.Parse(text);
        known.Add(value);
        return value;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > record.Length - _position)
        {
            throw new InvalidDataException("An execution's record is cut off.");
        }

        var taken = record.Span.Slice(_position, length);
        _position += length;
        return taken;
    }
}

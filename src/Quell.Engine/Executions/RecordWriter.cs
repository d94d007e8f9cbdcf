using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Executions;

/// <summary>
/// Writes what a transition leaves behind into one record of the journal. Every value that is larger than a reference is written
/// once in an execution's life: later records name it by its number.
/// </summary>
/// <remarks>Whole numbers are varints (7 bits a byte, the lowest first), negative ones zigzag; texts UTF-8 behind their length.</remarks>
internal sealed class RecordWriter(KnownValues known)
{
    /// <summary>Values up to this many bytes are written where they stand.</summary>
    public const int InlineSize = 32;

    /// <summary>Bytes beyond which a buffer is not kept for the thread's next record.</summary>
    private const int MostKept = 1 << 16;

    private const int LongestNumber = 10;

    // A thread writes one record after the other: a writer takes the buffer along until its record is taken out.
    [ThreadStatic]
    private static byte[]? _spare;

    private byte[] _bytes = Borrow();
    private int _length;

    /// <summary>What has been written; nothing is written after that.</summary>
    public byte[] ToRecord()
    {
        var record = _bytes.AsSpan(0, _length).ToArray();
        if (_bytes.Length <= MostKept)
        {
            _spare = _bytes;
        }

        _bytes = [];
        return record;
    }

    public void Write(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        Reserve(LongestNumber);
        while (bits >= 0x80)
        {
            _bytes[_length++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        _bytes[_length++] = (byte)bits;
    }

    public void Write(bool value) => Write(value ? 1 : 0);

    public void Write(string? text)
    {
        if (text is null)
        {
            Write(-1);
            return;
        }

        var size = Encoding.UTF8.GetByteCount(text);
        Write(size);
        Reserve(size);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    public void Write(DateTimeOffset time) => Write(time.UtcTicks);

    public void Write(DateTimeOffset? time) => Write(time?.UtcTicks ?? -1);

    public void Write(JsonValue? value)
    {
        if (value is null)
        {
            Write(0);
        }
        else if (known.Find(value) is { } number)
        {
            Write(number + 2);
        }
        else
        {
            Write(1);
            Write(value.Spelling is not null);
            WriteText(value);
            known.Add(value);
        }
    }

    private void WriteText(JsonValue value)
    {
        if (value.Spelling is { } spelling)
        {
            Write(spelling);
            return;
        }

        var text = JsonWriting.ToCompact(value);
        Write(text.Length);
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    private static byte[] Borrow()
    {
        var bytes = _spare ?? new byte[1_024];
        _spare = null;
        return bytes;
    }

    private void Reserve(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        }
    }
}

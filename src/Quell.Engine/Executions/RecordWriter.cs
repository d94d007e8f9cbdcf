using System.Buffers;
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

    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Write(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        var span = _buffer.GetSpan(10);
        var length = 0;
        while (bits >= 0x80)
        {
            span[length++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        span[length++] = (byte)bits;
        _buffer.Advance(length);
    }

    public void Write(bool value) => Write(value ? 1 : 0);

    public void Write(string? text)
    {
        if (text is null)
        {
            Write(-1);
            return;
        }

        Write(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _buffer);
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
            Write(value.ToSpelledString());
            known.Add(value);
        }
    }
}

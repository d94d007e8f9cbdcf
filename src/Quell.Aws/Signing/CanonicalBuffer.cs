using System.Text;

namespace Quell.Aws.Signing;

/// <summary>
/// A growing run of bytes in which canonical text is put together. One spare per thread is kept, so that a signature costs no
/// allocation; use it within one synchronous block (<c>using var buffer = CanonicalBuffer.Take()</c>).
/// </summary>
internal sealed class CanonicalBuffer : IDisposable
{
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static CanonicalBuffer? _spare;

    private byte[] _bytes = new byte[2048];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public static CanonicalBuffer Take()
    {
        var buffer = _spare ?? new();
        _spare = null;
        buffer.Length = 0;
        return buffer;
    }

    public void Dispose()
    {
        if (_bytes.Length <= LargestKept)
        {
            _spare = this;
        }
    }

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Add(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Adds the UTF-8 bytes of the text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, room);
    }

    /// <summary>Adds the bytes in lower-case hexadecimal.</summary>
    public void AddHex(ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, Room(bytes.Length * 2), out var written);
        Length += written;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
